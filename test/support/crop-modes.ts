/** A box with a crop mode, and what comes of a picture of 96 × 72 px. */
export interface CropCase {
  readonly text: string;
  readonly width: number;
  readonly height: number;
}

/** Every crop mode, some of them with sides that no video has: those lose what is odd. */
export const CROP_CASES: readonly CropCase[] = [
  { text: 'c_scale,w_60,h_60', width: 60, height: 60 },
  { text: 'c_fit,w_60,h_60', width: 60, height: 45 },
  { text: 'c_limit,w_200,h_200', width: 96, height: 72 },
  { text: 'c_mfit,w_120,h_120', width: 120, height: 90 },
  { text: 'c_fill,w_61,h_61,g_south', width: 61, height: 61 },
  { text: 'c_lfill,w_200,h_100', width: 96, height: 48 },
  { text: 'c_pad,w_61,h_81,b_red', width: 61, height: 81 },
  { text: 'c_lpad,w_120,h_120,b_gray', width: 120, height: 120 },
  { text: 'c_mpad,w_120,h_120,b_rgb:123', width: 120, height: 120 },
  { text: 'c_fill_pad,w_60,h_60', width: 60, height: 60 },
  { text: 'c_crop,w_31,h_33,x_7,y_5', width: 31, height: 33 },
  { text: 'c_crop,w_30,h_30,g_xy_center,x_0.6,y_0.5', width: 30, height: 30 },
  { text: 'c_thumb,w_60,h_60,g_north,z_2', width: 60, height: 60 },
];

/** The side of a video whose colour samples are shared. */
export function evenSide(side: number): number {
  return side - (side % 2);
}
