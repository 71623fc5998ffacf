import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { orUndefined } from '../files/absence.js';

/** The page that every address of the console is answered with. */
export const INDEX = '/index.html';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};
const ENCODINGS = { br: '.br', gzip: '.gz' } as const;
/** The build names files after their content, `main-TL5N6YKM.js`: such a name never gets another content. */
const HASHED = /-[\w-]{8}\.(js|css|woff2)$/;

/** How a body may be encoded, the smallest first. */
export const ENCODING_NAMES = ['br', 'gzip'] as const satisfies readonly (keyof typeof ENCODINGS)[];

/** One file of the console's build, with the encodings it was built in. */
export interface ConsoleFile {
  readonly contentType: string;
  readonly cacheControl: string;
  /** Strong, quoted; of the content before its encoding. */
  readonly etag: string;
  readonly content: Buffer;
  readonly encoded: Readonly<Partial<Record<keyof typeof ENCODINGS, Buffer>>>;
}

/** The console's build in memory, some two megabytes; empty where it is not served. */
export class ConsoleFiles {
  private constructor(private readonly files: ReadonlyMap<string, ConsoleFile>) {}

  /** No console. */
  static readonly none = new ConsoleFiles(new Map());

  /** Reads a build; one that is missing is empty. */
  static async read(directory: string): Promise<ConsoleFiles> {
    const files = new Map<string, ConsoleFile>();
    for (const path of await pathsOf(directory)) {
      const contentType = CONTENT_TYPES[extname(path)];
      if (contentType === undefined) continue;
      const url = `/${relative(directory, path).replaceAll(sep, '/')}`;
      files.set(url, await readConsoleFile(path, url, contentType));
    }
    return new ConsoleFiles(files);
  }

  get isEmpty(): boolean {
    return this.files.size === 0;
  }

  /** The file at a URL path. */
  at(path: string): ConsoleFile | undefined {
    return this.files.get(path);
  }
}

async function readConsoleFile(
  path: string,
  url: string,
  contentType: string,
): Promise<ConsoleFile> {
  const content = await readFile(path);
  const [br, gzip] = await Promise.all(
    ENCODING_NAMES.map((name) => orUndefined(readFile(`${path}${ENCODINGS[name]}`))),
  );
  return {
    contentType,
    content,
    etag: `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`,
    cacheControl: HASHED.test(url) ? 'public, max-age=31536000, immutable' : 'no-cache',
    encoded: { ...(br && { br }), ...(gzip && { gzip }) },
  };
}

async function pathsOf(directory: string): Promise<readonly string[]> {
  const found = readdir(directory, { recursive: true, withFileTypes: true });
  const entries = (await orUndefined(found)) ?? [];
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}
