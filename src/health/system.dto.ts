import { ApiProperty } from '@nestjs/swagger';
import { IsArray, IsInt, IsString } from 'class-validator';

/** What the installation allows; each is a variable of its environment. */
export class SystemLimits {
  /** Largest upload, bytes. */
  @ApiProperty({ example: 52_428_800 })
  @IsInt()
  fileBytes!: number;

  /** Largest side of a result, px. */
  @ApiProperty({ example: 8192 })
  @IsInt()
  outputSide!: number;

  /** Largest area of a source, px. */
  @ApiProperty({ example: 100_000_000 })
  @IsInt()
  sourcePixels!: number;

  /** Longest video that is transformed, seconds. */
  @ApiProperty({ example: 3600 })
  @IsInt()
  videoSeconds!: number;

  /** Images rendered at the same time. */
  @ApiProperty({ example: 2 })
  @IsInt()
  renders!: number;

  /** Requests of a key without a limit of its own in a window. */
  @ApiProperty({ example: 100 })
  @IsInt()
  keyRequests!: number;

  /** Seconds of that window. */
  @ApiProperty({ example: 60 })
  @IsInt()
  keyWindowSeconds!: number;

  /** Renders an anonymous address may cause in a minute; 0 is no limit. */
  @ApiProperty({ example: 120 })
  @IsInt()
  publicRenders!: number;

  /** Backups kept. */
  @ApiProperty({ example: 30 })
  @IsInt()
  backups!: number;
}

/** A part of the software and its version. */
export class SystemVersion {
  @ApiProperty({ example: 'Node.js' })
  @IsString()
  name!: string;

  @ApiProperty({ example: '24.21.0' })
  @IsString()
  version!: string;
}

/** What runs here, and what it allows. */
export class SystemInfo {
  /** What this process does: `all`, `api` or `worker`. */
  @ApiProperty({ example: 'all' })
  @IsString()
  role!: string;

  /** Where originals lie. */
  @ApiProperty({ example: 'local' })
  @IsString()
  storage!: string;

  /** When the databases are backed up: a cron expression, or `off`. */
  @ApiProperty({ example: '0 2 * * *' })
  @IsString()
  backupSchedule!: string;

  @ApiProperty({ type: () => SystemVersion, isArray: true })
  @IsArray()
  versions!: SystemVersion[];

  @ApiProperty({ type: () => SystemLimits })
  limits!: SystemLimits;
}
