import { findProgram } from './installed-program.js';

const VIDEO_PROGRAMS = ['ffmpeg', 'ffprobe'] as const;

/** Those of the programs that videos need which are not installed now. */
export async function missingVideoPrograms(): Promise<readonly string[]> {
  const found = await Promise.all(VIDEO_PROGRAMS.map(findProgram));
  return VIDEO_PROGRAMS.filter((_name, index) => found[index] === undefined);
}
