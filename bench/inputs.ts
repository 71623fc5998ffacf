import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

const PHOTOGRAPH = join(import.meta.dirname, 'inputs/photograph-2mp.jpg');
const CAMERA_QUALITY = 90;

/** The pictures that are rendered, all in one directory. */
export interface Inputs {
  readonly directory: string;
  /** File names, by size. */
  readonly photographs: readonly { readonly name: string; readonly megapixels: number }[];
}

/**
 * Writes the inputs: a photograph of 2 MP as it came (1800 × 1200), and one of 6 MP (3000 × 2000) made of it by
 * continuing it in mirror image, since enlarging it would make a smoother picture than cameras do.
 */
export async function prepareInputs(parent: string): Promise<Inputs> {
  const directory = join(parent, 'inputs');
  await mkdir(directory);
  await copyFile(PHOTOGRAPH, join(directory, 'photo2.jpg'));
  await sharp(PHOTOGRAPH)
    .extend({ left: 600, right: 600, top: 400, bottom: 400, extendWith: 'mirror' })
    .jpeg({ quality: CAMERA_QUALITY })
    .toFile(join(directory, 'photo6.jpg'));
  return {
    directory,
    photographs: [
      { name: 'photo2.jpg', megapixels: 2 },
      { name: 'photo6.jpg', megapixels: 6 },
    ],
  };
}
