import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsISO8601, IsNotEmpty, IsString, Max, MaxLength, Min } from 'class-validator';
import { MAX_PATH_BYTES } from '../assets/asset-path.js';
import { IfGiven } from '../http/if-given.decorator.js';

const YEAR_S = 31_536_000;

/** What to sign a URL for. */
export class SignRequest {
  /** The asset's path. */
  @ApiProperty({ example: 'photos/harbour.jpg' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_PATH_BYTES)
  path!: string;

  /** Without it the URL delivers the original. */
  @ApiPropertyOptional({ example: 'w_400,h_300,c_fill,f_webp' })
  @IfGiven()
  @IsString()
  @MaxLength(2048)
  transformation?: string;

  /** Seconds that the URL is good for; for ever when left out. */
  @ApiPropertyOptional({ minimum: 1, maximum: YEAR_S, example: 3600 })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(YEAR_S)
  expiresIn?: number;
}

/** A signed URL. */
export class SignedUrl {
  /** To be put behind the server's address. */
  @ApiProperty({
    example: '/authenticated/s--n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is--1900000000/w_400/photos/a.jpg',
  })
  @IsString()
  url!: string;

  @ApiProperty({ example: 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is' })
  @IsString()
  signature!: string;

  /** Unix time in seconds, as in the URL. */
  @ApiPropertyOptional({ example: 1_900_000_000 })
  @IsInt()
  expires?: number;

  /** The same as a date. */
  @ApiPropertyOptional({ example: '2030-03-17T17:46:40.000Z' })
  @IsISO8601()
  expiresAt?: string;
}
