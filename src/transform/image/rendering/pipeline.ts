import type { Sharp } from 'sharp';
import type { Colour } from '../../language/transformation.js';
import type { Operation, Resize } from '../planning/operations.js';

const colour = ({ red, green, blue, alpha }: Colour) => ({
  r: red,
  g: green,
  b: blue,
  alpha: alpha / 255,
});

/** Adds one operation to a sharp pipeline. The order of the calls is kept by the stage that holds the operation. */
export function apply(pipeline: Sharp, operation: Operation): Sharp {
  switch (operation.kind) {
    case 'trim':
      return pipeline.trim({ threshold: operation.threshold });
    case 'extract':
      return pipeline.extract(operation.region);
    case 'flatten':
      return pipeline.flatten({ background: colour(operation.background) });
    case 'gamma':
      return pipeline.gamma(operation.darken, operation.brighten);
    case 'resize':
      return resize(pipeline, operation);
    case 'flop':
      return pipeline.flop();
    case 'quarter-turn':
      return pipeline.rotate(operation.degrees);
    case 'smart-crop':
      return pipeline.resize({
        ...operation.size,
        fit: 'cover',
        position: 'attention',
        withoutReduction: true,
      });
    case 'rotate':
      return pipeline.rotate(operation.degrees, { background: colour(operation.background) });
    case 'extend': {
      const { left, top, right, bottom, background } = operation;
      return pipeline.extend({ left, top, right, bottom, background: colour(background) });
    }
    default:
      return applyColour(pipeline, operation);
  }
}

function resize(pipeline: Sharp, { size, kernel, hold }: Resize): Sharp {
  switch (hold) {
    case 'both':
      return pipeline.resize({ ...size, fit: 'fill', kernel });
    // Inside and outside alike, sharp crops nothing: its crop would take the sides as they were before a turn.
    case 'width':
      return pipeline.resize({ width: size.width, fit: 'inside', kernel });
    case 'height':
      return pipeline.resize({ height: size.height, fit: 'inside', kernel });
    case 'least':
      return pipeline.resize({ ...size, fit: 'outside', kernel });
    default:
      return pipeline.resize({ ...size, fit: 'cover', position: hold, kernel });
  }
}

type Geometry =
  | 'trim'
  | 'extract'
  | 'flatten'
  | 'gamma'
  | 'resize'
  | 'flop'
  | 'quarter-turn'
  | 'smart-crop'
  | 'rotate'
  | 'extend';

function applyColour(
  pipeline: Sharp,
  operation: Exclude<Operation, { readonly kind: Geometry }>,
): Sharp {
  switch (operation.kind) {
    case 'blur':
      return pipeline.blur(operation.sigma);
    case 'recomb': {
      const [red, green, blue] = operation.matrix;
      return pipeline.recomb([[...red], [...green], [...blue]]);
    }
    case 'hue':
      return pipeline.modulate({ hue: operation.degrees });
    case 'sharpen':
      return pipeline.sharpen({
        sigma: operation.sigma,
        m1: operation.flat,
        m2: operation.jagged,
      });
    case 'overlay':
      return pipeline.composite([
        {
          input: Buffer.from(operation.svg),
          blend: operation.blend,
          // Repeated down the strip when the picture is one of frames.
          tile: true,
          gravity: 'northwest',
        },
      ]);
    case 'linear':
      return pipeline.linear(operation.factor, operation.offset);
    case 'normalise':
      return pipeline.normalise();
    case 'remove-alpha':
      return pipeline.removeAlpha();
  }
}
