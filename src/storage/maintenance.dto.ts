import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsISO8601 } from 'class-validator';

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
