import { leadOf } from './timing.js';
import { unprocessable } from './video-errors.js';
import type { AudioFacts, VideoFacts } from './video-facts.js';

/** Frames a second of a video that does not say. */
const USUAL_RATE = 30;
const FASTEST_USUAL = 120;

/** Codecs made for television, whose files are often called progressive by programs that only copied them. */
const TELEVISION: ReadonlySet<string> = new Set(['dvvideo', 'mpeg2video']);

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads what ffprobe writes with `-show_format -show_streams` as JSON. Every value in it comes from the file: none is believed
 * to be there, or to be of the right type.
 * @param end seconds of the file's own clock at which its last picture has been shown, where {@link pictureWithoutEnd} asks for it.
 * @throws {DomainError} `unprocessable-asset` when there is no picture, or no size or duration to it.
 */
export function readFacts(output: unknown, end?: number): VideoFacts {
  const { streams, format, picture } = partsOf(output);
  if (picture === undefined) throw unprocessable('The file holds no moving picture.');
  const audio = audioOf(streams);
  return {
    ...displaySize(picture),
    duration: durationOf(picture, format, end),
    ...ratesOf(picture),
    offset: offsetOf(picture, format),
    codec: text(picture['codec_name']),
    bitDepth: bitDepthOf(picture),
    ...alphaOf(picture),
    ...colourOf(picture),
    mayBeInterlaced: mayBeInterlaced(picture),
    stream: number(picture['index']) ?? 0,
    ...(audio !== undefined && { audio }),
  };
}

/** The number of the picture's stream, when nothing in the same output says how long it is. */
export function pictureWithoutEnd(output: unknown): number | undefined {
  const { format, picture } = partsOf(output);
  if (picture === undefined) return undefined;
  if (pictureDuration(picture) !== undefined || wholeDuration(format) !== undefined)
    return undefined;
  return number(picture['index']) ?? 0;
}

function partsOf(output: unknown) {
  const root = fields(output);
  const streams = Array.isArray(root['streams']) ? root['streams'].map(fields) : [];
  const picture = streams.find(
    (stream) =>
      stream['codec_type'] === 'video' && fields(stream['disposition'])['attached_pic'] !== 1,
  );
  return { streams, format: fields(root['format']), picture };
}

/** Layouts of samples with one for transparency, in ffmpeg's names. */
const LAYOUTS_WITH_ALPHA = /^(?:yuva\d|gbrap|rgba|bgra|argb|abgr|ya(?:8|16|f))/;

/** What is called transparency in pixels as they came is often what nobody filled in. */
const NO_ALPHA: ReadonlySet<string> = new Set(['rawvideo']);

/** WebM keeps transparency beside the stream, which a tag tells of and ffmpeg's own decoders leave out. */
function alphaOf(picture: Fields): Pick<VideoFacts, 'hasAlpha' | 'alphaDecoder'> {
  const codec = text(picture['codec_name']);
  const tags = Object.entries(fields(picture['tags']));
  const beside = tags.some(([name, value]) => /^alpha_mode$/i.test(name) && text(value) === '1');
  if (beside && codec === 'vp8') return { hasAlpha: true, alphaDecoder: 'libvpx' };
  if (beside && codec === 'vp9') return { hasAlpha: true, alphaDecoder: 'libvpx-vp9' };
  return {
    hasAlpha: LAYOUTS_WITH_ALPHA.test(text(picture['pix_fmt'])) && !NO_ALPHA.has(codec),
  };
}

function displaySize(picture: Fields) {
  const width = number(picture['width']) ?? 0;
  const height = number(picture['height']) ?? 0;
  if (width < 1 || height < 1) throw unprocessable('The video has no size.');
  const ratio = rational(picture['sample_aspect_ratio'], ':');
  const anamorphic =
    ratio !== undefined && ratio > 0.1 && ratio < 10 && Math.abs(ratio - 1) > 0.001;
  const shown = anamorphic ? Math.max(1, Math.round(width * ratio)) : width;
  const rotation = rotationOf(picture);
  return rotation % 180 === 0
    ? { width: shown, height, anamorphic, rotation }
    : { width: height, height: shown, anamorphic, rotation };
}

/**
 * ffprobe counts degrees anticlockwise. Only quarter turns are ones that change the sides: by other angles ffmpeg turns a
 * picture within its frame, and a matrix that is none has an angle that is none.
 */
function rotationOf(picture: Fields): number {
  const sides = Array.isArray(picture['side_data_list']) ? picture['side_data_list'] : [];
  for (const side of sides.map(fields)) {
    const degrees = number(side['rotation']);
    if (degrees !== undefined) return degrees % 90 === 0 ? ((-degrees % 360) + 360) % 360 : 0;
  }
  return 0;
}

function durationOf(picture: Fields, format: Fields, end?: number): number {
  const measured = end === undefined ? undefined : end - startOf(picture);
  const offset = offsetOf(picture, format);
  const ofPicture = pictureDuration(picture) ?? measured;
  const duration =
    ofPicture === undefined ? wholeDuration(format) : offset - leadOf(offset) + ofPicture;
  if (duration === undefined || !(duration > 0)) throw unprocessable('The video has no duration.');
  return duration;
}

function pictureDuration(picture: Fields): number | undefined {
  return positive(number(picture['duration'])) ?? tagDuration(picture);
}

function wholeDuration(format: Fields): number | undefined {
  return positive(number(format['duration']));
}

function positive(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 ? value : undefined;
}

/** Seconds from the start of the file to the first picture. */
function offsetOf(picture: Fields, format: Fields): number {
  return Math.max(0, startOf(picture) - startOf(format));
}

/** Matroska keeps the end of a stream in a tag: `00:00:04.000000000`. */
function tagDuration(picture: Fields): number | undefined {
  const found = /^(\d{1,4}):(\d{2}):(\d{2}(?:\.\d+)?)$/.exec(
    text(fields(picture['tags'])['DURATION']),
  );
  if (found === null) return undefined;
  const seconds = Number(found[1]) * 3600 + Number(found[2]) * 60 + Number(found[3]);
  const start = Math.max(0, startOf(picture));
  return seconds > start ? seconds - start : undefined;
}

function startOf(part: Fields): number {
  return number(part['start_time']) ?? 0;
}

function ratesOf(picture: Fields): Pick<VideoFacts, 'frameRate' | 'baseRate' | 'varies'> {
  const average = rateOf(picture['avg_frame_rate']);
  const base = rateOf(picture['r_frame_rate']);
  // Without an average, the base is what two frames happened to be apart.
  const frameRate = average ?? (base !== undefined && base <= FASTEST_USUAL ? base : USUAL_RATE);
  const baseRate = base ?? frameRate;
  const varies = average === undefined || Math.abs(average - baseRate) > baseRate * 0.01;
  return { frameRate, baseRate, varies };
}

function rateOf(value: unknown): number | undefined {
  const rate = rational(value, '/');
  return rate !== undefined && rate > 0 && rate <= 1000 ? rate : undefined;
}

/** AVI has no word for it: there, each picture alone says whether it is of two fields. */
function mayBeInterlaced(picture: Fields): boolean {
  return (
    text(picture['field_order']) !== 'progressive' || TELEVISION.has(text(picture['codec_name']))
  );
}

function bitDepthOf(picture: Fields): number {
  const format = /(?:p|gray)(9|10|12|14|16)(?:le|be)$/.exec(text(picture['pix_fmt']))?.[1];
  return format === undefined ? 8 : Number(format);
}

/** Primaries wider than BT.709's, in ffmpeg's names: BT.2020 and the two of P3. */
const WIDE_PRIMARIES: ReadonlySet<string> = new Set(['bt2020', 'smpte431', 'smpte432']);
/** What zscale converts from by the name that ffprobe gives it. */
const MATRICES: ReadonlySet<string> = new Set(['bt709', 'bt2020nc', 'bt2020c', 'gbr']);

function colourOf(picture: Fields): Pick<VideoFacts, 'colour'> {
  const transfer = text(picture['color_transfer']);
  const hdr = transfer === 'smpte2084' ? 'pq' : transfer === 'arib-std-b67' ? 'hlg' : undefined;
  const told = text(picture['color_primaries']);
  const isWide = WIDE_PRIMARIES.has(told);
  if (hdr === undefined && !isWide) return {};
  const matrix = text(picture['color_space']);
  return {
    colour: {
      ...(hdr !== undefined && { hdr }),
      primaries: isWide || told === 'bt709' ? told : 'bt2020',
      matrix: MATRICES.has(matrix) ? matrix : 'bt2020nc',
      knowsRange: ['tv', 'pc'].includes(text(picture['color_range'])),
    },
  };
}

function audioOf(streams: readonly Fields[]): AudioFacts | undefined {
  const stream = streams.find(
    (candidate) =>
      candidate['codec_type'] === 'audio' &&
      text(candidate['codec_name']) !== '' &&
      (number(candidate['channels']) ?? 0) > 0,
  );
  return (
    stream && {
      stream: number(stream['index']) ?? 0,
      codec: text(stream['codec_name']),
      channels: number(stream['channels']) ?? 0,
    }
  );
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function number(value: unknown): number | undefined {
  const read = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : undefined;
}

function rational(value: unknown, separator: string): number | undefined {
  const [over, under] = text(value).split(separator).map(Number);
  return over === undefined || under === undefined || !(under > 0) ? undefined : over / under;
}
