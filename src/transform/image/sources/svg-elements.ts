/** One start tag of an SVG document, and what of it says how much work it makes. */
export interface SvgElement {
  readonly name: string;
  readonly id: string | undefined;
  /** The element drawn again in this one's place, by its id. */
  readonly reference: string | undefined;
  /** Drawn through a filter. */
  readonly filtered: boolean;
  /** Drawn on a surface of its own. */
  readonly offscreen: boolean;
  /** Index of the element around it; -1 for the first. */
  readonly parent: number;
}

/** The end of a tag that starts at `start`; quoted `>` don't count. -1 when there is none. */
function tagEnd(text: string, start: number): number {
  let quote = '';
  for (let at = start; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") {
      quote = character;
    } else if (character === '>') {
      return at;
    }
  }
  return -1;
}

/** Where markup that is no element ends: comments, character data, instructions. Undefined for an element. */
function skipped(text: string, start: number): number | undefined {
  const ends = [
    ['<!--', '-->'],
    ['<![CDATA[', ']]>'],
    ['<?', '?>'],
  ] as const;
  for (const [begin, end] of ends) {
    if (text.startsWith(begin, start)) {
      const at = text.indexOf(end, start + begin.length);
      return at < 0 ? text.length : at + end.length;
    }
  }
  return undefined;
}

const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`[\\s:]${name}\\s*=\\s*["']([^"']{0,200})["']`).exec(tag)?.[1];

const OFFSCREEN = /\b(?:opacity|filter|mask|clip-path|mix-blend-mode|isolation)\b/;
const FILTERED = /\bfilter\b(?!Units)/;

function elementOf(tag: string, parent: number): SvgElement {
  const name = /^<([^\s/>]+)/.exec(tag)?.[1]?.replace(/^.*:/, '') ?? '';
  return {
    name,
    parent,
    id: attribute(tag, 'id'),
    reference: attribute(tag, 'href')?.replace(/^#/, ''),
    filtered: FILTERED.test(tag) && name !== 'filter',
    offscreen: OFFSCREEN.test(tag),
  };
}

/**
 * The start tags of a document, in order; a reading that is rough but takes no longer than the text is long.
 * @returns undefined when there are more than `most`.
 */
export function svgElements(text: string, most: number): readonly SvgElement[] | undefined {
  const elements: SvgElement[] = [];
  let inside = -1;
  let at = text.indexOf('<');
  while (at >= 0) {
    const beyond = skipped(text, at);
    const end = beyond === undefined ? tagEnd(text, at) : beyond - 1;
    if (end < 0) {
      break;
    }
    if (beyond === undefined) {
      const tag = text.slice(at, end + 1);
      if (tag.startsWith('</')) {
        inside = elements[inside]?.parent ?? -1;
      } else if (!tag.startsWith('<!')) {
        elements.push(elementOf(tag, inside));
        inside = tag.endsWith('/>') ? inside : elements.length - 1;
      }
    }
    if (elements.length > most) {
      return undefined;
    }
    at = text.indexOf('<', end);
  }
  return elements;
}
