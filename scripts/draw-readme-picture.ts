import { readFile } from 'node:fs/promises';
import sharp, { type OverlayOptions } from 'sharp';

// Draws docs/images/transformations.png from what a running server makes of one photograph:
//   node scripts/draw-readme-picture.ts http://127.0.0.1:3000 sk_…
const PHOTOGRAPH = new URL('../bench/inputs/photograph-2mp.jpg', import.meta.url);
const TARGET = new URL('../docs/images/transformations.png', import.meta.url);
const NAME = 'photo.jpg';

const CELL = { width: 340, height: 230 };
const LABEL_HEIGHT = 62;
const MARGIN = 24;
const COLUMNS = 3;
const BACKGROUND = '#f6f7f9';

/** What is asked of the photograph, and what a reader is told of it. */
const EXAMPLES: readonly { readonly steps: string; readonly caption: string }[] = [
  { steps: 'w_340', caption: 'smaller, the ratio kept' },
  { steps: 'w_210,h_210,c_fill,g_auto', caption: 'square, cropped to what matters' },
  { steps: 'w_210,h_210,c_fill,g_auto,r_max', caption: 'round' },
  { steps: 'w_220,h_220,c_pad,b_navy', caption: 'padded to a box' },
  { steps: 'w_300,r_40,bo_6px_solid_orange', caption: 'corners and a border' },
  { steps: 'w_270,a_-8,b_transparent', caption: 'turned by any angle' },
  { steps: 'w_320,e_grayscale', caption: 'an effect' },
  { steps: 'w_320,e_sepia:80.vignette:60', caption: 'effects, in the order given' },
  { steps: 'w_320,e_pixelate:12', caption: 'pixelated' },
];

const [server, key] = process.argv.slice(2);
if (server === undefined || key === undefined) {
  throw new Error('usage: draw-readme-picture.ts SERVER API_KEY');
}
const path = await upload(server, key);
const layers = await Promise.all(
  EXAMPLES.map(async ({ steps, caption }, index) => {
    const left = MARGIN + (index % COLUMNS) * (CELL.width + MARGIN);
    const top = MARGIN + Math.floor(index / COLUMNS) * (CELL.height + LABEL_HEIGHT + MARGIN);
    return [
      await pictureLayer(`${server}/t/${steps},f_png/${path}`, left, top),
      { input: label(`/t/${steps}/${NAME}`, caption), left, top: top + CELL.height },
    ];
  }),
);
const rows = Math.ceil(EXAMPLES.length / COLUMNS);
await sharp({
  create: {
    width: MARGIN + COLUMNS * (CELL.width + MARGIN),
    height: MARGIN + rows * (CELL.height + LABEL_HEIGHT + MARGIN),
    channels: 3,
    background: BACKGROUND,
  },
})
  .composite(layers.flat())
  .png({ palette: true, quality: 90, effort: 10 })
  .toFile(TARGET.pathname);

async function upload(address: string, secret: string): Promise<string> {
  const form = new FormData();
  form.append('files', new Blob([await readFile(PHOTOGRAPH)]), NAME);
  const response = await fetch(`${address}/upload`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${secret}` },
    body: form,
  });
  const body = (await response.json()) as { readonly files?: readonly { readonly path: string }[] };
  const stored = body.files?.[0]?.path;
  if (stored === undefined) throw new Error(`Upload: ${response.status}`);
  return stored;
}

/** What the server answers, in the middle of its cell. */
async function pictureLayer(url: string, left: number, top: number): Promise<OverlayOptions> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  const input = Buffer.from(await response.arrayBuffer());
  const { width, height } = await sharp(input).metadata();
  return {
    input,
    left: left + Math.round((CELL.width - width) / 2),
    top: top + Math.round((CELL.height - height) / 2),
  };
}

function label(url: string, caption: string): Buffer {
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${CELL.width}" height="${LABEL_HEIGHT}">
    <style>text { text-anchor: middle; fill: #1f2937; }</style>
    <text x="50%" y="24" font-family="DejaVu Sans Mono, monospace" font-size="12.5">${url}</text>
    <text x="50%" y="46" font-family="DejaVu Sans, sans-serif" font-size="13" fill-opacity="0.65">${caption}</text>
  </svg>`);
}
