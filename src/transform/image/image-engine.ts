import { Injectable } from '@nestjs/common';
import { Environment } from '../../config/environment.js';
import { outputOf, type Output } from '../language/output.js';
import type { ImageFormat, Transformation } from '../language/transformation.js';
import type { Canvas } from './planning/canvas.js';
import { planChain, type Planned } from './chain-plan.js';
import { Deadline } from './rendering/deadline.js';
import { costOfFile, refuseCostly } from './sources/drawing-cost.js';
import type { Encoding } from './rendering/encoder.js';
import { publishableExif } from './rendering/exif.js';
import {
  candidatesOf,
  canAnimate,
  mayAnimate,
  mayHoldProfile,
  type FormatChoice,
} from './format-choice.js';
import { asOpened } from './sources/opened-bytes.js';
import { isDrawing, type ImageFacts, type ImageSource } from './sources/image-source.js';
import { swapsSides, turnOfOrientation } from './planning/orientation.js';
import { refusePage, type OutputLimits } from './planning/output-limits.js';
import { trimOf } from './planning/plan.js';
import { inProfileOf } from './rendering/profile-colours.js';
import { Renderer, type Encoded, type FilePicture, type Picture } from './rendering/render.js';
import { swapped, type Size } from './planning/size.js';
import {
  checkPixels,
  isAnimation,
  readHeader,
  type SourceHeader,
} from './sources/source-header.js';

export type { AcceptedFormats, FormatChoice } from './format-choice.js';
export type { ImageFacts, ImageSource } from './sources/image-source.js';

/** A variant's bytes. */
export interface RenderedImage {
  readonly data: Buffer;
  readonly format: ImageFormat;
  /** Pixels; of one frame. */
  readonly width: number;
  readonly height: number;
}

/** Formats whose pixels were stored without loss. */
const LOSSLESS_SOURCES: ReadonlySet<string> = new Set(['png', 'gif', 'svg', 'tiff']);

/** Formats that are shrunk while they are decoded, to whole pixels; a drawing is drawn to any size. */
const SHRINKING_DECODERS: ReadonlySet<string> = new Set(['jpeg', 'webp']);

/** Makes images from images. */
@Injectable()
export class ImageEngine {
  constructor(private readonly environment: Environment) {}

  /**
   * Decodes once, applies every step, encodes once.
   * @throws {DomainError} `unprocessable-asset`, `invalid-transformation` or `timed-out`.
   */
  async render(
    given: ImageSource,
    transformation: Transformation,
    choice: FormatChoice,
    signal: AbortSignal,
  ): Promise<RenderedImage> {
    const deadline = new Deadline(this.environment.TRANSFORM_TIMEOUT_MS, signal);
    deadline.secondsLeft();
    const drawing = isDrawing(given) ? await this.costOf(given) : undefined;
    const source = await asOpened(given);
    const header = await headerOfPage(source, pageOf(transformation));
    const output = outputOf(transformation);
    const keepProfile =
      output.flags.includes('keep_profile') && mayHoldProfile(choice, isAnimation(header));
    const renderer = new Renderer({
      deadline,
      maxSourcePixels: this.environment.MAX_SOURCE_PIXELS,
      keepProfile,
      exif: output.flags.includes('keep_metadata') ? exifOf(header) : undefined,
    });
    if (drawing && transformation.steps.some(trimOf)) {
      // Trimmed, it is drawn at its own size first.
      refuseCostly(drawing, header.width * header.height);
    }
    const picture = this.pictureOf(source, header, transformation, choice);
    const start: Planned = { picture, canvas: canvasOf(header), operations: [] };
    const painted = keepProfile
      ? await inProfileOf(source, transformation, this.environment.temporaryDirectory)
      : transformation;
    const planned = await planChain(renderer, start, painted, {
      limits: this.outputLimits(header, picture.frames),
      opaque: choice.kind === 'fixed' && choice.format === 'jpeg',
    });
    if (drawing) {
      refuseCostly(drawing, planned.canvas.width * planned.canvas.height);
    }
    const candidates = candidatesOf(choice, {
      hasAlpha: planned.canvas.hasAlpha,
      animated: picture.frames > 1,
      lossless: LOSSLESS_SOURCES.has(header.format),
    });
    return encodeSmallest(renderer, planned, candidates, (format) =>
      encodingOf(format, output, header, picture),
    );
  }

  /**
   * Reads the header alone.
   * @throws {DomainError} `unprocessable-asset` for what is broken, or larger than `MAX_SOURCE_PIXELS`.
   */
  async probe(given: ImageSource, signal: AbortSignal): Promise<ImageFacts> {
    new Deadline(this.environment.TRANSFORM_TIMEOUT_MS, signal).secondsLeft();
    if (isDrawing(given)) {
      await this.costOf(given);
    }
    const header = await readHeader(await asOpened(given));
    checkPixels(header, 1, this.sourceLimits);
    const { orientation } = header;
    const { width, height } = uprightSize(header);
    return {
      width,
      height,
      hasAlpha: header.hasAlpha,
      frames: header.pages,
      format: header.format,
      ...(orientation !== undefined && { orientation }),
    };
  }

  private costOf({ file }: ImageSource) {
    return costOfFile(file, this.environment.MAX_SOURCE_PIXELS);
  }

  private get sourceLimits() {
    const { MAX_SOURCE_PIXELS, MAX_ANIMATION_FRAMES } = this.environment;
    return { maxPixels: MAX_SOURCE_PIXELS, maxFrames: MAX_ANIMATION_FRAMES };
  }

  /** Which frames or page of the source are read; refuses too many of them. */
  private pictureOf(
    { file, data }: ImageSource,
    header: SourceHeader,
    transformation: Transformation,
    choice: FormatChoice,
  ): FilePicture {
    const page = pageOf(transformation);
    const frames =
      page === undefined && isAnimation(header) && mayAnimate(choice) ? header.pages : 1;
    checkPixels(header, frames, this.sourceLimits);
    return {
      kind: 'file',
      input: data ?? file,
      frames,
      page: (page ?? 1) - 1,
      deepColour: header.deepColour,
      needsRgb: header.needsRgb,
      shrunkFrom: SHRINKING_DECODERS.has(header.format) ? header : undefined,
    };
  }

  /** The frames of an animation count together; one that is large already may stay as large as it is. */
  private outputLimits({ width, height }: Size, frames: number): OutputLimits {
    const { MAX_OUTPUT_DIMENSION, MAX_OUTPUT_PIXELS } = this.environment;
    const share = Math.floor(MAX_OUTPUT_PIXELS / frames);
    const maxPixels = frames === 1 ? share : Math.max(share, width * height);
    return { maxDimension: MAX_OUTPUT_DIMENSION, maxPixels };
  }
}

/** 1-based. */
function pageOf({ steps }: Transformation): number | undefined {
  return steps.find((step) => step.page !== undefined)?.page;
}

/** The header of what is read: the pages of a document differ in size, the frames of an animation do not. */
async function headerOfPage(source: ImageSource, page = 1): Promise<SourceHeader> {
  const first = await readHeader(source);
  if (page > first.pages) refusePage(page, first.pages);
  if (page === 1 || isAnimation(first)) return first;
  return { ...(await readHeader(source, page - 1)), pages: first.pages };
}

function uprightSize(header: SourceHeader): Size {
  return swapsSides(turnOfOrientation(header.orientation)) ? swapped(header) : header;
}

function exifOf({ exif }: SourceHeader): Buffer | undefined {
  return exif && publishableExif(exif);
}

function canvasOf(header: SourceHeader): Canvas {
  return {
    width: header.width,
    height: header.height,
    hasAlpha: header.hasAlpha,
    turn: turnOfOrientation(header.orientation),
  };
}

function encodingOf(
  format: ImageFormat,
  { quality, flags }: Output,
  { delay, loop }: SourceHeader,
  { frames }: Picture,
): Encoding {
  const still = { format, quality, flags };
  return frames > 1 && canAnimate(format)
    ? { ...still, ...(delay && { delay }), ...(loop !== undefined && { loop }) }
    : still;
}

async function encodeSmallest(
  renderer: Renderer,
  { picture, operations }: Planned,
  [first, ...others]: readonly [ImageFormat, ...ImageFormat[]],
  encodingFor: (format: ImageFormat) => Encoding,
): Promise<RenderedImage> {
  if (others.length === 0) {
    const { picture: last, rest } = await renderer.advance(picture, operations);
    return { ...(await renderer.encode(last, rest, encodingFor(first))), format: first };
  }
  const settled = await renderer.settle(picture, operations);
  let smallest: { readonly format: ImageFormat; readonly encoded: Encoded } = {
    format: first,
    encoded: await renderer.encode(settled, [], encodingFor(first)),
  };
  for (const format of others) {
    const encoded = await renderer.encode(settled, [], encodingFor(format));
    if (encoded.data.length < smallest.encoded.data.length) {
      smallest = { format, encoded };
    }
  }
  return { ...smallest.encoded, format: smallest.format };
}
