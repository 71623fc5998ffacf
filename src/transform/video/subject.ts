import type { Region, Size } from '../image/planning/size.js';
import { sharp } from '../image/vips.js';
import { failureOf } from './video-errors.js';

const TIMEOUT_S = 30;

/**
 * Where the most salient region of this size lies in a picture, the file of one frame.
 * @throws {DomainError} `unprocessable-asset` when the frame is no picture.
 */
export async function findSubject(file: string, size: Size): Promise<Region> {
  try {
    const { info } = await sharp(file, { limitInputPixels: false })
      .resize({ ...size, fit: 'cover', position: 'attention', withoutReduction: true })
      .raw()
      .timeout({ seconds: TIMEOUT_S })
      .toBuffer({ resolveWithObject: true });
    const left = Math.abs(info.cropOffsetLeft ?? 0);
    const top = Math.abs(info.cropOffsetTop ?? 0);
    return { left, top, width: info.width, height: info.height };
  } catch (error) {
    throw failureOf(error instanceof Error ? error.message : '', undefined);
  }
}
