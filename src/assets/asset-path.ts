import { DomainError } from '../errors/domain-error.js';

/** The longest path, in bytes of UTF-8; as a bound of characters it refuses nothing that would be a path. */
export const MAX_PATH_BYTES = 1024;
const MAX_SEGMENT_BYTES = 255;
// C0, DEL and C1 controls, lone surrogates, and the bidirectional overrides that make a name read as another.
const FORBIDDEN_CHARACTERS = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

/** A client's path cannot name an asset or a folder. */
export class InvalidPathError extends DomainError {
  constructor(path: string, message: string) {
    super('invalid-path', message, {
      violations: [{ field: 'path', value: path.slice(0, 200), message }],
    });
  }
}

/**
 * Where an asset lies, relative to the store: NFC segments joined by `/`, never empty, `.`, `..` or with a leading dot.
 * Only the constructors below make one, so a location outside the store cannot be said.
 */
export class AssetPath {
  private constructor(
    /** The segments joined by `/`, without a leading slash. */
    readonly value: string,
  ) {}

  /**
   * Reads a path that is already decoded, such as a field of a form or of JSON.
   * @throws {InvalidPathError}
   */
  static parse(text: string): AssetPath {
    const path = text.normalize('NFC').replace(/^\//, '');
    const fail = (message: string) => new InvalidPathError(text, message);
    if (path === '') throw fail('The path is empty.');
    if (Buffer.byteLength(path) > MAX_PATH_BYTES) {
      throw fail(`The path is longer than ${MAX_PATH_BYTES} bytes.`);
    }
    if (FORBIDDEN_CHARACTERS.test(path)) throw fail('The path holds a control character.');
    if (path.includes('\\')) throw fail('The path holds a backslash.');
    for (const segment of path.split('/')) {
      if (segment === '') throw fail('The path holds an empty segment.');
      if (segment.startsWith('.')) throw fail('A segment of the path begins with a dot.');
      if (Buffer.byteLength(segment) > MAX_SEGMENT_BYTES) {
        throw fail(`A segment of the path is longer than ${MAX_SEGMENT_BYTES} bytes.`);
      }
      if (segment.trim() !== segment)
        throw fail('A segment of the path begins or ends with a space.');
    }
    return new AssetPath(path);
  }

  /** Reads what was written elsewhere; undefined when it names nothing. */
  static parseIfAny(text: string): AssetPath | undefined {
    try {
      const path = AssetPath.parse(text);
      return path.value === text ? path : undefined;
    } catch {
      return undefined;
    }
  }

  /**
   * Reads the tail of a URL, percent-decoding it exactly once: `%252e` is the name `%2e`, not a dot.
   * @throws {InvalidPathError}
   */
  static fromUrl(tail: string): AssetPath {
    if (tail.startsWith('/')) throw new InvalidPathError(tail, 'The path holds an empty segment.');
    const decoded = tail.split('/').map((segment) => {
      let name: string;
      try {
        name = decodeURIComponent(segment);
      } catch {
        throw new InvalidPathError(tail, 'The path is not valid percent-encoded UTF-8.');
      }
      if (name.includes('/')) throw new InvalidPathError(tail, 'The path holds an encoded slash.');
      return name;
    });
    return AssetPath.parse(decoded.join('/'));
  }

  /** The last segment. */
  get name(): string {
    return this.value.slice(this.value.lastIndexOf('/') + 1);
  }

  /** The folder the asset lies in; undefined at the root. */
  get folder(): AssetPath | undefined {
    const slash = this.value.lastIndexOf('/');
    return slash === -1 ? undefined : new AssetPath(this.value.slice(0, slash));
  }

  /** The name's ending without its dot, lower-case; empty when there is none. */
  get extension(): string {
    const dot = this.name.lastIndexOf('.');
    return dot === -1 ? '' : this.name.slice(dot + 1).toLowerCase();
  }

  /** The first segment; what a URL's tail is told from a transformation by. */
  get firstSegment(): string {
    const slash = this.value.indexOf('/');
    return slash === -1 ? this.value : this.value.slice(0, slash);
  }

  /**
   * The path of `name` within this folder.
   * @throws {InvalidPathError} also when `name` holds a slash.
   */
  join(name: string): AssetPath {
    if (name.includes('/')) throw new InvalidPathError(name, 'A name holds a slash.');
    return AssetPath.parse(`${this.value}/${name}`);
  }

  /**
   * The same folder, another name.
   * @throws {InvalidPathError}
   */
  withName(name: string): AssetPath {
    if (this.folder !== undefined) return this.folder.join(name);
    if (name.includes('/')) throw new InvalidPathError(name, 'A name holds a slash.');
    return AssetPath.parse(name);
  }

  /** The path as the tail of a URL. */
  toUrl(): string {
    return this.value.split('/').map(encodeURIComponent).join('/');
  }

  /** The path's text, so that a template prints it. */
  toString(): string {
    return this.value;
  }
}
