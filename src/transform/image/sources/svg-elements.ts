import { setImmediate as turn } from 'node:timers/promises';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { damagedImage } from '../image-errors.js';
import {
  entitiesOf,
  pictureOf,
  plainCss,
  refuseEmbedding,
  unreadableDrawing,
} from './svg-references.js';

/** One element of an SVG document, and what of it says how much work it makes. */
export interface SvgElement {
  readonly name: string;
  readonly id: string | undefined;
  /** Elements drawn again in this one's place, by their ids. */
  readonly references: readonly string[];
  /** Patterns, masks and whatever else it is painted with, by their ids. */
  readonly paints: readonly string[];
  /** Drawn through a filter. */
  readonly filtered: boolean;
  /** Drawn on a surface of its own. */
  readonly offscreen: boolean;
  /** Index of the element around it; -1 for the first. */
  readonly parent: number;
}

/** What an SVG document holds. */
export interface SvgDocument {
  readonly elements: readonly SvgElement[];
  /** Its style sheets, without escapes. */
  readonly style: string;
  /** `data:` URLs of the pictures in it, each once: the renderer keeps what it has decoded. */
  readonly pictures: ReadonlySet<string>;
}

/** Characters that are read before others have their turn; about a millisecond. */
const SLICE = 64 * 1024;
/** References to entities of its own, each of which may stand for 200 characters. */
const MOST_ENTITIES = 10_000;
/** Encodings in which markup is ASCII: in another, the renderer would read other elements than stand here. */
const PLAIN_ENCODING = /^(?:utf-?8|(?:us-)?ascii|iso-8859-\d{1,2}|windows-125\d)$/i;

const OFFSCREEN = /\b(?:opacity|filter|mask|clip-path|mix-blend-mode|isolation)\b/;
const FILTERED = /\bfilter\b(?!Units)/;
const PAINT = /url\(\s*["']?#([^"')\s]+)/gi;
/** Elements in whose place what they refer to is drawn. */
const DRAWN_AGAIN: ReadonlySet<string> = new Set(['use', 'feImage', 'pattern', 'tref']);

const localName = (name: string): string => name.slice(name.lastIndexOf(':') + 1);

/** Gathers what a parser finds. */
class Reading {
  readonly elements: SvgElement[] = [];
  readonly pictures = new Set<string>();
  style = '';
  private inside = -1;

  open({ name, attributes, isSelfClosing }: SaxesTagPlain): void {
    this.elements.push(this.elementOf(localName(name), attributes));
    if (!isSelfClosing) this.inside = this.elements.length - 1;
  }

  close({ isSelfClosing }: SaxesTagPlain): void {
    if (!isSelfClosing) this.inside = this.elements[this.inside]?.parent ?? -1;
  }

  text(text: string): void {
    if (this.elements[this.inside]?.name === 'style') this.style += text;
  }

  private elementOf(name: string, attributes: Readonly<Record<string, string>>): SvgElement {
    const references: string[] = [];
    const paints: string[] = [];
    let described = '';
    for (const [attribute, value] of Object.entries(attributes)) {
      const local = localName(attribute);
      if (local === 'href' || local === 'base') {
        const picture = pictureOf(name, value);
        if (picture !== undefined) this.pictures.add(picture);
        else if (DRAWN_AGAIN.has(name)) references.push(value.trim().replace(/^#/, ''));
      } else {
        const css = value.includes('\\') ? plainCss(value) : value;
        if (/url\(/i.test(css)) {
          refuseEmbedding(css);
          paints.push(...Array.from(css.matchAll(PAINT), ([, id = '']) => id));
        }
        described += ` ${local}=${local === 'style' ? css : ''}`;
      }
    }
    return {
      name,
      parent: this.inside,
      id: attributes['id'] ?? attributes['xml:id'],
      references,
      paints,
      filtered: FILTERED.test(described) && name !== 'filter',
      offscreen: OFFSCREEN.test(described),
    };
  }
}

function parserFor(reading: Reading, text: string): SaxesParser {
  // Namespaces are not told apart: a name is taken for what the worst of them would make of it.
  const parser = new SaxesParser({
    xmlns: false,
    position: false,
    forceXMLVersion: true,
    defaultXMLVersion: '1.0',
  });
  parser.on('error', (error) => {
    throw damagedImage(error);
  });
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && !PLAIN_ENCODING.test(encoding)) throw unreadableDrawing();
  });
  parser.on('processinginstruction', ({ target, body }) => {
    // A file beside it is not there to be read; what has a scheme, or hides it, may be.
    if (target === 'xml-stylesheet' && /[:&]/.test(body)) throw unreadableDrawing();
  });
  parser.on('doctype', (doctype) => {
    const entities = entitiesOf(doctype);
    if (entities.size > 0 && text.split('&', MOST_ENTITIES + 1).length > MOST_ENTITIES) {
      throw unreadableDrawing();
    }
    Object.assign(parser.ENTITIES, Object.fromEntries(entities));
  });
  parser.on('opentag', (tag) => {
    reading.open(tag);
  });
  parser.on('closetag', (tag) => {
    reading.close(tag);
  });
  parser.on('text', (characters) => {
    reading.text(characters);
  });
  parser.on('cdata', (characters) => {
    reading.text(characters);
  });
  return parser;
}

/**
 * Reads a document as its renderer does, in time that grows with its length alone.
 * @returns undefined when it has more than `most` elements.
 * @throws {DomainError} `unprocessable-asset` for what is no XML, or has something in it that can't be weighed.
 */
export async function readSvg(text: string, most: number): Promise<SvgDocument | undefined> {
  const reading = new Reading();
  const parser = parserFor(reading, text);
  for (let at = 0; at < text.length; at += SLICE) {
    parser.write(text.slice(at, at + SLICE));
    if (reading.elements.length > most) {
      return undefined;
    }
    await turn();
  }
  parser.close();
  const style = plainCss(reading.style);
  refuseEmbedding(style);
  return { elements: reading.elements, style, pictures: reading.pictures };
}
