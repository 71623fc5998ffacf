import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs a program of the system and gives what it wrote. */
export async function runProgram(name: string, words: readonly string[]): Promise<string> {
  return (await execute(name, words, { maxBuffer: 64 * 1024 * 1024 })).stdout;
}

/** What a test clip is made of. */
export interface ClipOptions {
  readonly width?: number;
  readonly height?: number;
  /** Seconds. */
  readonly duration?: number;
  readonly frameRate?: number;
  /** Sound tracks. */
  readonly tracks?: number;
  /** Further words for ffmpeg's output. */
  readonly more?: readonly string[];
  readonly filter?: string;
}

/** Makes a clip whose pictures all differ: a moving test card with a second counter. */
export async function makeClip(
  directory: string,
  name: string,
  options: ClipOptions = {},
): Promise<string> {
  const { width = 320, height = 240, duration = 2, frameRate = 30, tracks = 1 } = options;
  const file = join(directory, name);
  const sounds = Array.from({ length: tracks }, (_, index) => [
    ...['-f', 'lavfi', '-i', `sine=frequency=${440 * (index + 1)}:duration=${duration}`],
  ]).flat();
  const maps = Array.from({ length: tracks + 1 }, (_, index) => ['-map', String(index)]).flat();
  const picture = `testsrc2=size=${width}x${height}:rate=${frameRate}:duration=${duration}`;
  const codec = name.endsWith('.webm')
    ? ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8']
    : ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
  await runProgram('ffmpeg', [
    ...['-v', 'error', '-y', '-f', 'lavfi', '-i', picture],
    ...sounds,
    ...maps,
    ...(options.filter === undefined ? [] : ['-vf', options.filter]),
    ...codec,
    ...(options.more ?? []),
    file,
  ]);
  return file;
}

/** What an independent ffprobe says of a result. */
export interface Inspection {
  readonly container: string;
  readonly video: {
    readonly codec: string;
    readonly pixels: string;
    readonly width: number;
    readonly height: number;
  };
  readonly audio: string | undefined;
  readonly streams: number;
  /** Seconds of the picture. */
  readonly duration: number;
  readonly frames: number;
  readonly rotated: boolean;
}

/** Reads a result, counting its pictures by decoding them. */
export async function inspect(file: string): Promise<Inspection> {
  const text = await runProgram('ffprobe', [
    ...[
      '-v',
      'error',
      '-print_format',
      'json',
      '-count_frames',
      '-show_format',
      '-show_streams',
      file,
    ],
  ]);
  const { streams, format } = JSON.parse(text) as {
    streams: Partial<Record<string, string>>[];
    format: { format_name: string; duration: string };
  };
  const video = streams.find((stream) => stream['codec_type'] === 'video');
  const audio = streams.find((stream) => stream['codec_type'] === 'audio');
  if (video === undefined) throw new Error('The result has no picture.');
  return {
    container: format.format_name,
    video: {
      codec: video['codec_name'] ?? '',
      pixels: video['pix_fmt'] ?? '',
      width: Number(video['width']),
      height: Number(video['height']),
    },
    audio: audio?.['codec_name'],
    streams: streams.length,
    duration: Number(video['duration'] ?? format.duration),
    frames: Number(video['nb_read_frames']),
    rotated: JSON.stringify(video['side_data_list'] ?? '').includes('rotation'),
  };
}
