import { open, rm } from 'node:fs/promises';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Injectable } from '@nestjs/common';
import { Environment } from '../../../config/environment.js';
import { DomainError } from '../../../errors/domain-error.js';
import type { DecodedPixels, DecoderTask } from './decoder.worker.js';
import { readHeifHeader } from './heif-header.js';
import { damagedImage, timedOut, tooManyPixels } from '../image-errors.js';
import type { ImageSource } from './image-source.js';
import { readPsdHeader } from './psd-header.js';
import { tiffHeader } from './tiff-file.js';

/**
 * Working copies are uncompressed TIFF: written once, they are read for every variant, and reading is what they are for.
 * Lossless WebP is a third of the size but takes some 90 times as long to write and 5 times as long to render from; PNG at
 * its fastest saves a seventh for 9 and 2.6 times (docs/image-quality.md).
 */
export const WORKING_COPY_FORMAT = 'tiff';

/** The thread lies beside this file and ends as this file does: compiled or not. */
const DECODER = new URL(`./decoder.worker${extname(import.meta.url)}`, import.meta.url);

/** What the thread's own heap may hold, MiB. Pixels lie outside of it and are limited by their number. */
const RESOURCE_LIMITS = {
  maxOldGenerationSizeMb: 192,
  maxYoungGenerationSizeMb: 32,
  stackSizeMb: 4,
};

interface Job {
  readonly task: DecoderTask;
  readonly profile: Buffer | undefined;
}

/** Makes lossless copies of images that the image engine cannot open: HEIC and PSD. */
@Injectable()
export class WorkingCopyMaker {
  constructor(private readonly environment: Environment) {}

  /**
   * Decodes in a thread of its own and writes to `target`, which must not exist.
   * @throws {DomainError} `unprocessable-asset` for what is broken or too large, `timed-out`.
   */
  async make(source: ImageSource, target: string, signal: AbortSignal): Promise<void> {
    const { task, profile } = await this.jobOf(source);
    const deadline = AbortSignal.any([
      signal,
      AbortSignal.timeout(this.environment.TRANSFORM_TIMEOUT_MS),
    ]);
    const pixels = await decode(task, deadline);
    await write(target, tiffHeader(pixels, profile), pixels.data, deadline);
  }

  /** What the header says, and what follows for the thread. */
  private async jobOf({ file, mediaType }: ImageSource): Promise<Job> {
    const isPsd = mediaType.extensions.includes('psd');
    await using handle = await open(file).catch((error: unknown) => {
      throw new DomainError('unknown-asset', 'The asset is no longer there.', { cause: error });
    });
    const header = await (isPsd ? readPsdHeader(handle) : readHeifHeader(handle)).catch(
      (error: unknown) => {
        throw damagedImage(error);
      },
    );
    if (header === undefined) {
      throw damagedImage();
    }
    const maxPixels = this.environment.MAX_SOURCE_PIXELS;
    const pixels = header.width * header.height;
    if (pixels > maxPixels) {
      throw tooManyPixels(pixels, maxPixels);
    }
    if (header.kind === 'heif') {
      return { task: { kind: 'heif', file, maxPixels }, profile: header.profile };
    }
    // A palette's profile describes colours that are RGB by now.
    const profile = header.colour === 'indexed' ? undefined : header.profile;
    return { task: { kind: 'psd', file, header }, profile };
  }
}

function decode(task: DecoderTask, signal: AbortSignal): Promise<DecodedPixels> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(timedOut(signal.reason));
      return;
    }
    const worker = new Worker(DECODER, {
      workerData: task,
      resourceLimits: RESOURCE_LIMITS,
      // Decoders talk; nobody listens.
      stdout: true,
      stderr: true,
    });
    const stop = (): void => {
      reject(timedOut(signal.reason));
      void worker.terminate();
    };
    signal.addEventListener('abort', stop, { once: true });
    worker.once('message', (pixels: DecodedPixels) => {
      resolve(pixels);
    });
    worker.once('error', (error) => {
      reject(damagedImage(error));
    });
    worker.once('exit', () => {
      signal.removeEventListener('abort', stop);
      reject(damagedImage());
    });
  });
}

async function write(
  target: string,
  header: Buffer,
  pixels: Uint8Array,
  signal: AbortSignal,
): Promise<void> {
  try {
    await using file = await open(target, 'wx');
    await file.writeFile(chunksOf(header, pixels), { signal });
    await file.sync();
  } catch (error) {
    await rm(target, { force: true });
    throw signal.aborted ? timedOut(error) : error;
  }
}

const CHUNK = 8 * 1024 * 1024;

function* chunksOf(header: Buffer, pixels: Uint8Array): Generator<Uint8Array> {
  yield header;
  for (let at = 0; at < pixels.length; at += CHUNK) {
    yield pixels.subarray(at, at + CHUNK);
  }
}
