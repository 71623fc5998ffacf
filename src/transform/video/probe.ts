import { spawn } from 'node:child_process';
import type { MediaType } from '../../assets/media-types.js';
import { boundedProgram } from './bounded-program.js';
import { inputOptions, inputPath } from './hardened-input.js';
import { readFacts } from './read-facts.js';
import { failureOf, tookTooLong } from './video-errors.js';
import type { VideoFacts } from './video-facts.js';

const TIMEOUT_MS = 20_000;
const MOST_OUTPUT = 1024 * 1024;
const MEMORY_BYTES = 1024 ** 3;

/**
 * What a video's headers say.
 * @throws {DomainError} `unprocessable-asset`, `timed-out`, or `unavailable` when ffprobe is not installed.
 */
export async function probe(
  file: string,
  mediaType: MediaType,
  signal: AbortSignal,
): Promise<VideoFacts> {
  const [command, ...before] = await boundedProgram('ffprobe', {
    memoryBytes: MEMORY_BYTES,
    fileBytes: MOST_OUTPUT,
  });
  const words = [
    ...['-v', 'error', '-print_format', 'json', '-show_format', '-show_streams'],
    ...[...inputOptions(mediaType), '-i', inputPath(file)],
  ];
  const output = await run(command, [...before, ...words], signal);
  let parsed: unknown;
  try {
    parsed = JSON.parse(output.text);
  } catch {
    throw failureOf(output.tail, undefined);
  }
  return readFacts(parsed);
}

function run(
  command: string,
  words: readonly string[],
  signal: AbortSignal,
): Promise<{ readonly text: string; readonly tail: string }> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'], env: {} });
    let text = '';
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
      text += chunk;
      if (text.length > MOST_OUTPUT) end(failureOf('too much output', undefined));
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      tail = (tail + chunk).slice(-MOST_OUTPUT / 256);
    });
    child.once('error', end);
    child.once('close', (code, by) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      if (refusal !== undefined) reject(refusal instanceof Error ? refusal : tookTooLong());
      else if (code === 0) resolve({ text, tail });
      else reject(failureOf(tail, by ?? undefined));
    });
  });
}
