import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsInt, IsString } from 'class-validator';

/** How to delete. */
export class DeleteQuery {
  /** Whether a folder goes with all in it. */
  @ApiPropertyOptional({ default: false })
  @Transform(({ value }: { value: unknown }) =>
    value === 'true' ? true : value === 'false' ? false : value,
  )
  @IsBoolean()
  recursive: boolean = false;
}

/** What a deletion removed. */
export class DeletionDetails {
  @ApiProperty({ example: 1 })
  @IsInt()
  filesDeleted!: number;

  @ApiProperty({ example: 4 })
  @IsInt()
  variantsDeleted!: number;

  @ApiProperty({ example: 0 })
  @IsInt()
  jobsDeleted!: number;
}

/** An asset is gone. */
export class DeletionResult {
  @ApiProperty({ example: true })
  @IsBoolean()
  success!: boolean;

  @ApiProperty({ example: 'Deleted photos/harbour.jpg.' })
  @IsString()
  message!: string;

  @ApiProperty({ type: () => DeletionDetails })
  details!: DeletionDetails;
}
