import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsString, MaxLength } from 'class-validator';
import { MAX_PATH_BYTES } from '../../assets/asset-path.js';

const MOST_PATHS = 1000;

/** What to put into an archive. */
export class ArchiveRequest {
  /** Paths of assets, and of folders with all in them. */
  @ApiProperty({
    type: 'array',
    minItems: 1,
    maxItems: MOST_PATHS,
    items: { type: 'string', maxLength: MAX_PATH_BYTES },
    example: ['photos/harbour.jpg', 'clips'],
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_PATHS)
  @IsString({ each: true })
  @MaxLength(MAX_PATH_BYTES, { each: true })
  paths!: string[];
}
