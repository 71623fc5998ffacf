import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import {
  decode,
  drawn,
  engineWith,
  fixture,
  psnr,
  render,
  written,
} from '../../../test/support/images.js';
import type { AcceptedFormats } from './image-engine.js';

const photo = fixture('photo.jpg');
const all: AcceptedFormats = ['avif', 'webp'];
const none: AcceptedFormats = [];

describe('formats', () => {
  it.each(['avif', 'webp', 'jpeg', 'png', 'gif'] as const)('encodes %s', async (format) => {
    const { data, width, height, format: made } = await render(photo, 'w_90', format);
    const metadata = await sharp(data).metadata();
    expect([made, width, height]).toEqual([format, 90, 60]);
    expect(metadata.format).toBe(format === 'avif' ? 'heif' : format);
    expect([metadata.width, metadata.height, metadata.exif, metadata.icc]).toEqual([
      90,
      60,
      undefined,
      undefined,
    ]);
  });

  it.each<[AcceptedFormats, string, string, string]>([
    [all, 'w_40', 'avif', 'avif'],
    [['webp'], 'w_40', 'webp', 'webp'],
    [none, 'w_40', 'jpeg', 'png'],
    [none, 'w_40,r_5', 'png', 'png'],
    [none, 'w_40,r_5,b_white', 'jpeg', 'jpeg'],
    [none, 'w_40,h_40,c_pad', 'png', 'png'],
  ])('prefers of %j for %s', async (accepted, text, opaque, transparent) => {
    const choice = { kind: 'preferred', accepted } as const;
    expect((await render(photo, text, choice)).format).toBe(opaque);
    expect((await render(fixture('alpha.png'), text, choice)).format).toBe(transparent);
  });

  it('serves the smallest of what is accepted', async () => {
    for (const accepted of [all, none, ['webp'] as const]) {
      const smallest = await render(photo, 'w_200', { kind: 'smallest', accepted });
      const formats = [
        'jpeg',
        ...(accepted.includes('avif') ? ['avif'] : []),
        ...(accepted.includes('webp') ? ['webp'] : []),
      ] as const;
      const sizes = await Promise.all(
        formats.map(async (format) => {
          const { data } = await render(photo, 'w_200', format as 'jpeg');
          return [data.length, format] as const;
        }),
      );
      const [length, format] = sizes.toSorted(([one], [other]) => one - other)[0] ?? [];
      expect([smallest.data.length, smallest.format]).toEqual([length, format]);
    }
  });

  it('never serves a JPEG of what is transparent', async () => {
    const { format } = await render(fixture('alpha.png'), 'w_90', {
      kind: 'smallest',
      accepted: none,
    });
    expect(format).toBe('png');
  });

  it('finds that a drawing is smallest without loss', async () => {
    const drawing = await drawn('checks.png', 200, 200, (x, y) =>
      ((x >> 5) + (y >> 5)) % 2 ? [255, 0, 0] : [0, 0, 255],
    );
    const { format } = await render(drawing, 'q_80', { kind: 'smallest', accepted: none });
    expect(format).toBe('png');
  });
});

describe('quality', () => {
  it.each(['avif', 'webp', 'jpeg'] as const)('levels of %s grow with the level', async (format) => {
    const sizes = [];
    for (const quality of ['auto:low', 'auto:eco', 'auto', 'auto:best', '100']) {
      sizes.push((await render(photo, `w_200,q_${quality}`, format)).data.length);
    }
    expect(sizes).toEqual(sizes.toSorted((one, other) => one - other));
    expect(new Set(sizes).size).toBe(5);
  });

  it('is a palette for PNG below 100, else nothing is lost', async () => {
    const palette = await sharp((await render(photo, 'w_200,q_60', 'png')).data).metadata();
    expect(palette.isPalette).toBe(true);
    const lossless = await sharp((await render(photo, 'w_200', 'png')).data).metadata();
    expect(lossless.isPalette).toBe(false);
  });

  it.each(['webp', 'avif'] as const)('is lossless for %s on request', async (format) => {
    const expected = await decode((await render(photo, 'w_100', 'png')).data);
    const lossless = await decode((await render(photo, 'w_100,fl_lossless', format)).data);
    expect(psnr(lossless, expected)).toBeGreaterThan(format === 'webp' ? 90 : 50);
  });

  it('is progressive on request', async () => {
    for (const [flags, progressive] of [
      ['', false],
      [',fl_progressive', true],
    ] as const) {
      const { data } = await render(photo, `w_100${flags}`, 'jpeg');
      expect((await sharp(data).metadata()).isProgressive).toBe(progressive);
    }
  });

  it.each(['jpeg', 'webp', 'avif'] as const)(
    'of one pass to %s is that of the bare encoder',
    async (format) => {
      const bare = sharp(photo.file).autoOrient().resize({ width: 400 });
      const lossless = await decode(await bare.clone().png().toBuffer());
      const settings = {
        jpeg: { quality: 80 },
        webp: { quality: 78 },
        avif: { quality: 50, effort: 2 },
      };
      const expected = psnr(
        await decode(await bare.clone()[format](settings[format]).toBuffer()),
        lossless,
      );
      const { data } = await render(photo, 'w_400', format);
      expect(Math.abs(psnr(await decode(data), lossless) - expected)).toBeLessThan(0.3);
      const chained = await render(photo, 'w_400/w_400/o_100', format);
      expect(Math.abs(psnr(await decode(chained.data), lossless) - expected)).toBeLessThan(0.3);
    },
  );
});

describe('geometry', () => {
  // Whatever comes out is, but for rounding, what sharp makes of the same wish in one call.
  const orientations = [
    'landscape_1',
    'landscape_3',
    'landscape_4',
    'landscape_6',
    'landscape_7',
    'portrait_8',
  ];
  const wishes = [
    ['w_101', { width: 101 }],
    ['h_97', { height: 97 }],
    ['w_90,h_90', { width: 90, height: 90 }],
    ['w_131,h_50', { width: 131, height: 50 }],
    ['w_77,h_133', { width: 77, height: 133 }],
    ['w_77,h_133,c_fit', { width: 77, height: 133, fit: 'inside' }],
    ['w_200,h_90,c_scale', { width: 200, height: 90, fit: 'fill' }],
  ] as const;
  it.each(wishes)('%s is that of the bare library', async (text, options) => {
    for (const name of orientations) {
      const source = fixture(`orientation/${name}.jpg`);
      const made = await decode((await render(source, text)).data);
      const { width, height } = made;
      // The library's own result may be a pixel longer or shorter: its decoder of JPEG rounds, too.
      const bare = sharp(source.file).autoOrient().resize(options);
      const { info } = await bare.clone().raw().toBuffer({ resolveWithObject: true });
      const off = [Math.abs(info.width - width), Math.abs(info.height - height)];
      expect(Math.max(...off)).toBeLessThan(2);
      const alike =
        Math.max(...off) > 0 ? bare.clone().resize({ width, height, fit: 'fill' }) : bare;
      expect(psnr(made, await decode(await alike.png().toBuffer()))).toBeGreaterThan(36);
    }
  });
});

describe('metadata', () => {
  it('is stripped, unless it is asked for', async () => {
    for (const format of ['jpeg', 'png', 'webp', 'avif'] as const) {
      for (const text of [
        'w_90,fl_keep_metadata',
        'w_90,a_90,e_blur:5.sepia:10.hue:5/r_5,fl_keep_metadata',
      ]) {
        const { data } = await render(photo, text, format);
        const exif = (await sharp(data, { failOn: 'warning' }).metadata()).exif ?? Buffer.alloc(0);
        for (const kept of ['The photographer', 'Somebody', 'Camera works', 'A lens']) {
          expect(exif.includes(kept)).toBe(true);
        }
        expect(exif.includes(Buffer.from([0x88, 0x25]))).toBe(false);
        expect(exif.includes(Buffer.from([0x25, 0x88]))).toBe(false);
        expect((await decode(data)).height).toBeGreaterThan(50);
      }
    }
  });

  it('holds no orientation, for the picture is upright', async () => {
    const { data } = await render(
      fixture('orientation/landscape_6.jpg'),
      'w_90,fl_keep_metadata',
      'jpeg',
    );
    const metadata = await sharp(data).metadata();
    expect([metadata.orientation ?? 1, metadata.width, metadata.height]).toEqual([1, 90, 60]);
  });

  it('of a broken block is left out', async () => {
    const bytes = Buffer.from(readFileSync(photo.file));
    const at = bytes.indexOf('Exif\0\0');
    bytes.fill(0xff, at + 10, at + 60);
    const { data } = await render(
      written('broken-exif.jpg', bytes),
      'w_90,fl_keep_metadata',
      'jpeg',
    );
    expect((await sharp(data).metadata()).width).toBe(90);
  });
});

it('leaves a picture that is too thin for a border as it is', async () => {
  const thin = await drawn('thin.png', 40, 1, (x) => [x, 0, 0]);
  expect(await render(thin, 'e_trim')).toMatchObject({ width: 40, height: 1 });
  expect(await render(photo, 'w_2,h_2/e_trim')).toMatchObject({ width: 2, height: 2 });
});

describe('limits', () => {
  const engine = engineWith({ MAX_OUTPUT_DIMENSION: 2000, MAX_OUTPUT_PIXELS: 1_500_000 });
  it.each([
    ['w_2001', 'w'],
    ['w_1500,dpr_2', 'w'],
    ['h_1334', 'h'],
    ['w_0.9,dpr_4', 'w'],
    ['w_1500,h_1001', 'w'],
    ['w_300,ar_1:9', 'w'],
    ['w_1900,c_mfit', 'w'],
    ['w_1,h_2000,c_mpad', 'w'],
    ['a_45', 'w'],
    ['w_100/w_2000', 'w'],
    ['e_trim,w_2001', 'w'],
  ])('%s is refused before work starts', async (text, parameter) => {
    await expect(render(photo, text, 'png', engine)).rejects.toMatchObject({
      code: 'invalid-transformation',
      violations: [{ parameter, message: expect.stringMatching(/2000 px a side/) as string }],
    });
  });

  it('refuses a crop outside of the picture', async () => {
    await expect(render(photo, 'c_crop,w_10,h_10,x_1200,y_0')).rejects.toMatchObject({
      code: 'invalid-transformation',
      violations: [{ parameter: 'x', value: '1200' }],
    });
  });

  it('lets a small source through a large box', async () => {
    expect((await render(fixture('photo.webp'), 'w_1999,h_700,c_limit', 'png', engine)).width).toBe(
      240,
    );
  });
});

describe('probe', () => {
  const { signal } = new AbortController();
  it.each([
    ['photo.jpg', { width: 1200, height: 800, frames: 1, hasAlpha: false, format: 'jpeg' }],
    ['orientation/portrait_6.jpg', { width: 300, height: 450, orientation: 6 }],
    ['alpha.png', { hasAlpha: true, format: 'png' }],
    ['animation.gif', { width: 60, height: 40, frames: 6 }],
    ['pages.tiff', { width: 40, height: 30, frames: 3 }],
    ['drawing.svg', { width: 40, height: 30, format: 'svg' }],
    ['photo.avif', { width: 240, height: 160, format: 'heif' }],
  ])('reads the header of %s', async (name, facts) => {
    expect(await engineWith().probe(fixture(name), signal)).toMatchObject(facts);
  });

  it('refuses what is too large', async () => {
    const small = engineWith({ MAX_SOURCE_PIXELS: 1200 * 800 - 1 });
    const refused = { code: 'unprocessable-asset' };
    await expect(small.probe(photo, signal)).rejects.toMatchObject(refused);
    await expect(render(photo, 'w_10', 'png', small)).rejects.toMatchObject(refused);
  });
});

describe('an AVIF that is an image sequence', () => {
  it('is read as the still that it holds as well', async () => {
    const bytes = readFileSync(fixture('photo.avif').file);
    bytes.write('avis', 8, 'latin1');
    const sequence = written('sequence.avif', bytes);
    const still = await render(fixture('photo.avif'), 'w_50');
    expect((await render(sequence, 'w_50')).data).toEqual(still.data);
    expect(await engineWith().probe(sequence, new AbortController().signal)).toEqual(
      await engineWith().probe(fixture('photo.avif'), new AbortController().signal),
    );
  });
});
