import { spawn } from 'node:child_process';
import type { MediaType } from '../../assets/media-types.js';
import { boundedProgram } from './bounded-program.js';
import { inputOptions, inputPath } from './hardened-input.js';
import { pictureWithoutEnd, readFacts } from './read-facts.js';
import { failureOf, tookTooLong } from './video-errors.js';
import type { VideoFacts } from './video-facts.js';

const TIMEOUT_MS = 20_000;
const MOST_OUTPUT = 1024 * 1024;
const MEMORY_BYTES = 1024 ** 3;

/**
 * What a video's headers say, and where they don't say how long it is, its packets.
 * @throws {DomainError} `unprocessable-asset`, `timed-out`, or `unavailable` when ffprobe is not installed.
 */
export async function probe(
  file: string,
  mediaType: MediaType,
  signal: AbortSignal,
): Promise<VideoFacts> {
  const input = [...inputOptions(mediaType), '-i', inputPath(file)];
  const headers = await readHeaders(input, signal);
  const endless = pictureWithoutEnd(headers);
  if (endless === undefined) return readFacts(headers);
  return readFacts(headers, await endOf(endless, input, signal));
}

async function readHeaders(input: readonly string[], signal: AbortSignal): Promise<unknown> {
  let text = '';
  const tail = await run(
    ['-print_format', 'json', '-show_format', '-show_streams', ...input],
    (chunk) => {
      text += chunk;
      if (text.length > MOST_OUTPUT) throw failureOf('too much output', undefined);
    },
    signal,
  );
  try {
    return JSON.parse(text);
  } catch {
    throw failureOf(tail, undefined);
  }
}

/** When the last picture of a stream has been shown, in seconds of the file's own clock: what was written to a pipe doesn't say. */
async function endOf(
  stream: number,
  input: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  let end = -Infinity;
  let rest = '';
  const words = ['-select_streams', String(stream), '-print_format', 'csv=print_section=0'];
  await run(
    [...words, '-show_entries', 'packet=pts_time,duration_time', ...input],
    (chunk) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const [start = NaN, duration = NaN] = line.split(',').map(Number);
        const shown = start + (duration || 0);
        if (shown > end) end = shown;
      }
    },
    signal,
  );
  return end;
}

/** Runs ffprobe under its bounds, handing out what it writes, and gives its last words of trouble. */
async function run(
  ownWords: readonly string[],
  onOutput: (chunk: string) => void,
  signal: AbortSignal,
): Promise<string> {
  const [command, ...before] = await boundedProgram('ffprobe', {
    memoryBytes: MEMORY_BYTES,
    fileBytes: MOST_OUTPUT,
  });
  const words = [...before, '-v', 'error', ...ownWords];
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'], env: {} });
    let tail = '';
    let refusal: unknown;
    const end = (reason: unknown) => {
      refusal ??= reason;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(() => end(tookTooLong()), TIMEOUT_MS);
    const abort = () => end(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      try {
        if (refusal === undefined) onOutput(chunk);
      } catch (error) {
        end(error);
      }
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      tail = (tail + chunk).slice(-MOST_OUTPUT / 256);
    });
    child.once('error', end);
    child.once('close', (code, by) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      if (refusal !== undefined) reject(refusal instanceof Error ? refusal : tookTooLong());
      else if (code === 0) resolve(tail);
      else reject(failureOf(tail, by ?? undefined));
    });
  });
}
