import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Product } from './servers/product.ts';

/** What a film is made of. */
export interface FilmOptions {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly seconds: number;
}

/** Writes a film with sound and grain, at 30 frames a second. */
export async function makeFilm(
  directory: string,
  { name, width, height, seconds }: FilmOptions,
): Promise<string> {
  const file = join(directory, name);
  await promisify(execFile)('ffmpeg', [
    ...['-y', '-v', 'error', '-f', 'lavfi', '-i', `testsrc2=size=${width}x${height}:rate=30`],
    ...['-f', 'lavfi', '-i', 'sine=frequency=440', '-t', String(seconds)],
    ...['-vf', 'noise=alls=8:allf=t', '-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '23'],
    ...['-pix_fmt', 'yuv420p', '-c:a', 'aac', file],
  ]);
  return file;
}

/** A job's times, ms since 1970. */
export interface JobTimes {
  readonly created: number;
  readonly started: number;
  readonly completed: number;
}

/** Waits until a job has ended, asking seldom. @throws {Error} when it failed. */
export async function untilMade(product: Product, jobId: string): Promise<JobTimes> {
  for (;;) {
    const response = await fetch(`${product.url}/queue/jobs/${jobId}`, {
      headers: { Authorization: `Bearer ${product.key}` },
    });
    const job = (await response.json()) as Readonly<Record<string, string | undefined>>;
    if (job['status'] === 'error') throw new Error(job['error']);
    if (job['status'] === 'completed') {
      const time = (name: string) => Date.parse(job[name] ?? '');
      return {
        created: time('createdAt'),
        started: time('startedAt'),
        completed: time('completedAt'),
      };
    }
    await new Promise((next) => setTimeout(next, 200));
  }
}

/** Asks for a variant that is not there, and gives the id of its job. */
export async function enqueue(product: Product, path: string): Promise<string> {
  const response = await fetch(`${product.url}${path}`);
  const { jobId } = (await response.json()) as { jobId?: string };
  if (response.status !== 202 || jobId === undefined) throw new Error(`${path}: no job`);
  return jobId;
}
