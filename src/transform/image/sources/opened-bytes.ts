import { open, readFile } from 'node:fs/promises';
import { isDrawing, type ImageSource } from './image-source.js';

/** How the files begin that hold an image sequence in AVIF: after the length of the first box, its type and the main brand. */
const SEQUENCE = 'ftypavis';
const STILL = 'ftypavif';
const MARK_AT = 4;

/**
 * A source as the image library is to open it. A drawing that is opened as a file may draw the files beside it; one that is
 * bytes has nothing beside it. An AVIF whose main brand is that of a sequence holds a still image as well (AV1 Image File Format,
 * §6.3), which is found when the brand is that of a still.
 */
export async function asOpened(source: ImageSource): Promise<ImageSource> {
  if (isDrawing(source)) return { ...source, data: await bytesOf(source) };
  if (source.mediaType.contentType !== 'image/avif' || !(await isSequence(source))) return source;
  const data = Buffer.from(await bytesOf(source));
  data.write(STILL, MARK_AT, 'latin1');
  return { ...source, data };
}

async function bytesOf({ file, data }: ImageSource): Promise<Buffer> {
  return data ?? (await readFile(file));
}

async function isSequence({ file, data }: ImageSource): Promise<boolean> {
  const start = data ?? (await startOf(file));
  return start.toString('latin1', MARK_AT, MARK_AT + SEQUENCE.length) === SEQUENCE;
}

async function startOf(file: string): Promise<Buffer> {
  await using handle = await open(file);
  const { buffer } = await handle.read(Buffer.alloc(MARK_AT + SEQUENCE.length));
  return buffer;
}
