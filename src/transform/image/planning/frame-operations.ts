import type { Colour, Turn } from '../../language/transformation.js';
import type { Canvas } from './canvas.js';
import type { Frame, Hold } from './frame.js';
import type { Corner, Operation, Resize } from './operations.js';
import { isQuarterTurn, swapsSides, turnedSize, regionBeforeTurn } from './orientation.js';
import { sameSize, swapped, type Region, type Size } from './size.js';

/** The size a frame leaves. */
export function framed(frame: Frame): Size {
  switch (frame.kind) {
    case 'scale':
    case 'keep-subject':
      return frame.size;
    case 'keep':
      return frame.region;
    case 'lay':
      return frame.canvas;
  }
}

const extract = (region: Region): Operation => ({ kind: 'extract', region });
const resize = (size: Size, hold: Resize['hold'] = 'both'): Operation => ({
  kind: 'resize',
  size,
  kernel: 'lanczos3',
  hold,
});

/** The corner at which a size lies in a whole that is at most a pixel larger. */
const cornerAt = ({ left, top }: Region): Corner =>
  left > 0 ? (top > 0 ? 'right bottom' : 'right top') : top > 0 ? 'left bottom' : 'left top';

const OTHER_SIDE = { both: 'both', width: 'height', height: 'width' } as const;

type Scale = Frame & { readonly kind: 'scale' };

function scaleUpright({ size, hold }: Scale): Operation {
  return resize(
    size,
    hold.by === 'cover' ? cornerAt({ left: hold.left, top: hold.top, ...size }) : hold.by,
  );
}

/** Scales a picture that is turned afterwards, and goes on with the frames that follow. */
function scaleThenTurn(scale: Scale, others: readonly Frame[], turn: Turn, background: Colour) {
  const { size, hold } = scale;
  const turned = quarterTurn(turn);
  if (hold.by !== 'cover') {
    const before = swapsSides(turn)
      ? resize(swapped(size), OTHER_SIDE[hold.by])
      : resize(size, hold.by);
    return [before, ...turned, ...frameUpright(others, size, background)];
  }
  // sharp crops after it has turned, by the sides as they were before.
  return swapsSides(turn)
    ? scaleThenSwap(size, hold, others, turn, background)
    : [scaleUpright(scale), ...turned, ...frameUpright(others, size, background)];
}

/** As above, where the sides change places: sharp can't cover then, so what sticks out is cut after the turn. */
function scaleThenSwap(
  size: Size,
  { whole, left, top }: Extract<Hold, { readonly by: 'cover' }>,
  others: readonly Frame[],
  turn: Turn,
  background: Colour,
): Operation[] {
  const shifted = left > 0 || top > 0;
  const before = shifted ? resize(swapped(whole)) : resize(swapped(size), 'least');
  const [next, ...further] = others;
  const kept = next?.kind === 'keep' ? next.region : { left: 0, top: 0, ...size };
  const cut = extract({ ...kept, left: kept.left + left, top: kept.top + top });
  return next?.kind === 'keep-subject'
    ? [before, ...quarterTurn(turn), ...frameUpright(others, size, background)]
    : [before, ...quarterTurn(turn), cut, ...frameUpright(further, kept, background)];
}

function frameOperation(frame: Frame, from: Size, background: Colour): Operation {
  switch (frame.kind) {
    case 'scale':
      return scaleUpright(frame);
    case 'keep':
      return extract(frame.region);
    case 'keep-subject':
      return { kind: 'smart-crop', size: frame.size };
    case 'lay':
      return {
        kind: 'extend',
        left: frame.left,
        top: frame.top,
        right: frame.canvas.width - from.width - frame.left,
        bottom: frame.canvas.height - from.height - frame.top,
        background,
      };
  }
}

/** Frames a picture that is upright, each operation after the other. */
function frameUpright(frames: readonly Frame[], size: Size, background: Colour): Operation[] {
  let from = size;
  return frames.map((frame) => {
    const operation = frameOperation(frame, from, background);
    from = framed(frame);
    return operation;
  });
}

function quarterTurn(turn: Turn): Operation[] {
  return [
    ...(turn.mirrored ? ([{ kind: 'flop' }] as const) : []),
    ...(turn.degrees === 0 ? [] : ([{ kind: 'quarter-turn', degrees: turn.degrees }] as const)),
  ];
}

/** Scales and cuts before the quarter turn, where the decoder can still help and little has to be turned. */
function frameThenTurn(frames: readonly Frame[], canvas: Canvas, background: Colour): Operation[] {
  const { turn } = canvas;
  const upright = turnedSize(canvas, turn);
  const [first, ...others] = frames;
  const turned = quarterTurn(turn);
  if (first?.kind === 'scale') {
    return scaleThenTurn(first, others, turn, background);
  }
  if (first?.kind === 'keep') {
    const region = regionBeforeTurn(first.region, canvas, turn);
    return [extract(region), ...turned, ...frameUpright(others, first.region, background)];
  }
  return [...turned, ...frameUpright(frames, upright, background)];
}

/** The smallest size of the unturned picture that fills `target` when it is turned; its ratio is kept. */
function sizeToFill(target: Size, canvas: Canvas): Size {
  const whole = turnedSize(canvas, canvas.turn);
  const factor = Math.max(target.width / whole.width, target.height / whole.height);
  for (let more = 0; ; more += 1) {
    const size = {
      width: Math.ceil(canvas.width * factor) + more,
      height: Math.ceil(canvas.height * factor) + more,
    };
    const turned = turnedSize(size, canvas.turn);
    if (turned.width >= target.width && turned.height >= target.height) {
      return size;
    }
  }
}

/** Turns by any angle. A picture is scaled first when that keeps its ratio, for then there is less to turn. */
function turnFreely(frames: readonly Frame[], canvas: Canvas, background: Colour): Operation[] {
  const { turn } = canvas;
  const whole = turnedSize(canvas, turn);
  const rotate: Operation[] = [
    ...(turn.mirrored ? ([{ kind: 'flop' }] as const) : []),
    { kind: 'rotate', degrees: turn.degrees, background },
  ];
  const [first, ...others] = frames;
  const keepsRatio =
    first?.kind === 'scale' &&
    Math.abs((first.size.width * whole.height) / (first.size.height * whole.width) - 1) < 0.02;
  if (!keepsRatio) {
    return [...rotate, ...frameUpright(frames, whole, background)];
  }
  const size = sizeToFill(first.size, canvas);
  const turned = turnedSize(size, turn);
  const middle: Region = {
    left: Math.floor((turned.width - first.size.width) / 2),
    top: Math.floor((turned.height - first.size.height) / 2),
    ...first.size,
  };
  return [
    resize(size),
    ...rotate,
    ...(sameSize(turned, first.size) ? [] : [extract(middle)]),
    ...frameUpright(others, first.size, background),
  ];
}

/** Frames and turns a picture, whichever order costs least. */
export function operationsOfFrames(
  frames: readonly Frame[],
  canvas: Canvas,
  background: Colour,
): readonly Operation[] {
  return isQuarterTurn(canvas.turn)
    ? frameThenTurn(frames, canvas, background)
    : turnFreely(frames, canvas, background);
}
