import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsString, MaxLength } from 'class-validator';
import { IfGiven } from '../../http/if-given.decorator.js';
import { VISIBILITIES, type Visibility } from '../../assets/asset.js';
import { LONGEST_TAG, MOST_TAGS } from './tags.js';

/** Who is to see an asset, and what it is to be tagged with. */
export class WantedMarks {
  /** Who may see it. Unsaid, an asset that is there keeps its own. */
  @ApiPropertyOptional({ enum: VISIBILITIES, enumName: 'Visibility', example: 'private' })
  @IfGiven()
  @IsIn(VISIBILITIES)
  visibility?: Visibility;

  /** Its tags, in place of those it has. */
  @ApiPropertyOptional({ type: [String], maxItems: MOST_TAGS, example: ['harbour', 'night'] })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(MOST_TAGS)
  @IsString({ each: true })
  @MaxLength(LONGEST_TAG, { each: true })
  tags?: string[];
}
