import sharp from 'sharp';

/** Only the formats the product stores may be opened, whatever a file's name or first bytes claim. */
const LOADERS = [
  'VipsForeignLoadJpeg',
  'VipsForeignLoadPng',
  'VipsForeignLoadWebp',
  'VipsForeignLoadHeif',
  'VipsForeignLoadNsgif',
  'VipsForeignLoadTiff',
  'VipsForeignLoadSvg',
];

// Every render is one of a kind: libvips' operation cache would only hold memory.
sharp.cache(false);
// Renders run side by side, one a core; threads inside a render would compete with its neighbours.
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: LOADERS });

/** The version of the library that reads, changes and writes images. */
export const IMAGE_LIBRARY_VERSION: string = sharp.versions.vips;

/** sharp with the process-wide settings of this product. */
export { sharp };
