import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import { MAX_PATH_BYTES } from '../../../assets/asset-path.js';
import { IfGiven } from '../../../http/if-given.decorator.js';
import { VISIBILITIES, type Visibility } from '../../../assets/asset.js';
import { MAX_TEXT_LENGTH } from '../../../transform/language/limits.js';
import { MOST_PREWARMED } from '../upload-options.js';

const LONGEST_S = 3600;
const MOST_FILES = 1000;
const MOST_BYTES = 102_400 * 1024 * 1024;

/** What an upload signature is to allow. */
export class UploadSignRequest {
  /** The one folder to upload to; empty for the root. */
  @ApiProperty({ example: 'users/42', maxLength: MAX_PATH_BYTES })
  @IsString()
  @MaxLength(MAX_PATH_BYTES)
  folder!: string;

  /** Seconds that the signature is good for. */
  @ApiProperty({ example: 600, type: 'integer', minimum: 1, maximum: LONGEST_S })
  @IsInt()
  @Min(1)
  @Max(LONGEST_S)
  expiresIn!: number;

  /** Files that may be stored with it in all, however many requests that takes. */
  @ApiPropertyOptional({
    example: 1,
    type: 'integer',
    default: 1,
    minimum: 1,
    maximum: MOST_FILES,
  })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(MOST_FILES)
  maxFiles = 1;

  /** Bytes that each of them may have; never more than `MAX_FILE_SIZE_MB`. */
  @ApiPropertyOptional({ example: 5_242_880, type: 'integer', minimum: 1, maximum: MOST_BYTES })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(MOST_BYTES)
  maxSize?: number;

  /** Who may see the files; everybody when left out. */
  @ApiPropertyOptional({ enum: VISIBILITIES, enumName: 'Visibility', example: 'public' })
  @IfGiven()
  @IsIn(VISIBILITIES)
  visibility?: Visibility;

  /** Transformations to render of each file at once, 2048 bytes of them in all; the form may choose among these and no others. */
  @ApiPropertyOptional({
    type: 'array',
    maxItems: MOST_PREWARMED,
    items: { type: 'string', maxLength: MAX_TEXT_LENGTH },
    example: ['w_400,h_300,c_fill,f_webp'],
  })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(MOST_PREWARMED)
  @IsString({ each: true })
  @MaxLength(MAX_TEXT_LENGTH, { each: true })
  transformations?: string[];
}

/** An upload signature, and what it allows. */
export class SignedUpload {
  /** Send it to `POST /upload`, as `X-Upload-Signature` or as `?signature=`. */
  @ApiProperty({
    example: 'eyJpZCI6Ik1DMmtxMFpWYjd4TjRjUnIifQ.n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDw',
  })
  @IsString()
  signature!: string;

  /** Unix time in seconds. */
  @ApiProperty({ example: 1_900_000_000, type: 'integer' })
  @IsInt()
  expires!: number;

  /** The same as a date. */
  @ApiProperty({ example: '2030-03-17T17:46:40.000Z', format: 'date-time' })
  @IsString()
  expiresAt!: string;

  @ApiProperty({ example: 'users/42' })
  @IsString()
  folder!: string;

  @ApiProperty({ example: 1, type: 'integer' })
  @IsInt()
  maxFiles!: number;

  /** Bytes. */
  @ApiProperty({ example: 5_242_880, type: 'integer' })
  @IsInt()
  maxSize!: number;

  @ApiPropertyOptional({ enum: VISIBILITIES, enumName: 'Visibility', example: 'public' })
  @IsIn(VISIBILITIES)
  visibility?: Visibility;

  @ApiPropertyOptional({ type: [String], example: ['w_400,h_300,c_fill,f_webp'] })
  @IsString({ each: true })
  transformations?: string[];
}
