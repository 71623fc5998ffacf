import type { Quality, SoundCodec, VideoFormat } from '../language/transformation.js';

/** How a video with sound is written. */
export interface Film {
  /** ffmpeg's name of the container. */
  readonly muxer: string;
  readonly picture: (crf: number) => readonly string[];
}

const USUAL_QUALITY = 60;

/** How each container is written, and its picture encoded for a constant rate factor of x264. */
export const FILMS: Readonly<Record<VideoFormat, Film>> = {
  mp4: { muxer: 'mp4', picture: h264 },
  mov: { muxer: 'mov', picture: h264 },
  webm: { muxer: 'webm', picture: vp9 },
};

/** ffmpeg's options for each codec of sound. */
export const SOUND_OPTIONS: Readonly<Record<SoundCodec, readonly string[]>> = {
  aac: ['-c:a', 'aac', '-b:a', '128k'],
  opus: ['-c:a', 'libopus', '-b:a', '96k'],
};

/** Chosen by measurement: docs/video.md has the table. */
function h264(crf: number): readonly string[] {
  return [
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', String(crf)],
    ...['-profile:v', 'high', '-movflags', '+faststart'],
  ];
}

/** VP9 looks alike at a factor half as high again, on a scale that ends at 63: docs/video.md. */
function vp9(crf: number): readonly string[] {
  const factor = Math.min(63, Math.round(crf * 1.5));
  return [
    ...['-c:v', 'libvpx-vp9', '-crf', String(factor), '-b:v', '0'],
    ...['-deadline', 'good', '-cpu-used', '5', '-row-mt', '1', '-tile-columns', '1'],
    ...['-cues_to_front', '1'],
  ];
}

/** x264's constant rate factor of a quality: 100 is 18, 60 is 31. */
export function rateFactor(quality: Quality): number {
  const value = quality.kind === 'fixed' ? quality.value : USUAL_QUALITY;
  return Math.round(51 - value * 0.33);
}
