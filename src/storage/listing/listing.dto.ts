import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsArray, IsIn, IsInt, IsISO8601, IsString, Max, MaxLength, Min } from 'class-validator';
import { MAX_PATH_BYTES } from '../../assets/asset-path.js';
import { IfGiven } from '../../http/if-given.decorator.js';
import { VISIBILITIES, type Visibility } from '../../assets/asset.js';
import type { FileOrder } from '../../assets/index/asset-inventory.js';
import { MEDIA_KINDS, type MediaKind } from '../../assets/media-types.js';
import { PAGE_SIZE, PageSize } from '../../http/page-size.decorator.js';
import { MeasuredAsset } from '../intake/measured-asset.dto.js';
import { LONGEST_CURSOR } from '../naming/listing-cursor.js';
import { SearchText } from '../naming/search-text.decorator.js';

/** The orders of files, as a client names them. */
export const FILE_ORDERS = {
  name: { by: 'name', descending: false },
  '-name': { by: 'name', descending: true },
  date: { by: 'date', descending: false },
  '-date': { by: 'date', descending: true },
  size: { by: 'size', descending: false },
  '-size': { by: 'size', descending: true },
  type: { by: 'type', descending: false },
  '-type': { by: 'type', descending: true },
} as const satisfies Record<string, FileOrder>;

const SORTS = Object.keys(FILE_ORDERS);

/** What of the store to list. */
export class ListQuery {
  /** The folder; the root when empty. */
  @ApiPropertyOptional({ example: 'photos' })
  @IfGiven()
  @IsString()
  @MaxLength(MAX_PATH_BYTES)
  path?: string;

  /** How many levels of folders to list. */
  @ApiPropertyOptional({ minimum: 1, maximum: 8, default: 1 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(8)
  depth: number = 1;

  @PageSize()
  limit = PAGE_SIZE;

  /** `nextCursor` of the page before; path, search, type and sort must be as they were then. */
  @ApiPropertyOptional({ example: 'WyJmIiwiYS5qcGciLCJhLmpwZyJd' })
  @IfGiven()
  @IsString()
  @MaxLength(LONGEST_CURSOR)
  cursor?: string;

  /** A part of a path or of a tag. Everything below the folder is looked through, and what is found is listed flat. */
  @SearchText('harbour')
  search?: string;

  /** Only files of this kind; folders are listed all the same. */
  @ApiPropertyOptional({ enum: MEDIA_KINDS, enumName: 'MediaKind' })
  @IfGiven()
  @IsIn(MEDIA_KINDS)
  type?: MediaKind;

  /** The order of the files, descending with a minus; folders come first, by name. */
  @ApiPropertyOptional({ enum: SORTS, enumName: 'ListSort', default: 'name' })
  @IsIn(SORTS)
  sort: keyof typeof FILE_ORDERS = 'name';
}

/** One listed asset. */
export class ListedFile extends MeasuredAsset {
  @ApiProperty({ example: 'harbour.jpg' })
  @IsString()
  name!: string;

  /** When its bytes were stored. */
  @ApiProperty({ example: '2026-01-31T12:00:00.000Z' })
  @IsISO8601()
  mtime!: string;

  /** Absent until a file that came by hand has been read. */
  @ApiPropertyOptional({ example: 'KzHbFpbB2IzpY5nK1vQ0dA' })
  @IsString()
  version?: string;

  @ApiProperty({ enum: VISIBILITIES, enumName: 'Visibility', example: 'public' })
  @IsIn(VISIBILITIES)
  visibility!: Visibility;

  @ApiProperty({ type: [String], example: ['harbour', 'night'] })
  @IsArray()
  @IsString({ each: true })
  tags!: string[];
}

/** One listed folder, with what lies in it as far as `depth` reaches and 2000 entries altogether. */
export class ListedFolder {
  @ApiProperty({ example: '2026' })
  @IsString()
  name!: string;

  @ApiProperty({ example: 'photos/2026' })
  @IsString()
  path!: string;

  /** Absent where the listing does not reach. */
  @ApiPropertyOptional({ type: () => ListedFolder, isArray: true })
  folders?: ListedFolder[];

  /** Absent where the listing does not reach. */
  @ApiPropertyOptional({ type: () => ListedFile, isArray: true })
  files?: ListedFile[];
}

/** A folder of the store. */
export class StorageListing {
  /** The folder; empty for the root. */
  @ApiProperty({ example: 'photos' })
  @IsString()
  path!: string;

  @ApiProperty({ type: () => ListedFolder, isArray: true })
  folders!: ListedFolder[];

  @ApiProperty({ type: () => ListedFile, isArray: true })
  files!: ListedFile[];

  /** Present when there is more. */
  @ApiPropertyOptional({ example: 'WyJmIiwiYS5qcGciLCJhLmpwZyJd' })
  @IsString()
  nextCursor?: string;
}
