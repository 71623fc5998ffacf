/**
 * Measures what the encoders' settings cost and give on photographs, as ratios to the first setting of each group:
 *
 *   node bench/encoder-settings.ts [PHOTOGRAPH…]
 *
 * docs/image-quality.md says what follows. Times are the CPU's, so other work on the machine hardly shows.
 */
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';

sharp.concurrency(1);
sharp.cache(false);

const FIXTURES = join(import.meta.dirname, '..', 'test', 'fixtures', 'images');
const photographs =
  process.argv.length > 2
    ? process.argv.slice(2)
    : ['photo.jpg', 'orientation/portrait_1.jpg'].map((name) => join(FIXTURES, name));
const WIDTHS = [300, 800, 1200];
const REPEATS = 3;

type Encoder = (pipeline: Sharp) => Sharp;
interface Group {
  readonly name: string;
  readonly settings: Readonly<Record<string, Encoder>>;
}

const GROUPS: readonly Group[] = [
  {
    name: 'effort',
    settings: {
      'webp 78, effort 4': (p) => p.webp({ quality: 78, effort: 4 }),
      'webp 78, effort 0': (p) => p.webp({ quality: 78, effort: 0 }),
      'webp 78, effort 2': (p) => p.webp({ quality: 78, effort: 2 }),
      'webp 78, effort 3': (p) => p.webp({ quality: 78, effort: 3 }),
      'webp 78, effort 6': (p) => p.webp({ quality: 78, effort: 6 }),
    },
  },
  {
    name: 'effort',
    settings: {
      'avif 50, effort 2': (p) => p.avif({ quality: 50, effort: 2 }),
      'avif 50, effort 0': (p) => p.avif({ quality: 50, effort: 0 }),
      'avif 50, effort 1': (p) => p.avif({ quality: 50, effort: 1 }),
      'avif 50, effort 3': (p) => p.avif({ quality: 50, effort: 3 }),
      'avif 50, effort 4': (p) => p.avif({ quality: 50, effort: 4 }),
      'avif 50, effort 2, 4:2:0': (p) =>
        p.avif({ quality: 50, effort: 2, chromaSubsampling: '4:2:0' }),
    },
  },
  {
    name: 'jpeg',
    settings: {
      'jpeg 80': (p) => p.jpeg({ quality: 80 }),
      'jpeg 80, mozjpeg': (p) => p.jpeg({ quality: 80, mozjpeg: true }),
      'jpeg 80, progressive': (p) => p.jpeg({ quality: 80, progressive: true }),
      'jpeg 80, fixed tables': (p) => p.jpeg({ quality: 80, optimiseCoding: false }),
    },
  },
  {
    name: 'likeness of the defaults',
    settings: {
      'jpeg 80': (p) => p.jpeg({ quality: 80 }),
      'webp 74': (p) => p.webp({ quality: 74 }),
      'webp 78': (p) => p.webp({ quality: 78 }),
      'webp 82': (p) => p.webp({ quality: 82 }),
      'avif 45, effort 2': (p) => p.avif({ quality: 45, effort: 2 }),
      'avif 50, effort 2': (p) => p.avif({ quality: 50, effort: 2 }),
      'avif 55, effort 2': (p) => p.avif({ quality: 55, effort: 2 }),
      'avif 60, effort 2': (p) => p.avif({ quality: 60, effort: 2 }),
    },
  },
];

interface Luma {
  readonly width: number;
  readonly height: number;
  readonly data: Buffer;
}

async function lumaOf(pipeline: Sharp): Promise<Luma> {
  const { data, info } = await pipeline
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

/** Means, variances and covariance of one window of 8 × 8 px, as the SSIM's two factors. */
function windowSsim(one: Luma, other: Luma, left: number, top: number): number {
  let [a, b, aa, bb, ab] = [0, 0, 0, 0, 0];
  for (let y = top; y < top + 8; y += 1) {
    for (let x = left; x < left + 8; x += 1) {
      const p = one.data[y * one.width + x] ?? 0;
      const q = other.data[y * one.width + x] ?? 0;
      a += p;
      b += q;
      aa += p * p;
      bb += q * q;
      ab += p * q;
    }
  }
  const [meanA, meanB] = [a / 64, b / 64];
  const [varA, varB, cov] = [aa / 64 - meanA ** 2, bb / 64 - meanB ** 2, ab / 64 - meanA * meanB];
  const [c1, c2] = [6.5025, 58.5225];
  return (
    ((2 * meanA * meanB + c1) * (2 * cov + c2)) /
    ((meanA ** 2 + meanB ** 2 + c1) * (varA + varB + c2))
  );
}

/** Structural similarity of the luma (Wang et al. 2004), windows of 8 px every 4 px; 1 is the same picture. */
function ssim(one: Luma, other: Luma): number {
  let [sum, count] = [0, 0];
  for (let top = 0; top + 8 <= one.height; top += 4) {
    for (let left = 0; left + 8 <= one.width; left += 4) {
      sum += windowSsim(one, other, left, top);
      count += 1;
    }
  }
  return sum / count;
}

interface Result {
  bytes: number;
  cpu: number;
  likeness: number;
  samples: number;
}

async function measure(pixels: Sharp, reference: Luma, encoder: Encoder, into: Result) {
  // Not counted: what comes first finds cold caches, and would be taken for slower than it is.
  await encoder(pixels.clone()).toBuffer();
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    const before = process.cpuUsage();
    const data = await encoder(pixels.clone()).toBuffer();
    const { user, system } = process.cpuUsage(before);
    into.cpu += (user + system) / 1000;
    if (repeat === 0) {
      into.bytes += data.length;
      into.likeness += ssim(reference, await lumaOf(sharp(data)));
      into.samples += 1;
    }
  }
}

async function run({ name, settings }: Group): Promise<void> {
  const results = new Map<string, Result>();
  for (const photograph of photographs) {
    for (const width of WIDTHS) {
      const { data, info } = await sharp(photograph)
        .autoOrient()
        .resize({ width, withoutEnlargement: true })
        .raw()
        .toBuffer({ resolveWithObject: true });
      const pixels = sharp(data, {
        raw: { width: info.width, height: info.height, channels: info.channels },
      });
      const reference = await lumaOf(pixels.clone());
      for (const [setting, encoder] of Object.entries(settings)) {
        const result = results.get(setting) ?? { bytes: 0, cpu: 0, likeness: 0, samples: 0 };
        results.set(setting, result);
        await measure(pixels, reference, encoder, result);
      }
    }
  }
  const [base] = results.values();
  console.log(`\n${name}`.padEnd(30), 'bytes   CPU     1−SSIM');
  for (const [setting, { bytes, cpu, likeness, samples }] of results) {
    const loss = (1 - likeness / samples).toFixed(4);
    const ratios = [bytes / (base?.bytes ?? 1), cpu / (base?.cpu ?? 1)].map((ratio) =>
      ratio.toFixed(2).padEnd(7),
    );
    console.log(setting.padEnd(29), ...ratios, loss);
  }
}

for (const group of GROUPS) {
  await run(group);
}
