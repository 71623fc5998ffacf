import { createServer } from 'node:http';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { announce } from './announce.ts';

// The same pipeline as the product's and nothing else: no cache, no store, no checks, no log.
// Paths are `/{format}/{quality}/{width}/{height}/{file}`.
const [directory = ''] = process.argv.slice(2);

sharp.cache(false);
sharp.concurrency(1);

/** The product's encoders, as docs/image-quality.md gives them. */
function encode(pipeline: Sharp, format: string | undefined, quality: number): Sharp {
  switch (format) {
    case 'avif':
      return pipeline.avif({ quality, effort: 2 });
    case 'webp':
      return pipeline.webp({ quality, effort: 4 });
    default:
      return pipeline.jpeg({ quality, optimiseCoding: false });
  }
}

const waiting: (() => void)[] = [];
let free = availableParallelism();

async function inSlot<T>(work: () => Promise<T>): Promise<T> {
  if (free > 0) free -= 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  }
}

function render(url: string): Promise<Buffer> {
  const [, format, quality, width, height, file = ''] = url.split('/');
  return inSlot(() => {
    const picture = sharp(join(directory, file), { sequentialRead: true })
      .autoOrient()
      .resize({ width: Number(width), height: Number(height), fit: 'cover' });
    return encode(picture, format, Number(quality)).toBuffer();
  });
}

const server = createServer((request, response) => {
  render(request.url ?? '').then(
    (bytes) => {
      const [, format = ''] = (request.url ?? '').split('/');
      response.writeHead(200, {
        'Content-Type': `image/${format}`,
        'Content-Length': bytes.length,
      });
      response.end(bytes);
    },
    (error: unknown) => {
      response.writeHead(500).end(String(error));
    },
  );
});
announce(server);
