import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsString } from 'class-validator';
import { MAX_PATH_BYTES } from '../../assets/asset-path.js';
import { VISIBILITIES, type Visibility } from '../../assets/asset.js';
import { MeasuredAsset } from '../intake/measured-asset.dto.js';
import { LONGEST_TAG, MOST_TAGS } from '../naming/tags.js';
import { MOST_PREWARMED } from './upload-options.js';

/** The multipart form of an upload. */
export class UploadForm {
  /** The files, 1 to 100 of them. */
  @ApiProperty({ type: 'array', maxItems: 100, items: { type: 'string', format: 'binary' } })
  @IsString({ each: true })
  files!: string[];

  /** The folder to store them in; the root when empty. Missing folders are made. */
  @ApiPropertyOptional({ example: 'photos/2026', maxLength: MAX_PATH_BYTES })
  @IsString()
  folder?: string;

  /** A name for each file, in their order, in place of the file's own. */
  @ApiPropertyOptional({
    type: 'array',
    maxItems: 100,
    items: { type: 'string', maxLength: MAX_PATH_BYTES },
    example: ['harbour.jpg'],
  })
  @IsString({ each: true })
  names?: string[];

  /** Transformations to render at once (20 at most), repeated or as one JSON array. */
  @ApiPropertyOptional({
    type: 'array',
    maxItems: MOST_PREWARMED,
    items: { type: 'string', maxLength: 65_536 },
    example: ['w_400,h_300,c_fill,f_webp'],
  })
  @IsString({ each: true })
  transformations?: string[];

  /** Replace an asset of the same name; otherwise the new one becomes `name (1).ext`. */
  @ApiPropertyOptional({ example: false })
  @IsBoolean()
  overwrite?: boolean;

  /** Who may see the files: everybody, or who has a credential or a signed URL. Unsaid, a replaced asset keeps its own. */
  @ApiPropertyOptional({ enum: VISIBILITIES, enumName: 'Visibility', example: 'public' })
  @IsIn(VISIBILITIES)
  visibility?: Visibility;

  /** Tags of the files (50 at most), repeated or as one JSON array. */
  @ApiPropertyOptional({
    type: 'array',
    maxItems: MOST_TAGS,
    items: { type: 'string', maxLength: LONGEST_TAG },
    example: ['harbour', 'night'],
  })
  @IsString({ each: true })
  tags?: string[];
}

/** One stored file. */
export class UploadedFile extends MeasuredAsset {
  @ApiProperty({ example: 'harbour.jpg' })
  @IsString()
  filename!: string;

  /** Names these very bytes; `?v=` makes a URL cacheable for good. */
  @ApiProperty({ example: 'KzHbFpbB2IzpY5nK1vQ0dA' })
  @IsString()
  version!: string;

  /** Delivers the original. */
  @ApiProperty({ example: '/t/photos/harbour.jpg' })
  @IsString()
  url!: string;

  /** The variants that were rendered. */
  @ApiPropertyOptional({
    type: [String],
    example: ['/t/w_400,h_300,c_fill,f_webp/photos/harbour.jpg'],
  })
  @IsString({ each: true })
  prewarmedUrls?: string[];

  /** Why a variant was not rendered. */
  @ApiPropertyOptional({ type: () => PrewarmError, isArray: true })
  prewarmErrors?: PrewarmError[];

  /** The videos that were queued. */
  @ApiPropertyOptional({ type: [String], example: ['/t/w_640,f_webm/clips/harbour.mp4'] })
  @IsString({ each: true })
  queuedTransformationUrls?: string[];

  /** Why a variant of a video was not queued or rendered. */
  @ApiPropertyOptional({ type: () => PrewarmError, isArray: true })
  queueErrors?: PrewarmError[];
}

/** A transformation that was not rendered at upload. */
export class PrewarmError {
  @ApiProperty({ example: 'w_abc' })
  @IsString()
  transformation!: string;

  @ApiProperty({ example: 'w_abc: a whole number of pixels.' })
  @IsString()
  error!: string;
}

/** A file that was not stored. */
export class RefusedFile {
  @ApiProperty({ example: 'notes.txt' })
  @IsString()
  filename!: string;

  @ApiProperty({ example: 'Files that end in ".txt" are not stored here.' })
  @IsString()
  error!: string;
}

/** What became of each file. */
export class UploadResult {
  /** Whether every file was stored. */
  @ApiProperty({ example: true })
  @IsBoolean()
  success!: boolean;

  @ApiProperty({ type: () => UploadedFile, isArray: true })
  files!: UploadedFile[];

  @ApiPropertyOptional({ type: () => RefusedFile, isArray: true })
  errors?: RefusedFile[];
}
