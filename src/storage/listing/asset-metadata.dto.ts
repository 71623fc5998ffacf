import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsISO8601, IsNumber, IsString } from 'class-validator';
import { VISIBILITIES, type Visibility } from '../../assets/asset.js';
import { MeasuredAsset } from '../intake/measured-asset.dto.js';

/** Everything known of an asset. */
export class AssetMetadata extends MeasuredAsset {
  @ApiProperty({ example: '2026-01-31T12:00:00.000Z' })
  @IsISO8601()
  createdAt!: string;

  @ApiProperty({ example: '2026-01-31T12:00:00.000Z' })
  @IsISO8601()
  updatedAt!: string;

  @ApiProperty({ example: 'KzHbFpbB2IzpY5nK1vQ0dA' })
  @IsString()
  version!: string;

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

  @ApiProperty({ enum: VISIBILITIES, enumName: 'Visibility', example: 'public' })
  @IsIn(VISIBILITIES)
  visibility!: Visibility;

  @ApiProperty({ type: [String], example: ['harbour', 'night'] })
  @IsString({ each: true })
  tags!: string[];
}
