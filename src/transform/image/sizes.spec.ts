import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { render, written } from '../../../test/support/images.js';
import type { ImageSource } from './image-engine.js';

/** One drawing in every format that is read as it is; the last two are stored turned. */
async function sourcesOf(width: number, height: number): Promise<readonly ImageSource[]> {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="90%" height="90%" fill="teal"/></svg>`;
  const upright = () => sharp(Buffer.from(drawing)).flatten({ background: 'white' });
  const turned = (degrees: number) => upright().rotate(degrees);
  const encoded: readonly (readonly [string, Promise<Buffer>])[] = [
    ['a.png', upright().png().toBuffer()],
    ['b.jpg', upright().jpeg().toBuffer()],
    ['c.webp', upright().webp({ effort: 0 }).toBuffer()],
    ['d.avif', upright().avif({ effort: 0 }).toBuffer()],
    ['e.tiff', upright().tiff().toBuffer()],
    ['f.gif', upright().gif().toBuffer()],
    ['g.jpg', turned(270).withMetadata({ orientation: 6 }).jpeg().toBuffer()],
    ['h.webp', turned(90).withMetadata({ orientation: 8 }).webp({ effort: 0 }).toBuffer()],
  ];
  const sources = [written(`${width}-i.svg`, drawing)];
  for (const [name, data] of encoded) sources.push(written(`${width}-${name}`, await data));
  return sources;
}

describe('the size of a result', () => {
  it.each([
    [1001, 701, { w_101: [101, 71], w_51: [51, 36], h_99: [141, 99], 'w_111,e_blur:5': [111, 78] }],
    [1001, 701, { 'w_111/a_90': [78, 111], 'w_101,h_101,c_fit': [101, 71], 'w_37,a_90': [37, 53] }],
    [503, 997, { w_100: [100, 198], w_50: [50, 99], 'w_0.25': [126, 249], 'w_33,h_90': [33, 90] }],
    [1200, 800, { w_81: [81, 54], h_77: [116, 77], w_207: [207, 138] }],
    [333, 777, { w_100: [100, 233], 'w_0.125': [42, 97], 'w_33,dpr_1.5': [50, 116] }],
  ] as const)('is the same of %i × %i px in every format: %j', async (width, height, wishes) => {
    for (const source of await sourcesOf(width, height)) {
      for (const [text, expected] of Object.entries<readonly [number, number]>(wishes)) {
        const { data } = await render(source, text);
        const { width: across, height: down } = await sharp(data).metadata();
        expect({ file: source.file, text, size: [across, down] }).toEqual({
          file: source.file,
          text,
          size: expected,
        });
      }
    }
  });
});
