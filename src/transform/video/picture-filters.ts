import { framesOf } from '../image/planning/crop-geometry.js';
import type { Frame } from '../image/planning/frame.js';
import { asksForSize } from '../image/planning/box.js';
import {
  refuseOutside,
  refuseTooLarge,
  type OutputLimits,
} from '../image/planning/output-limits.js';
import { sameSize, wholePixels, type Region, type Size } from '../image/planning/size.js';
import type { Colour, Step } from '../language/transformation.js';
import type { VideoFacts } from './video-facts.js';

/** The box of a video that nobody gave a size. */
const USUAL_BOX: Size = { width: 1280, height: 720 };
const OPAQUE = 255;
const WHITE: Colour = { red: 255, green: 255, blue: 255, alpha: OPAQUE };

/** What is done to every picture of a video, as words of a filter graph, and the size that leaves. */
export interface Picture {
  readonly filters: readonly string[];
  readonly size: Size;
}

/** A crop whose place depends on what is seen: it is looked for in what the filters before it make of a frame. */
export interface OpenCrop {
  readonly filters: readonly string[];
  readonly size: Size;
}

/**
 * Frames a video as its steps say. Each crop that keeps a subject is handed out, to be resumed with where the subject is: one
 * place for the whole video, so that the picture stands still.
 * @param even whether the codec needs sides that divide by two: an odd one loses its last row or column.
 * @throws {InvalidTransformationError} when the result would be too large, or the crop lies outside of the picture.
 */
export function* framePicture(
  facts: VideoFacts,
  steps: readonly Step[],
  limits: OutputLimits,
  even: boolean,
): Generator<OpenCrop, Picture, Region> {
  let size: Size = { width: facts.width, height: facts.height };
  const filters: string[] = [];
  for (const step of steps) {
    const before = size;
    const planned = framesOf(step, before);
    if (planned === undefined) refuseOutside(step, before);
    for (const frame of planned) {
      if (frame.kind === 'keep-subject') {
        filters.push(cropTo(yield { filters: [...filters], size: frame.size }));
        size = frame.size;
        continue;
      }
      const made = even && frame.kind === 'lay' ? layEven(frame, size) : undefined;
      filters.push(...(made?.before ?? []), filterOf(made?.frame ?? frame, step));
      size = sizeAfter(made?.frame ?? frame);
    }
    refuseTooLarge(step, before, size, limits);
  }
  if (filters.length === 0 && !steps.some(asksForSize)) {
    const usual = withinUsualBox(size);
    if (usual !== undefined) filters.push(scaleTo(usual));
    size = usual ?? size;
  }
  return evened(filters, size, even);
}

type Fixed = Exclude<Frame, { kind: 'keep-subject' }>;
type Lay = Extract<Frame, { kind: 'lay' }>;

/** Shared colour samples make canvases even, so what is laid on one must fit the even one. */
function layEven(
  frame: Lay,
  content: Size,
): { readonly before: readonly string[]; readonly frame: Lay } {
  const canvas = { width: evenSide(frame.canvas.width), height: evenSide(frame.canvas.height) };
  const fitting = {
    width: Math.min(content.width, canvas.width),
    height: Math.min(content.height, canvas.height),
  };
  const before = sameSize(fitting, content) ? [] : [`crop=${fitting.width}:${fitting.height}:0:0`];
  const left = Math.min(frame.left, canvas.width - fitting.width);
  const top = Math.min(frame.top, canvas.height - fitting.height);
  return { before, frame: { kind: 'lay', canvas, left, top } };
}

function sizeAfter(frame: Fixed): Size {
  switch (frame.kind) {
    case 'scale':
      return frame.size;
    case 'keep':
      return frame.region;
    case 'lay':
      return frame.canvas;
  }
}

function withinUsualBox(size: Size): Size | undefined {
  const factor = Math.min(USUAL_BOX.width / size.width, USUAL_BOX.height / size.height);
  return factor < 1 ? wholePixels(size.width * factor, size.height * factor) : undefined;
}

function filterOf(frame: Fixed, { background = WHITE }: Step): string {
  switch (frame.kind) {
    case 'scale': {
      const { hold, size } = frame;
      if (hold.by !== 'cover') return scaleTo(size);
      return `${scaleTo(hold.whole)},${cropTo({ ...size, left: hold.left, top: hold.top })}`;
    }
    case 'keep':
      return cropTo(frame.region);
    case 'lay':
      return `pad=${frame.canvas.width}:${frame.canvas.height}:${frame.left}:${frame.top}:color=${hex(background)}`;
  }
}

/** By itself ffmpeg begins where a sample of colour does, at every second pixel. */
function cropTo({ width, height, left, top }: Region): string {
  return `crop=${width}:${height}:${left}:${top}:exact=1`;
}

/** A scale that comes last is aimed at even sides at once; any other end loses what is odd. */
function evened(filters: readonly string[], size: Size, even: boolean): Picture {
  const target = { width: evenSide(size.width), height: evenSide(size.height) };
  if (!even || (target.width === size.width && target.height === size.height)) {
    return { filters, size };
  }
  const last = filters.at(-1);
  const rest = last?.startsWith('scale=') === true ? filters.slice(0, -1) : filters;
  const isTiny = size.width < 2 || size.height < 2;
  const end =
    rest.length < filters.length || isTiny
      ? scaleTo(target)
      : `crop=${target.width}:${target.height}:0:0`;
  return { filters: [...rest, end], size: target };
}

function evenSide(side: number): number {
  return Math.max(2, side - (side % 2));
}

function scaleTo({ width, height }: Size): string {
  return `scale=${width}:${height}:flags=bicubic`;
}

/** A colour for ffmpeg; no format that moves here has transparency, so white shines through. */
function hex({ red, green, blue, alpha }: Colour): string {
  const cover = alpha / OPAQUE;
  const digits = [red, green, blue].map((channel) =>
    Math.round(channel * cover + 255 * (1 - cover))
      .toString(16)
      .padStart(2, '0'),
  );
  return `0x${digits.join('')}`;
}

/** What comes before the framing: whole frames of square pixels. (ffmpeg turns pictures upright by itself, first of all.) */
export function preparation(facts: VideoFacts): readonly string[] {
  return [
    ...(facts.mayBeInterlaced ? ['yadif=deint=interlaced'] : []),
    ...(facts.anamorphic ? [scaleTo(facts)] : []),
    ...(facts.anamorphic ? ['setsar=1'] : []),
  ];
}

/** Transparency laid on white: what is premultiplied lies on black, so it is done to the negative. */
export function onWhite({ hasAlpha }: VideoFacts): readonly string[] {
  if (!hasAlpha) return [];
  return ['format=gbrap', 'negate', 'premultiply=inplace=1', 'format=gbrp', 'negate'];
}

const TRANSFERS = { pq: 'smpte2084', hlg: 'arib-std-b67' } as const;

/**
 * A wide gamut or a high dynamic range brought into what every screen shows: linear light of 100 nits, BT.709 primaries, and
 * for a high range Hable's curve.
 */
export function toneMap({ colour }: VideoFacts): readonly string[] {
  if (colour === undefined) return [];
  const { hdr, primaries, matrix, knowsRange } = colour;
  // The curve of BT.2020 is that of BT.709.
  const transfer = hdr === undefined ? 'bt709' : TRANSFERS[hdr];
  // A frame knows its range best, which scaling changes.
  const range = knowsRange ? '' : ':rin=tv';
  return [
    `zscale=tin=${transfer}:pin=${primaries}:min=${matrix}${range}:t=linear:npl=100`,
    'format=gbrpf32le',
    'zscale=p=bt709',
    ...(hdr === undefined ? [] : ['tonemap=tonemap=hable:desat=0']),
    'zscale=t=bt709:m=bt709:r=tv',
  ];
}
