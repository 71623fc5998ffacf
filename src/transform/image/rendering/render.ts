import type { Sharp, SharpOptions } from 'sharp';
import type { Deadline } from './deadline.js';
import { encode, type Encoding } from './encoder.js';
import { fillRoom, keepRoom } from './exif-room.js';
import { makingFailure, readingFailure } from '../image-errors.js';
import {
  hasColour,
  stagesByColour,
  stagesOf,
  treatsFramesAlike,
  type Operation,
  type Stage,
} from '../planning/operations.js';
import { apply } from './pipeline.js';
import type { Size } from '../planning/size.js';
import { sharp } from '../vips.js';

/** What has not been decoded yet: a page of the source's file, or all its frames. */
export interface FilePicture {
  readonly kind: 'file';
  /** Its path, or what it holds. */
  readonly input: string | Buffer;
  readonly frames: number;
  /** 0-based. */
  readonly page: number;
  /** 16-bit samples with a colour profile: sharp takes these to Display P3, and has to be told to go on to sRGB. */
  readonly deepColour: boolean;
  /** Grey, or of 16-bit samples: sharp has to take it to RGB of 8 bits before colours are painted or mixed. */
  readonly needsRgb: boolean;
  /** As stored, when its decoder may shrink while it decodes, to whole pixels of its own. */
  readonly shrunkFrom: Size | undefined;
}

/** 8-bit samples without padding; the frames of an animation below each other. The height is that of one frame. */
interface PixelPicture extends Size {
  readonly kind: 'pixels';
  readonly data: Buffer;
  readonly channels: 3 | 4;
  readonly frames: number;
}

/** A lossless file in memory: unlike bare pixels, it keeps the colour profile. */
interface CarriedPicture extends Size {
  readonly kind: 'carrier';
  readonly data: Buffer;
  readonly frames: 1;
}

/** Pixels in memory. */
export type DecodedPicture = PixelPicture | CarriedPicture;

/** Pixels on their way. */
export type Picture = FilePicture | DecodedPicture;

/** A result, encoded. */
export interface Encoded extends Size {
  readonly data: Buffer;
}

/** What all pipelines of a render share. */
export interface RenderSettings {
  readonly maxSourcePixels: number;
  readonly deadline: Deadline;
  readonly keepProfile: boolean;
  /** The EXIF block that goes into the result. */
  readonly exif?: Buffer | undefined;
}

const pagesOf = (picture: Picture): SharpOptions => {
  if (picture.frames > 1) {
    return { animated: true };
  }
  return picture.kind === 'file' && picture.page > 0 ? { page: picture.page, pages: 1 } : {};
};

function open(picture: Picture, stage: Stage, settings: RenderSettings): Sharp {
  const options: SharpOptions = {
    failOn: 'error',
    limitInputPixels: picture.kind === 'file' ? settings.maxSourcePixels : false,
    sequentialRead: true,
    ...pagesOf(picture),
  };
  switch (picture.kind) {
    case 'file': {
      const pipeline = sharp(picture.input, options);
      if (picture.deepColour && !settings.keepProfile) {
        return pipeline.withIccProfile('srgb', { attach: false });
      }
      return picture.needsRgb && hasColour(stage) ? pipeline.pipelineColourspace('srgb') : pipeline;
    }
    case 'carrier':
      return sharp(picture.data, options);
    case 'pixels': {
      const { width, height, channels, frames } = picture;
      const raw = { width, height: height * frames, channels };
      const strip = frames > 1 ? { ...raw, pageHeight: height } : raw;
      return sharp(picture.data, { ...options, raw: strip });
    }
  }
}

/** Runs pipelines, one stage after the other. */
export class Renderer {
  constructor(private readonly settings: RenderSettings) {}

  /** Does all but what the last pipeline can do while it encodes, and leaves that. */
  async advance(
    picture: Picture,
    operations: readonly Operation[],
  ): Promise<{ readonly picture: Picture; readonly rest: Stage }> {
    // Deep colours are sRGB only at the end of the first pipeline.
    const deep = picture.kind === 'file' && picture.deepColour;
    const stages = deep ? stagesByColour(operations) : stagesOf(operations);
    let current = picture;
    for (const stage of stages.slice(0, -1)) {
      current = await this.run(current, stage);
    }
    const rest = stages.at(-1) ?? [];
    if (current.frames > 1 && !treatsFramesAlike(rest)) {
      return { picture: await this.run(current, rest), rest: [] };
    }
    return { picture: current, rest };
  }

  /** Does all of it, into memory. */
  async settle(picture: Picture, operations: readonly Operation[]): Promise<DecodedPicture> {
    const { picture: current, rest } = await this.advance(picture, operations);
    return rest.length === 0 && current.kind !== 'file' ? current : this.run(current, rest);
  }

  /** Does one stage and encodes what it leaves. */
  async encode(picture: Picture, stage: Stage, encoding: Encoding): Promise<Encoded> {
    const { keepProfile, exif } = this.settings;
    const pipeline = encode(this.pipeline(picture, stage), encoding);
    const profiled = keepProfile ? pipeline.keepIccProfile() : pipeline;
    const { data, info } = await this.finish(
      picture,
      exif ? keepRoom(profiled, exif.length) : profiled,
    );
    if (exif) {
      fillRoom(data, exif);
    }
    return { data, width: info.width, height: info.pageHeight ?? info.height };
  }

  private async run(picture: Picture, stage: Stage): Promise<DecodedPicture> {
    if (picture.frames > 1 && !treatsFramesAlike(stage)) {
      return this.runByFrame(picture, stage);
    }
    const pipeline = this.pipeline(picture, stage);
    // Bare pixels are sRGB already: those of an animation's frames have no profile to keep.
    if (this.settings.keepProfile && picture.frames === 1 && picture.kind !== 'pixels') {
      const carrier = pipeline.keepIccProfile().tiff({ compression: 'none' });
      const { data, info } = await this.finish(picture, carrier);
      return { kind: 'carrier', data, width: info.width, height: info.height, frames: 1 };
    }
    const { data, info } = await this.finish(picture, pipeline.raw());
    return {
      kind: 'pixels',
      data,
      width: info.width,
      height: info.height / picture.frames,
      channels: info.channels === 4 ? 4 : 3,
      frames: picture.frames,
    };
  }

  /** An animation's frames one at a time. What is looked for is looked for in the first frame, so that all keep one size. */
  private async runByFrame(picture: Picture, stage: Stage): Promise<DecodedPicture> {
    const strip = picture.kind === 'pixels' ? picture : await this.run(picture, []);
    if (strip.kind !== 'pixels') throw new Error('The frames of an animation are bare pixels.');
    const frames = framesOf(strip);
    const fixed = await this.fixRegions(frames[0] ?? strip, stage);
    const done: PixelPicture[] = [];
    for (const frame of frames) {
      const result = await this.run(frame, fixed);
      if (result.kind === 'pixels') done.push(result);
    }
    const [first] = done;
    if (first === undefined || done.length < frames.length) {
      throw new Error('A frame of an animation is not what it was made for.');
    }
    return { ...first, data: Buffer.concat(done.map(({ data }) => data)), frames: done.length };
  }

  /** Replaces a trim or a smart crop by the region it finds in one frame. Both stand first in their stage. */
  private async fixRegions(frame: Picture, stage: Stage): Promise<Stage> {
    const [search, ...others] = stage;
    if (search?.kind !== 'trim' && search?.kind !== 'smart-crop') {
      return stage;
    }
    const { info } = await this.finish(frame, this.pipeline(frame, [search]).raw());
    const left = Math.abs(info.cropOffsetLeft ?? info.trimOffsetLeft ?? 0);
    const top = Math.abs(info.cropOffsetTop ?? info.trimOffsetTop ?? 0);
    const region = { left, top, width: info.width, height: info.height };
    return [{ kind: 'extract', region }, ...others];
  }

  private pipeline(picture: Picture, stage: Stage): Sharp {
    return stage.reduce(apply, open(picture, stage, this.settings));
  }

  private async finish(picture: Picture, pipeline: Sharp) {
    const seconds = this.settings.deadline.secondsLeft();
    try {
      return await pipeline.timeout({ seconds }).toBuffer({ resolveWithObject: true });
    } catch (error) {
      throw picture.kind === 'file' ? readingFailure(error) : makingFailure(error);
    }
  }
}

function framesOf(strip: PixelPicture): readonly PixelPicture[] {
  const { data, width, height, channels, frames } = strip;
  const length = width * height * channels;
  return Array.from({ length: frames }, (_, index) => ({
    ...strip,
    data: data.subarray(index * length, (index + 1) * length),
    frames: 1,
  }));
}
