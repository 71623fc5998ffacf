import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';

const VERSION_CHARACTERS = 22;

/** A hash to feed an asset's bytes to; `versionOf` turns it into the asset's version. */
export function startVersion(): Hash {
  return createHash('sha256');
}

/** The version of the bytes fed so far: the first 132 bits of their SHA-256 in base64url. */
export function versionOf(hash: Hash): string {
  return hash.digest('base64url').slice(0, VERSION_CHARACTERS);
}

/** The version of a file, read as a stream. */
export async function versionOfFile(file: string, signal?: AbortSignal): Promise<string> {
  const hash = startVersion();
  const bytes: AsyncIterable<Buffer> = createReadStream(
    file,
    signal === undefined ? {} : { signal },
  );
  for await (const chunk of bytes) hash.update(chunk);
  return versionOf(hash);
}
