import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { S3Server } from './s3/s3-server.ts';
import type { RunningServer } from './server.ts';

/**
 * What store, index and cache of a server say differently, each in a line; empty when they agree. Nobody may be changing
 * anything meanwhile.
 * @param s3 where assets and the variants that machines share lie; undefined: in the local store.
 */
export async function disagreements(
  { dataDirectory }: Pick<RunningServer, 'dataDirectory'>,
  s3?: S3Server,
): Promise<readonly string[]> {
  const stored =
    s3?.filesBelow('originals/') ?? (await filesBelow(join(dataDirectory, 'originals')));
  const { indexed, totals, open } = readIndex(join(dataDirectory, 'openinary.db'));
  const lines = [...open];
  for (const [path, size] of stored)
    if (indexed.get(path) !== size) lines.push(`${path} is stored, and indexed otherwise`);
  for (const path of indexed.keys())
    if (!stored.has(path)) lines.push(`${path} is indexed, and not stored`);
  const bytes = [...stored.values()].reduce((sum, size) => sum + size, 0);
  if (totals.files !== stored.size || totals.bytes !== bytes)
    lines.push(`totals: ${JSON.stringify(totals)}, and not ${stored.size} files, ${bytes} bytes`);
  const owners = new Set([...stored.keys()].map(digestOf));
  const variants = [
    ...(await filesBelow(join(dataDirectory, 'cache'))).keys(),
    ...(s3?.filesBelow('cache/').keys() ?? []),
  ];
  for (const file of variants) {
    const [, owner = ''] = file.split('/');
    if (!owners.has(owner)) lines.push(`${file} is a variant of no asset`);
  }
  return lines;
}

/** What is left in the directory of unfinished work. */
export async function unfinished({
  dataDirectory,
}: Pick<RunningServer, 'dataDirectory'>): Promise<readonly string[]> {
  const names = await readdir(join(dataDirectory, 'tmp'));
  // Copies of what lies in a bucket are kept there to be used again.
  return names.filter((name) => name !== 'originals');
}

/** Sizes by path. */
async function filesBelow(root: string): Promise<ReadonlyMap<string, number>> {
  const files = new Map<string, number>();
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile()) files.set(relative(root, file), (await stat(file)).size);
  }
  return files;
}

function readIndex(file: string) {
  const database = new Sqlite(file, { readonly: true });
  try {
    const rows = <T>(query: string) => database.prepare<[], T>(query).all();
    const assets = rows<{ path: string; size: number }>('select path, size from asset');
    const [totals = { files: -1, bytes: -1 }] = rows<{ files: number; bytes: number }>(
      'select files, bytes from asset_totals',
    );
    const reserved = rows<{ path: string }>('select path from asset_reservation');
    const begun = rows<{ kind: string; source: string }>(
      'select kind, source from storage_operation',
    );
    return {
      indexed: new Map(assets.map(({ path, size }) => [path, size])),
      totals,
      open: [
        ...reserved.map(({ path }) => `${path} is reserved`),
        ...begun.map(({ kind, source }) => `${kind} of ${source} is not done`),
      ],
    };
  } finally {
    database.close();
  }
}

/** The folder that the variants of an asset share. */
function digestOf(path: string): string {
  return createHash('sha256').update(path).digest('base64url').slice(0, 32);
}
