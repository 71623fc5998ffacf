import { DomainError } from '../../../errors/domain-error.js';

/** A drawing that holds, or refers to, what is not drawn here because its work can't be told beforehand. */
export const unreadableDrawing = (): DomainError =>
  new DomainError(
    'unprocessable-asset',
    'The drawing embeds or refers to something of a kind that is not drawn.',
  );

/** What the renderer never opens: it is given no place, so that nothing lies beside it, and it knows no network. */
const UNREACHABLE: ReadonlySet<string> = new Set([
  'http',
  'https',
  'file',
  'ftp',
  'mailto',
  'tel',
  'javascript',
]);
/** Elements that draw a picture, and those whose references mean nothing to the renderer. */
const PICTURES: ReadonlySet<string> = new Set(['image', 'feImage']);
const UNREAD: ReadonlySet<string> = new Set(['a', 'color-profile', 'font-face-uri', 'script']);

/**
 * The `data:` URL of a picture that an element refers to.
 * @returns undefined for what draws nothing, or a part of the document.
 * @throws {DomainError} `unprocessable-asset` for any other URL that the renderer may open.
 */
export function pictureOf(element: string, reference: string): string | undefined {
  if (UNREAD.has(element)) {
    return undefined;
  }
  // As the URL Standard reads it: spaces before it and line ends within it don't count.
  const url = reference.replace(/[\t\n\r]/g, '').replace(/^[\0-\x20]+/, '');
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme === undefined || UNREACHABLE.has(scheme)) {
    return undefined;
  }
  if (scheme !== 'data' || !PICTURES.has(element)) {
    throw unreadableDrawing();
  }
  return url;
}

/** CSS without its escapes (CSS Syntax 3, §4.3.7). */
export function plainCss(css: string): string {
  return css.replace(
    /\\(?:([\da-f]{1,6})(?:\r\n|[ \t\r\n\f])?|(\r\n|[\n\r\f])|([^]))/gi,
    (_, hex: string | undefined, lineEnd: string | undefined, character = '') => {
      if (hex === undefined) return lineEnd === undefined ? String(character) : '';
      const code = Number.parseInt(hex, 16);
      return code > 0x10_ffff ? '\ufffd' : String.fromCodePoint(code);
    },
  );
}

/**
 * Refuses CSS that makes the renderer read a document within the document. Fonts are embedded like this, but not read.
 * @param css without escapes.
 * @throws {DomainError} `unprocessable-asset`
 */
export function refuseEmbedding(css: string): void {
  const joined = css.replace(/[\t\n\r\f]/g, '');
  const embedded = joined.match(/(?<![\w+.-])data:/gi)?.length ?? 0;
  if (embedded === 0) {
    return;
  }
  // A reference to a part of an embedded document has a fragment, which base64 alone has not. Spaces may stand anywhere.
  const whole =
    joined
      .replaceAll(' ', '')
      .match(/url\((["']?)data:[\w.+/-]*(?:;[\w=-]+){0,4};base64,[a-z\d+/=]*\1\)/gi)?.length ?? 0;
  if (whole !== embedded || /@import/i.test(joined)) {
    throw unreadableDrawing();
  }
}

const DOCTYPE =
  /^\s*[\w:.-]+\s*(?:(?:PUBLIC\s+(?:"[^"]*"|'[^']*')|SYSTEM)(?:\s+(?:"[^"]*"|'[^']*'))?\s*)?(?:\[([^]*)\]\s*)?$/;
const DECLARATION =
  /\s+|<!--(?:(?!--)[^])*-->|<!ENTITY\s+([\w.-]+)\s+(?:"([^"<&%]{0,200})"|'([^'<&%]{0,200})')\s*>/y;

/**
 * The entities a document type declares. Illustrator declares the addresses of its namespaces.
 * @throws {DomainError} `unprocessable-asset` for declarations that are more than short, plain text.
 */
export function entitiesOf(doctype: string): ReadonlyMap<string, string> {
  const entities = new Map<string, string>();
  const match = DOCTYPE.exec(doctype);
  if (match === null) {
    throw unreadableDrawing();
  }
  const declarations = match[1] ?? '';
  const token = new RegExp(DECLARATION);
  while (token.lastIndex < declarations.length) {
    const [found, name, quoted, singleQuoted] = token.exec(declarations) ?? [];
    const again =
      name !== undefined && (entities.has(name) || /^(?:amp|lt|gt|apos|quot)$/.test(name));
    if (found === undefined || again) {
      throw unreadableDrawing();
    }
    if (name !== undefined) {
      entities.set(name, quoted ?? singleQuoted ?? '');
    }
  }
  return entities;
}
