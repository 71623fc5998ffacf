import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsISO8601, IsString } from 'class-validator';
import { MEDIA_KINDS, type MediaKind } from '../../assets/media-types.js';

/** All assets together. */
export class StorageUse {
  /** Bytes. */
  @ApiProperty({ example: 1_482_133_120 })
  @IsInt()
  size!: number;

  @ApiProperty({ example: 4_210 })
  @IsInt()
  fileCount!: number;
}

/** All variants on this machine together. */
export class CacheUse extends StorageUse {
  /** Bytes that it may take. */
  @ApiProperty({ example: 10_737_418_240 })
  @IsInt()
  limit!: number;
}

/** How much is stored and cached. */
export class StorageStats {
  @ApiProperty({ type: () => StorageUse })
  storage!: StorageUse;

  @ApiProperty({ type: () => CacheUse })
  cache!: CacheUse;

  /** When an asset came or went last. */
  @ApiProperty({ example: '2026-01-31T12:00:00.000Z' })
  @IsISO8601()
  updatedAt!: string;
}

/** All assets of a kind together. */
export class KindUse extends StorageUse {
  @ApiProperty({ enum: MEDIA_KINDS, enumName: 'MediaKind', example: 'image' })
  @IsIn(MEDIA_KINDS)
  kind!: MediaKind;
}

/** How much is stored of each kind. */
export class StorageKinds {
  @ApiProperty({ type: () => KindUse, isArray: true })
  kinds!: KindUse[];
}

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

/** How the index was brought to agree with the store. */
export class ReconciliationResult {
  @ApiProperty({ example: true })
  @IsBoolean()
  success!: boolean;

  /** Files that the index did not know. */
  @ApiProperty({ example: 12 })
  @IsInt()
  added!: number;

  /** Files that had been replaced. */
  @ApiProperty({ example: 1 })
  @IsInt()
  changed!: number;

  /** Files that were no longer there. */
  @ApiProperty({ example: 0 })
  @IsInt()
  removed!: number;
}
