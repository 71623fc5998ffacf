import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsBoolean, IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { MAX_PATH_BYTES } from '../../../assets/asset-path.js';
import { IfGiven } from '../../../http/if-given.decorator.js';
import { MAX_TEXT_LENGTH } from '../../../transform/language/limits.js';
import { WantedMarks } from '../../naming/wanted-marks.dto.js';
import { MOST_PREWARMED } from '../upload-options.js';

const LONGEST_URL = 2048;

/** A file on another server, and how it is to be stored. */
export class UrlUploadRequest extends WantedMarks {
  /** Where it is: http or https, on a public address. */
  @ApiProperty({ example: 'https://images.example.com/harbour.jpg', maxLength: LONGEST_URL })
  @IsString()
  @IsNotEmpty()
  @MaxLength(LONGEST_URL)
  url!: string;

  /** The folder to store it in; the root when left out. */
  @ApiPropertyOptional({ example: 'photos/2026', maxLength: MAX_PATH_BYTES })
  @IfGiven()
  @IsString()
  @MaxLength(MAX_PATH_BYTES)
  folder?: string;

  /** Its name; the last part of the URL when left out. Without an ending it gets that of the type the server declares. */
  @ApiPropertyOptional({ example: 'harbour.jpg', maxLength: MAX_PATH_BYTES })
  @IfGiven()
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_PATH_BYTES)
  name?: string;

  /** Transformations to render at once. */
  @ApiPropertyOptional({
    type: [String],
    maxItems: MOST_PREWARMED,
    example: ['w_400,h_300,c_fill,f_webp'],
  })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(MOST_PREWARMED)
  @IsString({ each: true })
  @MaxLength(MAX_TEXT_LENGTH, { each: true })
  transformations?: string[];

  /** Replace an asset of the same name; otherwise the new one becomes `name (1).ext`. */
  @ApiPropertyOptional({ example: false })
  @IfGiven()
  @IsBoolean()
  overwrite?: boolean;
}
