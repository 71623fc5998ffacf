import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsISO8601, IsString } from 'class-validator';

/** A variant that is kept. */
export class AssetVariant {
  /** `working-copy` is what variants of a format the engine cannot open are made from. */
  @ApiProperty({ example: 'webp' })
  @IsString()
  format!: string;

  /** Bytes. */
  @ApiProperty({ example: 18_240 })
  @IsInt()
  size!: number;

  @ApiProperty({ example: '2026-01-31T12:00:00.000Z', format: 'date-time' })
  @IsISO8601()
  madeAt!: string;
}

/** What has been made of an asset and is kept. */
export class AssetVariants {
  @ApiProperty({ example: 12 })
  @IsInt()
  total!: number;

  /** Bytes of all of them. */
  @ApiProperty({ example: 218_400 })
  @IsInt()
  size!: number;

  /** The newest, 200 at most. */
  @ApiProperty({ type: () => AssetVariant, isArray: true })
  variants!: AssetVariant[];
}

/** Variants are gone; they are made again when they are asked for. */
export class InvalidationResult {
  @ApiProperty({ example: true })
  @IsBoolean()
  success!: boolean;

  @ApiProperty({ example: 4 })
  @IsInt()
  variantsDeleted!: number;
}
