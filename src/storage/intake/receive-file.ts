import { createWriteStream } from 'node:fs';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { startVersion, versionOf } from '../../assets/asset-version.js';

/** A file, received whole into the temporary directory, or as far as the limit. */
export interface ReceivedFile {
  /** The name the client gave. */
  readonly filename: string;
  /** The media type the client declared. */
  readonly declaredType: string;
  readonly file: string;
  /** Bytes. */
  readonly size: number;
  readonly version: string;
  /** It was larger than allowed; what is there of it is not kept. */
  readonly tooLarge: boolean;
}

/** Writes bytes as they come to a new file, and tells what they were. */
export async function receiveFile(
  source: Readable | AsyncIterable<Buffer>,
  file: string,
): Promise<Pick<ReceivedFile, 'file' | 'size' | 'version'>> {
  const hash = startVersion();
  let size = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  // `flush` syncs the bytes to the disk before the file is closed: what is stored later is durable.
  const target = createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true });
  await pipeline(source, measure, target);
  return { file, size, version: versionOf(hash) };
}
