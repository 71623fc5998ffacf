import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsISO8601, IsString, Matches, MaxLength, MinLength } from 'class-validator';

/** Which name is meant. */
export class TransformationName {
  /** Letters, digits, `_` and `-`; `true` and `1` have another meaning in URLs. */
  @ApiProperty({ example: 'thumbnail', pattern: '^(?!(true|1)$)[A-Za-z0-9][A-Za-z0-9_-]{0,63}$' })
  @IsString()
  @Matches(/^(?!(true|1)$)[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, {
    message: 'name must be 1 to 64 letters, digits, _ or -, and neither true nor 1',
  })
  name!: string;
}

/** What a name is to stand for. */
export class NewNamedTransformation {
  /** One to eight steps joined by `/`, without names in it. */
  @ApiProperty({ example: 'w_320,h_320,c_fill,g_auto' })
  @IsString()
  @MinLength(1)
  @MaxLength(2048)
  transformation!: string;
}

/** A transformation that URLs call as `t_{name}`. */
export class NamedTransformationDto {
  @ApiProperty({ example: 'thumbnail' })
  @IsString()
  name!: string;

  /** In its canonical form. */
  @ApiProperty({ example: 'w_320,h_320,g_auto' })
  @IsString()
  transformation!: string;

  /** When it was last changed. */
  @ApiProperty({ example: '2026-01-31T12:00:00.000Z' })
  @IsISO8601()
  updatedAt!: string;
}

/** All names there are, at most 1000. */
export class NamedTransformationList {
  @ApiProperty({ type: () => NamedTransformationDto, isArray: true, maxItems: 1000 })
  transformations!: NamedTransformationDto[];
}

/** A name is gone. */
export class DeletedNamedTransformation {
  @ApiProperty({ example: true })
  @IsBoolean()
  success!: boolean;

  @ApiProperty({ example: 'The name is deleted.' })
  @IsString()
  message!: string;
}
