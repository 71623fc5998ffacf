/** Raw 8-bit samples, interleaved, row after row without padding. */
export interface RawPixels {
  readonly width: number;
  readonly height: number;
  readonly colour: 'grey' | 'rgb' | 'cmyk';
  readonly alpha: 'none' | 'straight' | 'premultiplied';
}

const HEADER_LENGTH = 8;
const ENTRY_LENGTH = 12;
const SHORT = 3;
const LONG = 4;
const UNDEFINED = 7;

/** TIFF 6.0: PhotometricInterpretation, and how many samples that has. */
const COLOURS = {
  grey: { photometric: 1, samples: 1 },
  rgb: { photometric: 2, samples: 3 },
  cmyk: { photometric: 5, samples: 4 },
} as const;

/** TIFF 6.0: ExtraSamples. */
const ALPHA = { none: 0, premultiplied: 1, straight: 2 } as const;

interface Entry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  readonly value: number;
}

/** Samples of one pixel. */
function samplesOf({ colour, alpha }: RawPixels): number {
  return COLOURS[colour].samples + (alpha === 'none' ? 0 : 1);
}

/** What stands before the samples in an uncompressed TIFF file of one strip (TIFF 6.0; ICC.1 for the profile). */
export function tiffHeader(pixels: RawPixels, profile: Uint8Array | undefined): Buffer {
  const samples = samplesOf(pixels);
  const entryCount = 10 + (pixels.alpha === 'none' ? 0 : 1) + (profile ? 1 : 0);
  const bitsAt = HEADER_LENGTH + 2 + entryCount * ENTRY_LENGTH + 4;
  // Values are aligned to words; five samples need ten bytes.
  const profileAt = bitsAt + 12;
  const pixelsAt = profileAt + Math.ceil((profile?.length ?? 0) / 4) * 4;
  const entry = (tag: number, type: number, count: number, value: number): Entry => ({
    tag,
    type,
    count,
    value,
  });
  const entries: readonly Entry[] = [
    entry(256, LONG, 1, pixels.width),
    entry(257, LONG, 1, pixels.height),
    samples > 2 ? entry(258, SHORT, samples, bitsAt) : entry(258, SHORT, samples, 0x0008_0008),
    entry(259, SHORT, 1, 1),
    entry(262, SHORT, 1, COLOURS[pixels.colour].photometric),
    entry(273, LONG, 1, pixelsAt),
    entry(277, SHORT, 1, samples),
    entry(278, LONG, 1, pixels.height),
    entry(279, LONG, 1, pixels.width * pixels.height * samples),
    entry(284, SHORT, 1, 1),
    ...(pixels.alpha === 'none' ? [] : [entry(338, SHORT, 1, ALPHA[pixels.alpha])]),
    ...(profile ? [entry(34_675, UNDEFINED, profile.length, profileAt)] : []),
  ];
  const header = Buffer.alloc(pixelsAt);
  header.write('II', 0, 'latin1');
  header.writeUInt16LE(42, 2);
  header.writeUInt32LE(HEADER_LENGTH, 4);
  header.writeUInt16LE(entries.length, HEADER_LENGTH);
  entries.forEach(({ tag, type, count, value }, index) => {
    const at = HEADER_LENGTH + 2 + index * ENTRY_LENGTH;
    header.writeUInt16LE(tag, at);
    header.writeUInt16LE(type, at + 2);
    header.writeUInt32LE(count, at + 4);
    header.writeUInt32LE(value, at + 8);
  });
  for (let sample = 0; sample < samples; sample += 1) {
    header.writeUInt16LE(8, bitsAt + sample * 2);
  }
  if (profile) {
    header.set(profile, profileAt);
  }
  return header;
}
