import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';
import { LONGEST_KEY_LIFE_DAYS, LONGEST_KEY_NAME } from '../auth/accounts/better-auth.js';
import { IfGiven } from '../http/if-given.decorator.js';
import { DEFAULT_SCOPES, SCOPES, type Scope } from '../access/scopes.js';
import { PAGE_SIZE, PageSize } from '../http/page-size.decorator.js';

/** Something that can be seen, in one line. */
const NAME = /^(?=.*\S)\P{Cc}*$/u;
const MAX_EXPIRY_SECONDS = LONGEST_KEY_LIFE_DAYS * 86_400;
const MAX_RATE = 1_000_000;
const KEY_EXAMPLE = 'sk_' + 'fTzQaLmWxKpNdRsYvBhJcGuE'.padEnd(64, 'aBcDeFgH');

/** A key to be made. */
export class CreateApiKey {
  /** What the key is for. */
  @ApiProperty({ example: 'Website', minLength: 1, maxLength: LONGEST_KEY_NAME })
  @IsString()
  @Matches(NAME, { message: 'name must have a letter or sign, and no control character' })
  @MaxLength(LONGEST_KEY_NAME)
  name!: string;

  /** Seconds until the key stops working; it never does when left out. */
  @ApiPropertyOptional({
    example: 31_536_000,
    type: 'integer',
    minimum: 1,
    maximum: MAX_EXPIRY_SECONDS,
  })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(MAX_EXPIRY_SECONDS)
  expiresIn?: number;

  /** What the key may do. */
  @ApiPropertyOptional({
    enum: SCOPES,
    isArray: true,
    example: DEFAULT_SCOPES,
    default: DEFAULT_SCOPES,
    maxItems: SCOPES.length,
  })
  @IfGiven()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @ArrayMaxSize(SCOPES.length)
  @IsIn(SCOPES, { each: true })
  scopes?: Scope[];

  /** Requests a window; the server's default when left out. */
  @ApiPropertyOptional({ example: 100, type: 'integer', minimum: 1, maximum: MAX_RATE })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(MAX_RATE)
  rateLimit?: number;
}

/** What is to change about a key; what is left out stays. */
export class UpdateApiKey {
  /** What the key is for. */
  @ApiPropertyOptional({ example: 'Website', minLength: 1, maxLength: LONGEST_KEY_NAME })
  @IfGiven()
  @IsString()
  @Matches(NAME, { message: 'name must have a letter or sign, and no control character' })
  @MaxLength(LONGEST_KEY_NAME)
  name?: string;

  /** A disabled key fails from the next request on. */
  @ApiPropertyOptional({ example: false })
  @IfGiven()
  @IsBoolean()
  enabled?: boolean;

  /** Requests a window; null returns to the server's default. */
  @ApiPropertyOptional({
    example: 200,
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: MAX_RATE,
  })
  @ValidateIf((change: UpdateApiKey) => change.rateLimit !== null && change.rateLimit !== undefined)
  @IsInt()
  @Min(1)
  @Max(MAX_RATE)
  rateLimit?: number | null;

  /** What the key may do. */
  @ApiPropertyOptional({ enum: SCOPES, isArray: true, example: ['read'], maxItems: SCOPES.length })
  @IfGiven()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @ArrayMaxSize(SCOPES.length)
  @IsIn(SCOPES, { each: true })
  scopes?: Scope[];
}

/** Which page of the keys. */
export class ListApiKeys {
  @PageSize()
  limit = PAGE_SIZE;

  /** How many of the newest to leave out. */
  @ApiPropertyOptional({ example: 0, type: 'integer', default: 0, minimum: 0, maximum: 100_000 })
  @IfGiven()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(100_000)
  offset = 0;
}

/** What every view of a key shows; the key itself is not among it. */
class KeyFacts {
  @ApiProperty({ example: 'mC2kq0ZVb7xN4cRr8uJt1wYz5aHd9fLe' })
  id!: string;

  @ApiProperty({ example: 'Website' })
  name!: string;

  /** The key's first characters, to tell keys apart. */
  @ApiProperty({ type: String, nullable: true, example: 'sk_fTz' })
  start!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'sk_' })
  prefix!: string | null;

  @ApiProperty({ enum: SCOPES, isArray: true, example: DEFAULT_SCOPES })
  scopes!: Scope[];

  @ApiProperty({ example: '2026-01-31T12:00:00.000Z', format: 'date-time' })
  createdAt!: string;

  /** When the key stops working; null: never. */
  @ApiProperty({
    type: String,
    nullable: true,
    example: '2027-01-31T12:00:00.000Z',
    format: 'date-time',
  })
  expiresAt!: string | null;
}

/** A key just made. */
export class NewApiKey extends KeyFacts {
  /** The key. It is shown here and never again. */
  @ApiProperty({ example: KEY_EXAMPLE })
  key!: string;
}

/** The answer to a key's making. */
export class CreatedApiKey {
  @ApiProperty({ example: true })
  success!: boolean;

  @ApiProperty({ type: () => NewApiKey })
  apiKey!: NewApiKey;

  @ApiProperty({ example: 'Keep the key now: it is not shown again.' })
  message!: string;
}

/** A key, as its owner sees it. */
export class ApiKeyDto extends KeyFacts {
  @ApiProperty({ example: true })
  enabled!: boolean;

  @ApiProperty({ example: '2026-01-31T12:00:00.000Z', format: 'date-time' })
  updatedAt!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    example: '2026-02-01T08:15:00.000Z',
    format: 'date-time',
  })
  lastUsedAt!: string | null;

  /** Requests made with the key so far. */
  @ApiProperty({ example: 1204, type: 'integer' })
  requestCount!: number;

  /** Requests a window; null: the server's default. */
  @ApiProperty({ type: 'integer', nullable: true, example: null })
  rateLimit!: number | null;
}

/** A page of the account's keys. */
export class ApiKeyList {
  @ApiProperty({ example: true })
  success!: boolean;

  @ApiProperty({ type: () => ApiKeyDto, isArray: true })
  keys!: ApiKeyDto[];

  /** How many keys the account has. */
  @ApiProperty({ example: 1, type: 'integer' })
  total!: number;

  @ApiProperty({ example: 50, type: 'integer' })
  limit!: number;

  @ApiProperty({ example: 0, type: 'integer' })
  offset!: number;
}

/** A key after its change. */
export class UpdatedApiKey {
  @ApiProperty({ example: true })
  success!: boolean;

  @ApiProperty({ type: () => ApiKeyDto })
  apiKey!: ApiKeyDto;
}

/** A key is gone. */
export class DeletedApiKey {
  @ApiProperty({ example: true })
  success!: boolean;

  @ApiProperty({ example: 'The key is deleted.' })
  message!: string;
}
