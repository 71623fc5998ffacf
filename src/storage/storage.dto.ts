import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsInt,
  IsISO8601,
  IsNumber,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
} from 'class-validator';

/** What of the store to list. */
export class ListQuery {
  /** The folder; the root when empty. */
  @ApiPropertyOptional({ example: 'photos' })
  @IsOptional()
  @IsString()
  @MaxLength(1024)
  path?: string;

  /** How many levels of folders to list. */
  @ApiPropertyOptional({ minimum: 1, maximum: 8, default: 1 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(8)
  depth: number = 1;

  /** How many entries of the folder to give at once. */
  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: 50 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  /** `nextCursor` of the page before. */
  @ApiPropertyOptional({ example: 'ZmlsZS9hLmpwZw' })
  @IsOptional()
  @IsString()
  @MaxLength(512)
  cursor?: string;
}

/** One listed asset. */
export class ListedFile {
  @ApiProperty({ example: 'harbour.jpg' })
  @IsString()
  name!: string;

  @ApiProperty({ example: 'photos/harbour.jpg' })
  @IsString()
  path!: string;

  /** Bytes. */
  @ApiProperty({ example: 482_133 })
  @IsInt()
  size!: number;

  /** When its bytes were stored. */
  @ApiProperty({ example: '2026-01-31T12:00:00.000Z' })
  @IsISO8601()
  mtime!: string;

  @ApiProperty({ example: 'image/jpeg' })
  @IsString()
  contentType!: string;

  @ApiProperty({ example: 'KzHbFpbB2IzpY5nK1vQ0dA' })
  @IsString()
  version!: string;
}

/** One listed folder, with what lies in it as far as `depth` reaches. */
export class ListedFolder {
  @ApiProperty({ example: '2026' })
  @IsString()
  name!: string;

  @ApiProperty({ example: 'photos/2026' })
  @IsString()
  path!: string;

  @ApiPropertyOptional({ type: () => ListedFolder, isArray: true })
  folders?: ListedFolder[];

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
  @ApiPropertyOptional({ example: 'ZmlsZS9hLmpwZw' })
  @IsString()
  nextCursor?: string;
}

/** Everything known of an asset. */
export class AssetMetadata {
  @ApiProperty({ example: 'photos/harbour.jpg' })
  @IsString()
  path!: string;

  /** Bytes. */
  @ApiProperty({ example: 482_133 })
  @IsInt()
  size!: number;

  @ApiProperty({ example: 'image/jpeg' })
  @IsString()
  contentType!: string;

  @ApiProperty({ example: '2026-01-31T12:00:00.000Z' })
  @IsISO8601()
  createdAt!: string;

  @ApiProperty({ example: '2026-01-31T12:00:00.000Z' })
  @IsISO8601()
  updatedAt!: string;

  @ApiProperty({ example: 'KzHbFpbB2IzpY5nK1vQ0dA' })
  @IsString()
  version!: string;

  /** Displayed width, px. */
  @ApiPropertyOptional({ example: 4032 })
  @IsInt()
  width?: number;

  /** Displayed height, px. */
  @ApiPropertyOptional({ example: 3024 })
  @IsInt()
  height?: number;

  /** EXIF orientation, 1 to 8. */
  @ApiPropertyOptional({ example: 6 })
  @IsInt()
  orientation?: number;

  @ApiPropertyOptional({ example: false })
  @IsBoolean()
  hasAlpha?: boolean;

  /** Frames of an animation, pages of a document; 1 for a still. */
  @ApiPropertyOptional({ example: 1 })
  @IsInt()
  frames?: number;

  /** Seconds, of video and audio. */
  @ApiPropertyOptional({ example: 12.5 })
  @IsNumber()
  duration?: number;

  @ApiPropertyOptional({ example: 'h264' })
  @IsString()
  codec?: string;

  /** Frames per second. */
  @ApiPropertyOptional({ example: 25 })
  @IsNumber()
  fps?: number;

  /** Whether a video has sound. */
  @ApiPropertyOptional({ example: true })
  @IsBoolean()
  audio?: boolean;
}

/** What a deletion removed. */
export class DeletionDetails {
  @ApiProperty({ example: 1 })
  @IsInt()
  filesDeleted!: number;

  @ApiProperty({ example: 4 })
  @IsInt()
  variantsDeleted!: number;

  @ApiProperty({ example: 0 })
  @IsInt()
  jobsDeleted!: number;
}

/** An asset is gone. */
export class DeletionResult {
  @ApiProperty({ example: true })
  @IsBoolean()
  success!: boolean;

  @ApiProperty({ example: 'Deleted photos/harbour.jpg.' })
  @IsString()
  message!: string;

  @ApiProperty({ type: () => DeletionDetails })
  details!: DeletionDetails;
}
