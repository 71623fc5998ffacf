import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { MAX_PATH_BYTES } from '../../assets/asset-path.js';
import { IfGiven } from '../../http/if-given.decorator.js';
import { PAGE_SIZE, PageSize } from '../../http/page-size.decorator.js';
import { LONGEST_CURSOR } from '../naming/listing-cursor.js';
import { SearchText } from '../naming/search-text.decorator.js';

/** A folder to make. */
export class NewFolder {
  /** The folder's path; those above it are made, too. */
  @ApiProperty({ example: 'photos/2026' })
  @IsString()
  @MaxLength(MAX_PATH_BYTES)
  path!: string;
}

/** Which folders to list. */
export class FolderQuery {
  /** A part of a folder's path. */
  @SearchText('2026')
  search?: string;

  @PageSize()
  limit = PAGE_SIZE;

  /** `nextCursor` of the page before; search must be as it was then. */
  @ApiPropertyOptional({ example: 'cGhvdG9z' })
  @IfGiven()
  @IsString()
  @MaxLength(LONGEST_CURSOR)
  cursor?: string;
}

/** A folder. */
export class Folder {
  @ApiProperty({ example: '2026' })
  @IsString()
  name!: string;

  @ApiProperty({ example: 'photos/2026' })
  @IsString()
  path!: string;

  /** The folder it lies in; empty for the root. */
  @ApiProperty({ example: 'photos' })
  @IsString()
  parent!: string;
}

/** A page of folders, in the order of their paths. */
export class FolderPage {
  @ApiProperty({ type: () => Folder, isArray: true })
  @IsArray()
  @ValidateNested({ each: true })
  folders!: Folder[];

  /** Present when there is more. */
  @ApiPropertyOptional({ example: 'cGhvdG9z' })
  @IsString()
  nextCursor?: string;
}

/** Which folders to summarise. */
export class FolderSummaryQuery {
  /** The folders' paths, repeated. */
  @ApiProperty({ type: [String], maxItems: 50, example: ['photos', 'photos/2026'] })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? [value] : value))
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(MAX_PATH_BYTES, { each: true })
  paths!: string[];
}

/** A picture to show for a folder. */
export class FolderPreview {
  @ApiProperty({ example: 'photos/2026/harbour.jpg' })
  @IsString()
  path!: string;

  @ApiPropertyOptional({ example: 'KzHbFpbB2IzpY5nK1vQ0dA' })
  @IsString()
  version?: string;
}

/** What lies in a folder, at any depth. */
export class FolderSummaryDto {
  @ApiProperty({ example: 'photos/2026' })
  @IsString()
  path!: string;

  /** Assets in it and below it. */
  @ApiProperty({ example: 214 })
  @IsInt()
  fileCount!: number;

  /** Their bytes. */
  @ApiProperty({ example: 103_482_133 })
  @IsInt()
  size!: number;

  /** Folders directly in it. */
  @ApiProperty({ example: 3 })
  @IsInt()
  folderCount!: number;

  /** Its newest pictures, four at most. */
  @ApiProperty({ type: () => FolderPreview, isArray: true })
  @IsArray()
  previews!: FolderPreview[];
}

/** Summaries in the order of the question. */
export class FolderSummaries {
  @ApiProperty({ type: () => FolderSummaryDto, isArray: true })
  @IsArray()
  summaries!: FolderSummaryDto[];
}
