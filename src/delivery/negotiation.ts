import type { IncomingHttpHeaders } from 'node:http';
import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';
import type { AcceptedFormats } from '../transform/image/format-choice.js';
import {
  MODERN_FORMATS,
  type Step,
  type Transformation,
} from '../transform/language/transformation.js';
import { outputOf } from '../transform/language/output.js';

const LONGEST_ACCEPT = 1024;
/** Hints are rounded, so that odd ratios of browser zoom do not make a variant each. */
const DPR_STEP = 0.25;
const parsed = new LRUCache<string, AcceptedFormats>({ max: 1_000 });

/**
 * The modern formats that a client names in `Accept`. A wildcard is what every client sends, old ones too:
 * it is no claim to them.
 */
export function acceptedFormats({ accept }: IncomingHttpHeaders): AcceptedFormats {
  if (accept === undefined || accept.length > LONGEST_ACCEPT) return [];
  let formats = parsed.get(accept);
  if (formats === undefined) {
    const types = new Negotiator({ headers: { accept: accept.toLowerCase() } }).mediaTypes();
    formats = MODERN_FORMATS.filter((format) => types.includes(`image/${format}`));
    parsed.set(accept, formats);
  }
  return formats;
}

/** The pixel ratio a client hints at, 0.5 to 4; 1 without a hint. */
function hintedDpr(headers: IncomingHttpHeaders): number {
  const hint = Number(headers['sec-ch-dpr'] ?? headers['dpr'] ?? 1);
  if (!Number.isFinite(hint) || hint <= 0) return 1;
  return Math.min(4, Math.max(0.5, Math.round(hint / DPR_STEP) * DPR_STEP));
}

/** The transformation with each `dpr_auto` replaced by the client's ratio. */
export function resolveDpr(
  transformation: Transformation,
  headers: IncomingHttpHeaders,
): Transformation {
  if (!dependsOnDpr(transformation)) return transformation;
  const hinted = hintedDpr(headers);
  const resolve = ({ dpr, ...step }: Step): Step => {
    const ratio = dpr === 'auto' ? hinted : dpr;
    return ratio === undefined || ratio === 1 ? step : { ...step, dpr: ratio };
  };
  const [first, ...rest] = transformation.steps;
  return { steps: [resolve(first), ...rest.map(resolve)] };
}

/**
 * The request headers that an answer depends on, as `Vary` lists them; empty when it depends on none.
 * @param negotiates whether the format follows the client where the transformation names none.
 */
export function varyOf(transformation: Transformation, negotiates: boolean): string {
  const { format } = outputOf(transformation);
  const names = negotiates && (format === undefined || format === 'auto') ? ['Accept'] : [];
  if (dependsOnDpr(transformation)) names.push('Sec-CH-DPR', 'DPR');
  return names.join(', ');
}

function dependsOnDpr({ steps }: Transformation): boolean {
  return steps.some(({ dpr }) => dpr === 'auto');
}
