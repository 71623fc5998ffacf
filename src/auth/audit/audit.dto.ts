import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsISO8601, IsString, Max, MaxLength, Min } from 'class-validator';
import { IfGiven } from '../../http/if-given.decorator.js';
import { AUDIT_EVENTS, type AuditEvent } from '../../access/audit.js';
import { PAGE_SIZE, PageSize } from '../../http/page-size.decorator.js';

/** Which security events are asked for. */
export class ListAuditEvents {
  /** What has happened. */
  @ApiPropertyOptional({ enum: AUDIT_EVENTS, example: 'api_key.success' })
  @IfGiven()
  @IsIn(AUDIT_EVENTS)
  event?: AuditEvent;

  /** An actor's id or name. */
  @ApiPropertyOptional({ example: 'Website', maxLength: 200 })
  @IfGiven()
  @IsString()
  @MaxLength(200)
  actor?: string;

  /** The API key that was used, made or changed. */
  @ApiPropertyOptional({ example: 'mC2kq0ZVb7xN4cRr8uJt1wYz5aHd9fLe', maxLength: 64 })
  @IfGiven()
  @IsString()
  @MaxLength(64)
  keyId?: string;

  /** Not before this time. */
  @ApiPropertyOptional({ example: '2026-01-01T00:00:00Z', format: 'date-time', maxLength: 40 })
  @IfGiven()
  @IsISO8601({ strict: true })
  @MaxLength(40)
  from?: string;

  /** Before this time. */
  @ApiPropertyOptional({ example: '2026-02-01T00:00:00Z', format: 'date-time', maxLength: 40 })
  @IfGiven()
  @IsISO8601({ strict: true })
  @MaxLength(40)
  to?: string;

  @PageSize()
  limit = PAGE_SIZE;

  /** `nextCursor` of the page before. */
  @ApiPropertyOptional({ type: 'integer', example: 1204 })
  @IfGiven()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  cursor?: number;
}

/** One security event. */
export class AuditEventDto {
  @ApiProperty({ example: '1205' })
  id!: string;

  @ApiProperty({ example: '2026-01-31T12:00:00.000Z', format: 'date-time' })
  time!: string;

  @ApiProperty({ enum: AUDIT_EVENTS, example: 'api_key.success' })
  event!: string;

  @ApiProperty({ enum: ['success', 'failure'], example: 'success' })
  outcome!: string;

  @ApiProperty({ type: String, nullable: true, example: null })
  reason!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'api-key' })
  actorType!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'aQ0ZVb7xN4cRr8uJt1wYz5aHd9fLemC2' })
  actorId!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'Website' })
  actorName!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'mC2kq0ZVb7xN4cRr8uJt1wYz5aHd9fLe' })
  keyId!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '203.0.113.7' })
  ip!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'GET' })
  method!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '/storage' })
  path!: string | null;

  /** What it was done to. */
  @ApiProperty({ type: String, nullable: true, example: 'photos/a.jpg' })
  subject!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'f3c8a2de-6c1e-4c5b-9b5d-0d4bd0a3a1e7' })
  requestId!: string | null;
}

/** A page of security events, the newest first. */
export class AuditEventList {
  @ApiProperty({ type: () => AuditEventDto, isArray: true })
  events!: AuditEventDto[];

  /** Give it as `cursor` to read on; left out on the last page. */
  @ApiPropertyOptional({ example: '1155' })
  nextCursor?: string;
}
