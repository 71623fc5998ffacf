import type { MediaType } from '../../assets/media-types.js';
import type { OutputLimits } from '../image/planning/output-limits.js';
import type { Region, Size } from '../image/planning/size.js';
import { movingFormatOf, outputOf, SOUNDS } from '../language/output.js';
import type {
  MovingFormat,
  Quality,
  Step,
  Transformation,
  VideoFormat,
} from '../language/transformation.js';
import { FILMS, rateFactor, SOUND_OPTIONS } from './film-encoding.js';
import { inputOptions, inputPath } from './hardened-input.js';
import {
  framePicture,
  onWhite,
  preparation,
  toneMap,
  type OpenCrop,
  type Picture,
} from './picture-filters.js';
import {
  asFraction,
  cutOf,
  entranceTo,
  evenRate,
  inSeconds,
  posterRate,
  type Entrance,
} from './timing.js';
import type { VideoFacts } from './video-facts.js';

/** One run of ffmpeg. */
export interface Pass {
  readonly inputs: readonly { readonly file: string; readonly options: readonly string[] }[];
  readonly options: readonly string[];
  readonly target: string;
}

/** What makes a result: runs of ffmpeg, one after the other, the last of which writes it. */
export interface VideoPlan {
  readonly passes: readonly [Pass, ...Pass[]];
  readonly format: MovingFormat;
  /** Seconds of the result. */
  readonly duration: number;
  readonly size: Size;
}

/** Where a plan's bytes come from and go, and what may be used. */
export interface PlanContext {
  readonly source: { readonly file: string; readonly mediaType: MediaType };
  readonly target: string;
  readonly threads: number;
  readonly limits: OutputLimits;
}

const MOST_FRAMES_A_SECOND = 60;
// GIF counts hundredths of a second: 25 a second is the fastest rate it shows evenly and every viewer keeps.
const MOST_GIF_FRAMES_A_SECOND = 25;
/** Less than any frame lasts; seconds. */
const A_MOMENT = 1e-3;
/** No metadata, no chapters, no subtitles: where a video was made is nobody's business. */
const BARE = ['-map_metadata', '-1', '-map_chapters', '-1', '-sn', '-dn'];

/**
 * Plans the framing of a video, asking for the place of each crop that keeps a subject.
 * @throws {InvalidTransformationError} for what this source cannot give.
 */
export function planPicture(
  facts: VideoFacts,
  transformation: Transformation,
  limits: OutputLimits,
): Generator<OpenCrop, Picture, Region> {
  const isFilm = movingFormatOf(transformation) !== 'gif';
  return framePicture(facts, transformation.steps, limits, isFilm);
}

/**
 * Plans a video.
 * @param picture as {@link planPicture} gives it, in the end.
 * @throws {DomainError} `invalid-transformation` or `unprocessable-asset` for what this source cannot give.
 */
export function planVideo(
  facts: VideoFacts,
  transformation: Transformation,
  picture: Picture,
  context: PlanContext,
): VideoPlan {
  const { steps } = transformation;
  const { quality } = outputOf(transformation);
  const format = movingFormatOf(transformation);
  const cut = cutOf(steps, facts.duration);
  const most = format === 'gif' ? MOST_GIF_FRAMES_A_SECOND : MOST_FRAMES_A_SECOND;
  const entrance = entranceTo(cut.start, facts.duration, facts);
  const before = [
    ...preparation(facts),
    ...onWhite(facts),
    ...evenFrames(evenRate(facts, most), entrance),
  ];
  // A film is scaled before its light is mapped, which is dear; a GIF has no shared colour samples, so any side is fine.
  const filters =
    format === 'gif'
      ? [...before, ...toneMap(facts), 'format=rgb24', ...picture.filters]
      : [...before, ...withLight(picture.filters, toneMap(facts))];
  const input = inputFrom(context, facts, entrance);
  const base = { input, entrance, filters, facts, context, cut: ['-t', time(cut.duration)] };
  const passes: readonly [Pass, ...Pass[]] =
    format === 'gif' ? gifPasses(base) : [filmPass(base, format, quality, steps)];
  return { passes, format, duration: cut.duration, size: picture.size };
}

/**
 * Plans the picture of one frame, without loss, upright and of ordinary dynamic range; nothing else is done to it.
 * @throws {DomainError} `unprocessable-asset` when the cut starts behind the end.
 */
export function planPoster(
  facts: VideoFacts,
  { steps }: Transformation,
  context: PlanContext,
): Pass {
  const cut = cutOf(steps, facts.duration);
  const at = steps.findLast((step) => step.posterTime !== undefined)?.posterTime;
  const moment =
    cut.start + (at === undefined ? 0 : Math.min(inSeconds(at, cut.duration), cut.duration));
  return planFrame(facts, { moment, end: cut.start + cut.duration, framing: [] }, context);
}

/**
 * Plans a glance at a video: the frame in the middle of what is kept of it, framed as far as `framing` goes.
 * @throws {DomainError} `unprocessable-asset` when the cut starts behind the end.
 */
export function planGlance(
  facts: VideoFacts,
  { steps }: Transformation,
  framing: readonly string[],
  context: PlanContext,
): Pass {
  const { start, duration } = cutOf(steps, facts.duration);
  const glance = { moment: start + duration / 2, end: start + duration, framing };
  return planFrame(facts, glance, context);
}

interface FrameChoice {
  /** Seconds of the source. */
  readonly moment: number;
  readonly end: number;
  readonly framing: readonly string[];
}

function planFrame(
  facts: VideoFacts,
  { moment, end, framing }: FrameChoice,
  { source, target, threads }: PlanContext,
): Pass {
  const entrance = entranceTo(Math.min(moment, end - A_MOMENT), end, facts);
  // The last picture stays, should the file be longer than its pictures are.
  const frame = ['tpad=stop=-1:stop_mode=clone', ...evenFrames(posterRate(facts), entrance)];
  const before = [...preparation(facts), ...frame];
  const format = facts.hasAlpha ? 'format=rgba' : 'format=rgb24';
  const filters = [...before, ...withLight(framing, toneMap(facts)), format];
  return {
    inputs: [inputFrom({ source, threads }, facts, entrance)],
    options: [
      ...['-map', `0:${facts.stream}`, '-an', ...BARE, '-frames:v', '1'],
      ...['-vf', filters.join(',')],
      // Fast to write: it is read once and then thrown away.
      ...[
        '-c:v',
        'png',
        '-compression_level',
        '1',
        '-pred',
        'none',
        '-f',
        'image2',
        '-update',
        '1',
      ],
    ],
    target,
  };
}

interface PassBase {
  readonly input: Pass['inputs'][number];
  readonly entrance: Entrance;
  readonly filters: readonly string[];
  readonly facts: VideoFacts;
  readonly context: PlanContext;
  readonly cut: readonly string[];
}

/** The source from a moment on: what was before it is read too, as far back as a whole frame is stored, for {@link evenFrames}. */
function inputFrom(
  { source, threads }: Pick<PlanContext, 'source' | 'threads'>,
  { alphaDecoder }: VideoFacts,
  { seek }: Entrance,
): Pass['inputs'][number] {
  return {
    file: inputPath(source.file),
    options: [
      ...inputOptions(source.mediaType),
      ...(alphaDecoder ? ['-c:v', alphaDecoder] : []),
      ...['-threads', String(threads)],
      ...(seek > 0 ? ['-noaccurate_seek', '-ss', time(seek)] : []),
    ],
  };
}

/** Frames at an even rate, the first of which is the one that is on the screen when the cut begins, however long it has been. */
function evenFrames(rate: number, { lead }: Entrance): readonly string[] {
  return [...(lead > 0 ? ['setpts=PTS-STARTPTS'] : []), `fps=fps=${asFraction(rate)}:start_time=0`];
}

/** A colour that is laid around a picture is one of the ordinary range. */
function withLight(framing: readonly string[], light: readonly string[]): readonly string[] {
  const pad = framing.findIndex((filter) => filter.startsWith('pad='));
  const at = pad === -1 ? framing.length : pad;
  return [...framing.slice(0, at), ...light, ...framing.slice(at)];
}

function filmPass(
  { input, entrance, filters, facts, context, cut }: PassBase,
  format: VideoFormat,
  quality: Quality,
  steps: readonly Step[],
): Pass {
  const crf = rateFactor(quality);
  return {
    inputs: [input],
    options: [
      ...['-map', `0:${facts.stream}`, ...audio(facts, entrance, format, steps), ...BARE, ...cut],
      ...['-vf', [...filters, 'setsar=1', 'format=yuv420p'].join(',')],
      ...FILMS[format].picture(crf),
      ...['-threads', String(context.threads), '-f', FILMS[format].muxer],
    ],
    target: context.target,
  };
}

/** One palette for the whole, found in a run of its own: in one run, every frame would wait for it in memory. */
function gifPasses({ input, filters, facts, context, cut }: PassBase): readonly [Pass, Pass] {
  const palette = `${context.target}.palette.png`;
  // Sides of whole pixels change the shape of a picture a little, which a GIF would write down as that of its pixels.
  const graph = [...filters, 'setsar=1'].join(',');
  const plain = [...BARE, ...cut];
  return [
    {
      inputs: [input],
      options: [
        ...['-map', `0:${facts.stream}`, '-an', ...plain],
        ...['-vf', `${graph},palettegen=stats_mode=diff`, '-f', 'image2', '-update', '1'],
      ],
      target: palette,
    },
    {
      inputs: [
        input,
        { file: inputPath(palette), options: ['-protocol_whitelist', 'file', '-f', 'png_pipe'] },
      ],
      options: [
        '-filter_complex',
        `[0:${facts.stream}]${graph}[v];[v][1:v]paletteuse=dither=sierra2_4a:diff_mode=rectangle[out]`,
        ...['-map', '[out]', ...plain, '-loop', '0', '-f', 'gif'],
      ],
      target: context.target,
    },
  ];
}

function audio(
  facts: VideoFacts,
  { lead }: Entrance,
  format: VideoFormat,
  steps: readonly Step[],
): readonly string[] {
  const asked = steps.findLast((step) => step.audioCodec !== undefined)?.audioCodec;
  const codec = asked ?? SOUNDS[format][0];
  if (facts.audio === undefined || codec === undefined || codec === 'none') return ['-an'];
  const map = [
    ...['-map', `0:${facts.audio.stream}`, '-ac', String(Math.min(2, facts.audio.channels))],
    ...['-af', lead > 0 ? `asetpts=PTS-${time(lead)}/TB,atrim=start=0` : 'atrim=start=0'],
  ];
  return [...map, ...SOUND_OPTIONS[codec], '-ar', '48000'];
}

/** Microseconds are the finest that ffmpeg reads. */
function time(seconds: number): string {
  return seconds.toFixed(6);
}
