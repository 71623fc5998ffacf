import type { Environment } from '../../../config/environment.js';
import type { DomainErrorOptions } from '../../../errors/domain-error.js';
import type { ErrorCode } from '../../../errors/error-catalogue.js';
import type { Transformation } from '../../language/transformation.js';
import type { FormatChoice, ImageSource, RenderedImage } from '../image-engine.js';

/** The settings that a render keeps to. */
const LIMITS = [
  'DATA_DIR',
  'MAX_ANIMATION_FRAMES',
  'MAX_OUTPUT_DIMENSION',
  'MAX_OUTPUT_PIXELS',
  'MAX_SOURCE_PIXELS',
  'TRANSFORM_TIMEOUT_MS',
] as const;

type RenderLimits = Pick<Environment, (typeof LIMITS)[number]>;

/** What a drawing process is asked for. */
export interface DrawingTask {
  readonly limits: RenderLimits;
  readonly source: ImageSource;
  readonly transformation: Transformation;
  readonly choice: FormatChoice;
}

/** What it answers: an image, an error that the product knows by name, or what went wrong. */
export type DrawingAnswer =
  | { readonly kind: 'image'; readonly image: RenderedImage }
  | {
      readonly kind: 'problem';
      readonly code: ErrorCode;
      readonly message: string;
      readonly options: DomainErrorOptions;
    }
  | { readonly kind: 'failure'; readonly reason: string };

/** The settings of this process that a render keeps to. */
export function limitsOf(environment: Environment): RenderLimits {
  return Object.fromEntries(LIMITS.map((name) => [name, environment[name]])) as RenderLimits;
}
