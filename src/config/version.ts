import { readFileSync } from 'node:fs';

interface Manifest {
  readonly version: string;
}

/** The product's version, from its package.json. */
export const SERVICE_VERSION: string = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as Manifest
).version;
