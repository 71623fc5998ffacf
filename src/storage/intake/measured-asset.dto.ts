import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsNumber, IsString } from 'class-validator';

/** What every answer tells of an asset. */
export class MeasuredAsset {
  /** Where it lies in the store. */
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

  /** Displayed width, px, once it has been measured. */
  @ApiPropertyOptional({ example: 4032 })
  @IsInt()
  width?: number;

  /** Displayed height, px, once it has been measured. */
  @ApiPropertyOptional({ example: 3024 })
  @IsInt()
  height?: number;

  /** Seconds, of video and audio. */
  @ApiPropertyOptional({ example: 12.5 })
  @IsNumber()
  duration?: number;
}
