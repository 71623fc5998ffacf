import type { ImageFormat } from '../language/transformation.js';

/** The modern formats a client has claimed by name. */
export interface AcceptedFormats {
  readonly avif: boolean;
  readonly webp: boolean;
}

/** Who decides the format: the URL, the client's preference, or the bytes. */
export type FormatChoice =
  | { readonly kind: 'fixed'; readonly format: ImageFormat }
  /** AVIF, then WebP, then PNG when the result has alpha, else JPEG; an animation stays one. */
  | { readonly kind: 'preferred'; readonly accepted: AcceptedFormats }
  /** Every acceptable format is encoded, and the smallest kept. */
  | { readonly kind: 'smallest'; readonly accepted: AcceptedFormats };

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
  const modern: readonly ImageFormat[] = [
    ...(choice.accepted.avif && !animated ? (['avif'] as const) : []),
    ...(choice.accepted.webp ? (['webp'] as const) : []),
  ];
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
    : !animated || (choice.kind === 'preferred' && choice.accepted.webp);
}

/** Formats that hold more than one frame here. */
export function canAnimate(format: ImageFormat): boolean {
  return format === 'gif' || format === 'webp';
}

/** Whether a choice can end in an animation. */
export function mayAnimate(choice: FormatChoice): boolean {
  return choice.kind !== 'fixed' || canAnimate(choice.format);
}
