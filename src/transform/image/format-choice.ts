import { outputOf } from '../language/output.js';
import {
  isImageFormat,
  MODERN_FORMATS,
  type ImageFormat,
  type ModernFormat,
  type Transformation,
} from '../language/transformation.js';

/** The modern formats a client has claimed by name, in any order. */
export type AcceptedFormats = readonly ModernFormat[];

/** Who decides the format: the URL, the client's preference, or the bytes. */
export type FormatChoice =
  | { readonly kind: 'fixed'; readonly format: ImageFormat }
  /** The first of the modern formats, then PNG when the result has alpha, else JPEG; an animation stays one. */
  | { readonly kind: 'preferred'; readonly accepted: AcceptedFormats }
  /** Every acceptable format is encoded, and the smallest kept. */
  | { readonly kind: 'smallest'; readonly accepted: AcceptedFormats };

/**
 * Who decides the format of an image: the transformation, or else what the client accepts.
 * @throws {Error} for a video format, which the language refuses on images before.
 */
export function choiceFor(transformation: Transformation, accepted: AcceptedFormats): FormatChoice {
  const { format } = outputOf(transformation);
  if (format === undefined) return { kind: 'preferred', accepted };
  if (format === 'auto') return { kind: 'smallest', accepted };
  if (isImageFormat(format)) return { kind: 'fixed', format };
  throw new Error(`No image is encoded as ${format}.`);
}

/** A choice as a part of a variant's key: each modern format has its place in it, and stands there where it is accepted. */
export function describeChoice(choice: FormatChoice): string {
  if (choice.kind === 'fixed') return choice.format;
  const places = MODERN_FORMATS.map((format) => (choice.accepted.includes(format) ? format : ''));
  return `${choice.kind}:${places.join('+')}`;
}

/** What of a result decides which formats can hold it. */
export interface ResultTraits {
  readonly hasAlpha: boolean;
  readonly animated: boolean;
  /** The source was stored without loss, as drawings and screenshots are: PNG may be smallest. */
  readonly lossless: boolean;
}

/** The formats to encode, the preferred one first. Never empty. */
export function candidatesOf(
  choice: FormatChoice,
  { hasAlpha, animated, lossless }: ResultTraits,
): readonly [ImageFormat, ...ImageFormat[]] {
  if (choice.kind === 'fixed') {
    return [choice.format];
  }
  const modern = MODERN_FORMATS.filter(
    (format) => choice.accepted.includes(format) && (!animated || canAnimate(format)),
  );
  const [first, ...others] = [...modern, ...universal(hasAlpha, animated, lossless)];
  const candidates = [first ?? 'png', ...others] as const;
  return choice.kind === 'preferred' ? [candidates[0]] : candidates;
}

/** What every client shows. */
function universal(hasAlpha: boolean, animated: boolean, lossless: boolean): ImageFormat[] {
  if (animated) {
    return ['gif'];
  }
  if (hasAlpha) {
    return ['png'];
  }
  return lossless ? ['jpeg', 'png'] : ['jpeg'];
}

/** Whether all that a choice can end in holds a colour profile; a GIF does not, and its colours are sRGB. */
export function mayHoldProfile(choice: FormatChoice, animated: boolean): boolean {
  return choice.kind === 'fixed'
    ? choice.format !== 'gif'
    : !animated || (choice.kind === 'preferred' && choice.accepted.some(canAnimate));
}

/** Formats that hold more than one frame here. */
export function canAnimate(format: ImageFormat): boolean {
  return format === 'gif' || format === 'webp';
}

/** Whether a choice can end in an animation. */
export function mayAnimate(choice: FormatChoice): boolean {
  return choice.kind !== 'fixed' || canAnimate(choice.format);
}
