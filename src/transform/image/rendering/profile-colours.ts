import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Colour, Effect, Step, Transformation } from '../../language/transformation.js';
import { writeColour } from '../../language/values/colour.js';
import type { ImageSource } from '../sources/image-source.js';
import { sharp } from '../vips.js';

/** The numbers of colours in another space, by how they are written in sRGB. */
type Numbers = ReadonlyMap<string, Colour>;

/** libvips' names of the spaces whose numbers are red, green and blue. */
const RGB_SPACES: ReadonlySet<string> = new Set(['srgb', 'rgb', 'rgb16']);

/**
 * What a transformation says, in the colours of a picture that keeps its profile: those of a URL are sRGB, and painted
 * as they are they would be other colours there.
 * @param directory where the profile may lie for a moment, as libvips takes one to convert to from a file only.
 */
export async function inProfileOf(
  { file, data }: ImageSource,
  transformation: Transformation,
  directory: string,
): Promise<Transformation> {
  const colours = transformation.steps.flatMap(coloursOf);
  if (colours.length === 0) return transformation;
  const { icc, space } = await sharp(data ?? file, { limitInputPixels: false }).metadata();
  if (icc === undefined || !RGB_SPACES.has(space)) return transformation;
  const numbers = await converted(colours, icc, directory);
  const [first, ...others] = transformation.steps;
  return {
    steps: [repainted(first, numbers), ...others.map((step) => repainted(step, numbers))],
  };
}

function coloursOf({ background, border, effects = [] }: Step): readonly Colour[] {
  const tints = effects.flatMap((effect) => (effect.name === 'tint' ? [effect.colour] : []));
  return [...tints, ...(background ? [background] : []), ...(border ? [border.colour] : [])];
}

function repainted(step: Step, numbers: Numbers): Step {
  const { background, border, effects } = step;
  const here = (colour: Colour) => numbers.get(writeColour(colour)) ?? colour;
  const tinted = (effect: Effect) =>
    effect.name === 'tint' ? { ...effect, colour: here(effect.colour) } : effect;
  return {
    ...step,
    ...(background && { background: here(background) }),
    ...(border && { border: { ...border, colour: here(border.colour) } }),
    ...(effects && { effects: effects.map(tinted) }),
  };
}

/** The numbers of colours in the space that a profile describes. */
async function converted(
  colours: readonly Colour[],
  icc: Buffer,
  directory: string,
): Promise<Numbers> {
  const profile = join(directory, `${randomUUID()}.icc`);
  await mkdir(directory, { recursive: true });
  try {
    await writeFile(profile, icc);
    const pixels = await convertedRow(colours, profile);
    return new Map(
      colours.map((colour, index) => [writeColour(colour), at(pixels, index, colour)]),
    );
  } finally {
    await rm(profile, { force: true });
  }
}

/** Has libvips convert a row of pixels. By a profile that is broken, or leads only away from its space, none is converted. */
async function convertedRow(colours: readonly Colour[], profile: string): Promise<Buffer> {
  const row = Buffer.from(colours.flatMap(({ red, green, blue }) => [red, green, blue]));
  const raw = { width: colours.length, height: 1, channels: 3 } as const;
  try {
    const carrier = await sharp(row, { raw }).withIccProfile(profile).png().toBuffer();
    return await sharp(carrier).keepIccProfile().raw().toBuffer();
  } catch {
    return row;
  }
}

function at(pixels: Buffer, index: number, { alpha }: Colour): Colour {
  const [red = 0, green = 0, blue = 0] = pixels.subarray(index * 3, index * 3 + 3);
  return { red, green, blue, alpha };
}
