import type { Border, Colour, Radius } from '../../language/transformation.js';
import type { Size } from './size.js';

/** Radii of the corners in device px, clockwise from the top left: across and down. */
export type Corners = readonly [Corner, Corner, Corner, Corner];
interface Corner {
  readonly x: number;
  readonly y: number;
}

const SQUARE: Corner = { x: 0, y: 0 };

/** The corners of a picture: radii too large for their side shrink together, as CSS Backgrounds 3 §5.5 has it. */
export function cornersOf(radius: Radius | undefined, size: Size, pixelRatio: number): Corners {
  if (radius === undefined) {
    return [SQUARE, SQUARE, SQUARE, SQUARE];
  }
  if (radius.kind === 'max') {
    const half = { x: size.width / 2, y: size.height / 2 };
    return [half, half, half, half];
  }
  const [topLeft, topRight, bottomRight, bottomLeft] = radius.corners;
  const shrink = Math.min(
    pixelRatio,
    size.width / (topLeft + topRight || 1),
    size.width / (bottomLeft + bottomRight || 1),
    size.height / (topLeft + bottomLeft || 1),
    size.height / (topRight + bottomRight || 1),
  );
  const corner = (length: number): Corner => ({ x: length * shrink, y: length * shrink });
  return [corner(topLeft), corner(topRight), corner(bottomRight), corner(bottomLeft)];
}

/** An SVG path of a rounded rectangle, `inset` px inside the picture. */
function outline(size: Size, corners: Corners, inset: number): string {
  const [tl, tr, br, bl] = corners.map(({ x, y }) => ({
    x: Math.max(0, x - inset),
    y: Math.max(0, y - inset),
  })) as [Corner, Corner, Corner, Corner];
  const [right, bottom] = [size.width - inset, size.height - inset];
  const arc = (corner: Corner, x: number, y: number): string =>
    `A${corner.x} ${corner.y} 0 0 1 ${x} ${y}`;
  return [
    `M${inset + tl.x} ${inset}H${right - tr.x}${arc(tr, right, inset + tr.y)}`,
    `V${bottom - br.y}${arc(br, right - br.x, bottom)}`,
    `H${inset + bl.x}${arc(bl, inset, bottom - bl.y)}`,
    `V${inset + tl.y}${arc(tl, inset + tl.x, inset)}Z`,
  ].join('');
}

function svg({ width, height }: Size, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${content}</svg>`;
}

const fillOf = ({ red, green, blue, alpha }: Colour, share = 1): string =>
  `fill="rgb(${red},${green},${blue})" fill-opacity="${(alpha / 255) * share}"`;

/** The shape that stays visible, at the opacity (0 to 1) it keeps. */
export function maskSvg(size: Size, corners: Corners, opacity: number): string {
  return svg(
    size,
    `<path d="${outline(size, corners, 0)}" fill="#fff" fill-opacity="${opacity}"/>`,
  );
}

/** The opposite of a mask: an opaque colour over all that does not stay visible. */
export function veilSvg(size: Size, corners: Corners, opacity: number, colour: Colour): string {
  const shape = outline(size, corners, 0);
  const outside = `M0 0H${size.width}V${size.height}H0Z${shape}`;
  const inside = opacity < 1 ? `<path d="${shape}" ${fillOf(colour, 1 - opacity)}/>` : '';
  return svg(size, `<path fill-rule="evenodd" d="${outside}" ${fillOf(colour)}/>${inside}`);
}

/** A border that follows the corners, inside the picture. */
export function borderSvg(
  size: Size,
  corners: Corners,
  border: Border,
  pixelRatio: number,
): string {
  const width = Math.min(border.width * pixelRatio, size.width / 2, size.height / 2);
  const ring = outline(size, corners, 0) + outline(size, corners, width);
  return svg(size, `<path fill-rule="evenodd" d="${ring}" ${fillOf(border.colour)}/>`);
}

/** One colour all over. */
export function plainSvg(size: Size, colour: Colour): string {
  return svg(size, `<path d="M0 0H${size.width}V${size.height}H0Z" ${fillOf(colour)}/>`);
}

/** Black that grows from the middle half outwards to the corners, where it has this strength (0 to 1). */
export function vignetteSvg(size: Size, strength: number): string {
  return svg(
    size,
    `<radialGradient id="v" cx="50%" cy="50%" r="70.7107%"><stop offset="40%" stop-color="#000" stop-opacity="0"/>` +
      `<stop offset="100%" stop-color="#000" stop-opacity="${strength}"/></radialGradient>` +
      `<path d="M0 0H${size.width}V${size.height}H0Z" fill="url(#v)"/>`,
  );
}
