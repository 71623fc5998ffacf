import { readFile, stat } from 'node:fs/promises';
import { DomainError } from '../../../errors/domain-error.js';
import { damagedImage } from '../image-errors.js';
import { checkPictures } from './embedded-pictures.js';
import { readSvg, type SvgElement } from './svg-elements.js';

/**
 * What an SVG document asks of its renderer, which can't be stopped between two rows of pixels. So a drawing that would
 * take very long is refused before it is begun.
 */
export interface DrawingCost {
  /** Filter primitives that are computed for each pixel, slow ones counted more. */
  readonly primitives: number;
}

/** Bytes of a document that is drawn. */
const MOST_BYTES = 8 * 1024 * 1024;
/** Elements, each counted as often as it is drawn. Maps and technical drawings have some ten thousand. */
const MOST_ELEMENTS = 100_000;
/** Elements within elements, and elements drawn on surfaces within surfaces. */
const DEEPEST = 256;
const DEEPEST_OFFSCREEN = 24;
/** Primitives × megapixels; some ten seconds. */
const MOST_FILTER_WORK = 300;
/** Primitives that cost some ten times what a blur costs. */
const SLOW: ReadonlySet<string> = new Set([
  'feTurbulence',
  'feConvolveMatrix',
  'feMorphology',
  'feDiffuseLighting',
  'feSpecularLighting',
]);

/** What a style sheet says that gives elements surfaces of their own. */
const SURFACE = /(?<![\w-])(?:opacity|filter|mask|clip-path|mix-blend-mode|isolation)\s*:/i;

const tooCostly = (): DomainError =>
  new DomainError('unprocessable-asset', 'The drawing is too complicated to be rendered.');

interface Weight {
  readonly drawn: number;
  readonly filtered: number;
  /** Elements within each other, and surfaces within each other, this one included. */
  readonly levels: number;
  readonly surfaces: number;
}

const NOTHING: Weight = { drawn: 0, filtered: 0, levels: 0, surfaces: 0 };

/** Adds up what is drawn, following references. */
class Weighing {
  private readonly children: readonly number[][];
  private readonly byId = new Map<string, number[]>();
  private readonly known = new Map<number, Weight>();

  /** @param anywhere whether any element may be drawn on a surface of its own. */
  constructor(
    private readonly elements: readonly SvgElement[],
    private readonly anywhere: boolean,
  ) {
    this.children = elements.map(() => []);
    elements.forEach(({ id, parent }, index) => {
      this.children[parent]?.push(index);
      if (id !== undefined) {
        // The same id twice is a mistake; which of them is meant, renderers don't agree on.
        const same = this.byId.get(id);
        if (same === undefined) this.byId.set(id, [index]);
        else same.push(index);
      }
    });
  }

  /** @throws {DomainError} when references or elements lie too deep, go in a circle, or add up to too much. */
  of(index: number, depth = 0): Weight {
    const element = this.elements[index];
    if (element === undefined) return NOTHING;
    const known = this.known.get(index);
    if (known !== undefined) return known;
    // A circle has no end.
    if (depth > DEEPEST) throw tooCostly();
    const below = this.partsOf(element, index).reduce<Weight>((sum, part) => {
      const more = this.of(part, depth + 1);
      const drawn = sum.drawn + more.drawn;
      if (drawn > MOST_ELEMENTS) throw tooCostly();
      return {
        drawn,
        filtered: sum.filtered + more.filtered,
        levels: Math.max(sum.levels, more.levels),
        surfaces: Math.max(sum.surfaces, more.surfaces),
      };
    }, NOTHING);
    const weight = {
      drawn: below.drawn + 1,
      filtered: below.filtered + (element.filtered ? 1 : 0),
      levels: below.levels + 1,
      surfaces: below.surfaces + (element.offscreen || this.anywhere ? 1 : 0),
    };
    if (weight.levels > DEEPEST || weight.surfaces > DEEPEST_OFFSCREEN) throw tooCostly();
    this.known.set(index, weight);
    return weight;
  }

  private partsOf({ references, paints }: SvgElement, index: number): readonly number[] {
    return [
      ...(this.children[index] ?? []),
      ...references.flatMap((id) => this.byId.get(id) ?? []),
      ...paints.flatMap((id) => this.byId.get(id) ?? []).flatMap((paint) => this.drawnBy(paint)),
    ];
  }

  /** What a pattern, mask, marker or clip draws again; a gradient draws nothing, a filter the elements it refers to. */
  private drawnBy(paint: number): readonly number[] {
    const name = this.elements[paint]?.name ?? '';
    if (name.endsWith('Gradient')) return [];
    if (name !== 'filter') return [paint];
    return (this.children[paint] ?? []).filter((child) => this.elements[child]?.name === 'feImage');
  }
}

function primitivesOf(elements: readonly SvgElement[]): number {
  const counts = new Map<number, number>();
  for (const { name, parent } of elements) {
    if (name.startsWith('fe')) {
      counts.set(parent, (counts.get(parent) ?? 0) + (SLOW.has(name) ? 10 : 1));
    }
  }
  return Math.max(0, ...counts.values());
}

/**
 * Weighs a document's text.
 * @param maxPixels of the pictures in it together.
 * @throws {DomainError} `unprocessable-asset` when it has too much in it.
 */
export async function costOf(text: string, maxPixels: number): Promise<DrawingCost> {
  const document = await readSvg(text, MOST_ELEMENTS);
  if (document === undefined) {
    throw tooCostly();
  }
  const { elements, style, pictures } = document;
  const { drawn, filtered } = new Weighing(elements, SURFACE.test(style)).of(0);
  await checkPictures(pictures, maxPixels);
  // A style sheet may put a filter on anything.
  const anywhere = /\bfilter\b/.test(style);
  return { primitives: primitivesOf(elements) * (anywhere ? drawn : filtered) };
}

/**
 * Weighs a file.
 * @param maxPixels of the pictures in it together.
 * @throws {DomainError} `unprocessable-asset` when it is too large or too complicated, or compressed.
 */
export async function costOfFile(file: string, maxPixels: number): Promise<DrawingCost> {
  const missing = (error: unknown): never => {
    throw new DomainError('unknown-asset', 'The asset is no longer there.', { cause: error });
  };
  const { size } = await stat(file).catch(missing);
  if (size > MOST_BYTES) {
    throw tooCostly();
  }
  const bytes = await readFile(file).catch(missing);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    throw damagedImage();
  }
  return costOf(bytes.toString('utf8'), maxPixels);
}

/** Refuses a drawing whose filters would take too long at this size. @throws {DomainError} */
export function refuseCostly({ primitives }: DrawingCost, pixels: number): void {
  if ((primitives * pixels) / 1e6 > MOST_FILTER_WORK) {
    throw tooCostly();
  }
}
