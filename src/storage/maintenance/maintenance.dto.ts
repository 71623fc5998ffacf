import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsISO8601 } from 'class-validator';
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
