import { crc32 } from 'node:zlib';
import type { Sharp } from 'sharp';

/** Stands at the start of the room that is kept free, to find it again. */
const MARK = 'Here stands what may be published of EXIF.';

/** Lets the encoder keep room for an EXIF block of this length: sharp writes texts, but no ready block. */
export function keepRoom(pipeline: Sharp, length: number): Sharp {
  return pipeline.withExif({ IFD0: { ImageDescription: MARK.padEnd(length, ' ') } });
}

/** The start of the TIFF structure that holds the byte at `position`. */
function structureStart(file: Buffer, position: number): number {
  return Math.max(
    file.lastIndexOf('II*\0', position, 'latin1'),
    file.lastIndexOf('MM\0*', position, 'latin1'),
  );
}

/** A PNG chunk's checksum stands behind its data (PNG 3rd edition, §5.3). */
function renewChecksum(file: Buffer, dataAt: number): void {
  const length = file.readUInt32BE(dataAt - 8);
  file.writeUInt32BE(crc32(file.subarray(dataAt - 4, dataAt + length)), dataAt + length);
}

/** Writes the block into the room kept for it, whatever the container. A GIF has no such room and stays as it is. */
export function fillRoom(file: Buffer, exif: Buffer): void {
  const mark = file.indexOf(MARK, 0, 'latin1');
  const start = mark < 0 ? -1 : structureStart(file, mark);
  if (start < 0) {
    return;
  }
  const end = mark + Math.max(MARK.length, exif.length);
  file.fill(0, start, end);
  file.set(exif, start);
  if (file.toString('latin1', start - 4, start) === 'eXIf') {
    renewChecksum(file, start);
  }
}
