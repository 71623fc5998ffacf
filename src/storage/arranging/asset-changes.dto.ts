import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { MAX_PATH_BYTES } from '../../assets/asset-path.js';
import { IfGiven } from '../../http/if-given.decorator.js';
import { VISIBILITIES, type Visibility } from '../../assets/asset.js';
import { WantedMarks } from '../naming/wanted-marks.dto.js';

/** What to change of an asset; of a folder only the name. */
export class AssetChanges extends WantedMarks {
  /** Its new name in the same folder. */
  @ApiPropertyOptional({ example: 'harbour-at-night.jpg' })
  @IfGiven()
  @IsString()
  @IsNotEmpty()
  @MaxLength(255)
  name?: string;
}

/** Where something is to go. */
export class MoveRequest {
  /** The new path; with a slash at its end, the folder to move into (`/` is the root). */
  @ApiProperty({ example: 'archive/2026/harbour.jpg' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_PATH_BYTES)
  destination!: string;
}

/** Where the copy is to go. */
export class CopyRequest {
  /** The copy's path; with a slash at its end, the folder to copy into; without it, a numbered name beside the original. */
  @ApiPropertyOptional({ example: 'archive/2026/' })
  @IfGiven()
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_PATH_BYTES)
  destination?: string;
}

/** Where something has come to lie. */
export class Transfer {
  /** Where it was, or of what it is a copy. */
  @ApiProperty({ example: 'photos/harbour.jpg' })
  @IsString()
  source!: string;

  @ApiProperty({ example: 'archive/2026/harbour.jpg' })
  @IsString()
  path!: string;

  /** How many assets that were. */
  @ApiProperty({ example: 1 })
  @IsInt()
  fileCount!: number;
}

/** What an asset or a folder has become. */
export class ChangedAsset {
  @ApiProperty({ example: 'photos/harbour-at-night.jpg' })
  @IsString()
  path!: string;

  /** Present when visibility or tags were changed. */
  @ApiPropertyOptional({ enum: VISIBILITIES, enumName: 'Visibility', example: 'private' })
  @IsIn(VISIBILITIES)
  visibility?: Visibility;

  /** Present when visibility or tags were changed. */
  @ApiPropertyOptional({ type: [String], example: ['harbour', 'night'] })
  @IsString({ each: true })
  tags?: string[];
}
