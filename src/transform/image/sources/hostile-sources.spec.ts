import { readFileSync } from 'node:fs';

import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { Environment } from '../../../config/environment.js';
import { DomainError } from '../../../errors/domain-error.js';
import {
  decode,
  drawn,
  engineWith,
  fixture,
  pixelsOf,
  render,
  temporary,
  written,
} from '../../../../test/support/images.js';
import type { ImageSource } from '../image-engine.js';
import { WorkingCopyMaker } from './working-copy.js';

const signal = new AbortController().signal;

/** The refusal is one of ours, comes soon, and says nothing of libraries or paths. */
async function expectRefusal(work: Promise<unknown>, code = 'unprocessable-asset'): Promise<void> {
  const started = performance.now();
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DomainError);
  expect(error).toMatchObject({ code });
  expect((error as DomainError).message).not.toMatch(/vips|sharp|heif|input file|\/tmp|buffer/i);
  expect(performance.now() - started).toBeLessThan(4000);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** A PNG whose header promises a picture that isn't there. */
function emptyPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(64))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function half(name: string, share = 0.5): ImageSource {
  const bytes = readFileSync(fixture(name).file);
  return written(`half-${share}-${name}`, bytes.subarray(0, Math.floor(bytes.length * share)));
}

describe('broken sources', () => {
  it.each([
    'photo.jpg',
    'photo-16bit.png',
    'photo.webp',
    'photo.avif',
    'photo.tiff',
    'animation.webp',
  ])('%s cut in half is refused, not grey', async (name) => {
    for (const text of [
      'w_50',
      'w_2000',
      'w_20,h_20,g_auto',
      'c_crop,g_south_east,x_0,y_0,w_40,h_30',
      'a_90',
    ]) {
      await expectRefusal(render(half(name), text, name.startsWith('animation') ? 'gif' : 'jpeg'));
    }
  });

  it('plays what there is of a GIF that ends early', async () => {
    // Decoders of GIF everywhere do; what is missing of a frame is what the frame before showed.
    const { data } = await render(half('animation.gif'), 'fl_lossless', 'webp');
    const strip = await decode(data, true);
    expect(strip.height).toBeGreaterThanOrEqual(80);
    expect(strip.at(30, 30).slice(0, 3)).toEqual([255, 0, 0]);
    expect(strip.at(30, 70).slice(0, 3)).toEqual([0, 255, 0]);
  });

  it('refuses what lacks its last bytes', async () => {
    await expectRefusal(render(half('photo.jpg', 0.98), 'w_300', 'jpeg'));
    await expectRefusal(render(half('photo-16bit.png', 0.98), 'w_100', 'jpeg'));
  });

  it.each([
    ['empty.jpg', ''],
    ['text.jpg', 'This is a text, and no photograph.'],
    ['html.svg', '<html><body>no drawing</body></html>'],
    ['unclosed.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect'],
    ['magic.png', '\x89PNG\r\n\x1a\n'],
    ['magic.gif', 'GIF89a'],
    ['document.png', '%PDF-1.4\n1 0 obj\n<<>>\nendobj'],
    [
      'script.jpg',
      'push graphic-context\nviewbox 0 0 640 480\nimage over 0,0 0,0 "https://127.0.0.1/x"\npop graphic-context',
    ],
  ])('%s is refused by render and probe', async (name, content) => {
    const source = written(name, content);
    await expectRefusal(render(source, 'w_50'));
    await expectRefusal(engineWith().probe(source, signal));
  });

  it('says that a file is gone', async () => {
    const source: ImageSource = { ...fixture('photo.jpg'), file: temporary('nothing.jpg') };
    await expectRefusal(render(source, 'w_50'), 'unknown-asset');
  });

  it('refuses a giant by its header', async () => {
    const giant = written('giant.png', emptyPng(65_535, 65_535));
    const before = process.memoryUsage.rss();
    await expectRefusal(render(giant, 'w_50'));
    await expectRefusal(engineWith().probe(giant, signal));
    expect(process.memoryUsage.rss() - before).toBeLessThan(64 * 1024 * 1024);
  });

  it('refuses a thousand frames', async () => {
    const frames = Array.from({ length: 1000 }, (_, index) => [index & 255, index >> 8, 0]).flat();
    const gif = await sharp(Buffer.from(frames.flatMap((value) => [value])), {
      raw: { width: 1, height: 1000, channels: 3, pageHeight: 1 },
      animated: true,
    })
      .gif({ keepDuplicateFrames: true })
      .toBuffer();
    await expectRefusal(render(written('thousand.gif', gif), 'w_5', 'gif'));
  });
});

describe('drawings', () => {
  const svg = (content: string, start = '') =>
    `${start}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="30">${content}</svg>`;

  it('are drawn at the size asked for', async () => {
    const pixels = await pixelsOf(fixture('drawing.svg'), 'w_2000');
    expect([pixels.width, pixels.height]).toEqual([2000, 1500]);
    // A vector's edge is one pixel wide at any size; an enlarged bitmap's would be 50.
    const soft = Array.from({ length: 100 }, (_, x) => pixels.at(950 + x, 100)[1] ?? 0).filter(
      (value) => value > 10 && value < 245,
    );
    expect(soft.length).toBeLessThan(4);
    expect(pixels.at(500, 300)).toEqual([255, 0, 0, 255]);
  });

  it.each([
    ['file', '<image width="40" height="30" xlink:href="file:///etc/passwd"/>'],
    ['neighbour', '<image width="40" height="30" href="alpha.png"/>'],
    ['absolute', `<image width="40" height="30" href="${fixture('photo.webp').file}"/>`],
    ['network', '<image width="40" height="30" href="http://127.0.0.1:9/x.png"/>'],
    [
      'include',
      '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>',
    ],
    [
      'style',
      '<style>@import url("http://127.0.0.1:9/x.css"); rect { fill: url(http://127.0.0.1:9/x#y) }</style>',
    ],
  ])('fetch nothing: %s', async (name, content) => {
    const source = written(
      `fetching-${name}.svg`,
      svg(`<rect width="1" height="1" fill="red"/>${content}`),
    );
    const pixels = await pixelsOf(source, 'w_40');
    expect(pixels.at(20, 15)[3]).toBe(0);
  });

  it('resolve no entity of the system', async () => {
    const source = written(
      'entity.svg',
      svg(
        '<text y="20">&secret;</text>',
        '<!DOCTYPE svg [<!ENTITY secret SYSTEM "file:///etc/passwd">]>',
      ),
    );
    const pixels = await render(source, 'w_40').then(
      ({ data }) => sharp(data).stats(),
      (error: unknown) => {
        expect(error).toMatchObject({ code: 'unprocessable-asset' });
        return undefined;
      },
    );
    expect(pixels?.channels[3]?.max ?? 0).toBe(0);
  });

  it('refuse entities and references that multiply', async () => {
    const entities = Array.from({ length: 10 }, (_, index) => {
      const value = index === 0 ? 'lol' : `&e${index - 1};`.repeat(10);
      return `<!ENTITY e${index} "${value}">`;
    }).join('');
    const laughs = written('laughs.svg', svg('<text>&e9;</text>', `<!DOCTYPE svg [${entities}]>`));
    await expectRefusal(render(laughs, 'w_40'));
    const groups = Array.from(
      { length: 12 },
      (_, index) => `<g id="g${index + 1}">${`<use href="#g${index}"/>`.repeat(10)}</g>`,
    ).join('');
    const uses = written(
      'uses.svg',
      svg(`<defs><rect id="g0" width="1" height="1"/>${groups}</defs><use href="#g12"/>`),
    );
    await expectRefusal(render(uses, 'w_40'));
    await expectRefusal(engineWith().probe(uses, signal));
  });

  it('refuse a size beyond all bounds', async () => {
    const wide = written(
      'wide.svg',
      '<svg xmlns="http://www.w3.org/2000/svg" width="1000000" height="1000000"/>',
    );
    await expectRefusal(render(wide, 'w_40'));
    const thin = written(
      'thin.svg',
      '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2000"><rect width="2" height="2000" fill="red"/></svg>',
    );
    const pixels = await pixelsOf(thin, 'w_2000,h_2000,g_south');
    expect([pixels.width, pixels.height, ...pixels.at(9, 9)]).toEqual([2000, 2000, 255, 0, 0, 255]);
  });
});

describe('work that does not end', () => {
  it('is given up in time', async () => {
    const slow = engineWith({ TRANSFORM_TIMEOUT_MS: 1 });
    await expectRefusal(
      render(fixture('photo.jpg'), 'w_3000,e_blur:300.blur:300', 'webp', slow),
      'timed-out',
    );
  });

  it('is given up when nobody waits', async () => {
    const engine = engineWith();
    const gone = AbortSignal.abort();
    const step = { steps: [{ width: { unit: 'px', value: 20 } }] } as const;
    await expectRefusal(
      engine.render(fixture('photo.jpg'), step, { kind: 'fixed', format: 'png' }, gone),
      'timed-out',
    );
    await expectRefusal(engine.probe(fixture('photo.jpg'), gone), 'timed-out');
  });

  it('is done for the longest chain', async () => {
    const chain = Array.from(
      { length: 8 },
      (_, index) => `w_${90 - index},a_${10 + index},e_blur:5.sepia:10.sharpen:20,r_5`,
    ).join('/');
    expect((await render(fixture('photo.webp'), chain)).width).toBe(83);
  });
});

describe('broken sources of working copies', () => {
  const maker = new WorkingCopyMaker(new Environment());
  let made = 0;
  const make = (source: ImageSource, with_ = maker, until = signal) =>
    with_.make(source, temporary(`copy-${(made += 1)}`), until);
  const psdStart = readFileSync(fixture('photo.psd').file).subarray(0, 26);

  it.each([
    ['garbage.heic', Buffer.alloc(5000, 0xa5)],
    ['empty.heic', Buffer.alloc(0)],
    ['header.heic', readFileSync(fixture('photo.heic').file).subarray(0, 40)],
    ['half.heic', readFileSync(fixture('photo.heic').file).subarray(0, 9000)],
    ['garbage.psd', Buffer.alloc(5000, 0x5a)],
    ['empty.psd', Buffer.alloc(0)],
    ['header.psd', psdStart],
    ['half.psd', readFileSync(fixture('photo.psd').file).subarray(0, 20_000)],
    ['lengths.psd', Buffer.concat([psdStart, Buffer.alloc(64, 0xff)])],
  ])('%s is refused', async (name, bytes) => {
    await expectRefusal(make(written(name, bytes)));
  });

  it('is refused by its header when it is too large', async () => {
    const small = new WorkingCopyMaker(
      Object.assign(new Environment(), { MAX_SOURCE_PIXELS: 1000 }),
    );
    for (const name of ['photo.heic', 'photo.psd']) {
      await expect(make(fixture(name), small)).rejects.toMatchObject({
        code: 'unprocessable-asset',
        message: expect.stringContaining('1000') as string,
      });
    }
  });

  it('ends with the wait for it, and leaves no file', async () => {
    await expectRefusal(make(fixture('photo.heic'), maker, AbortSignal.abort()), 'timed-out');
    await expectRefusal(make(fixture('photo.heic'), maker, AbortSignal.timeout(5)), 'timed-out');
  });
});

it('draws nothing of what lies beside a drawing', async () => {
  await drawn('secret.png', 20, 20, () => [255, 0, 255]);
  const spy = written(
    'spy.svg',
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><image href="secret.png" width="20" height="20"/></svg>',
  );
  expect((await pixelsOf(spy, 'w_20')).at(10, 10)).toEqual([0, 0, 0, 0]);
});
