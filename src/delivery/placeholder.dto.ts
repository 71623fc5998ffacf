import { ApiProperty } from '@nestjs/swagger';

/** What a page can show in an image's place until it is there. */
export class Placeholder {
  /** Displayed width, px. */
  @ApiProperty({ example: 4032, type: 'integer' })
  width!: number;

  /** Displayed height, px. */
  @ApiProperty({ example: 3024, type: 'integer' })
  height!: number;

  /** The colour that most of it has. */
  @ApiProperty({ example: '#4a7fa3', pattern: '^#[0-9a-f]{6}$' })
  dominantColor!: string;

  /** BlurHash, 4 × 3 waves; transparency is seen on white. */
  @ApiProperty({ example: 'LEHV6nWB2yk8pyo0adR*.7kCMdnj' })
  blurhash!: string;

  /** ThumbHash, base64. */
  @ApiProperty({ example: '1QcSHQRnh493V4dIh4eXh1h4kJUI' })
  thumbhash!: string;

  /** A preview of at most 20 px a side, as a `data:` URI. */
  @ApiProperty({ example: 'data:image/webp;base64,UklGRhIAAABXRUJQVlA4TAYAAAAvQWxvAGs=' })
  lqip!: string;
}
