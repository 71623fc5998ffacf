import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsEmail, IsString, MaxLength, MinLength } from 'class-validator';
import { IfGiven } from '../../http/if-given.decorator.js';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../passwords/password-policy.js';

/** What a person signs in with. */
export class SignIn {
  @ApiProperty({ example: 'ada@example.com', maxLength: 254, format: 'email' })
  @IsEmail()
  @MaxLength(254)
  email!: string;

  @ApiProperty({ example: 'Correct-Horse-7', maxLength: MAX_PASSWORD_LENGTH, format: 'password' })
  @IsString()
  @MinLength(1)
  @MaxLength(MAX_PASSWORD_LENGTH)
  password!: string;

  /** Whether the session outlives the browser. */
  @ApiPropertyOptional({ example: true, default: true })
  @IfGiven()
  @IsBoolean()
  rememberMe?: boolean;
}

/** An account, as its owner sees it. */
export class AccountDto {
  @ApiProperty({ example: 'mC2kq0ZVb7xN4cRr8uJt1wYz5aHd9fLe' })
  id!: string;

  @ApiProperty({ example: 'Ada Lovelace' })
  name!: string;

  @ApiProperty({ example: 'ada@example.com', format: 'email' })
  email!: string;
}

/** A person has signed in; the session is in the cookie. */
export class SignedIn {
  @ApiProperty({ type: () => AccountDto })
  user!: AccountDto;
}

/** One session of the account. */
export class SessionDto {
  @ApiProperty({ example: 'b7Qe0ZVb7xN4cRr8uJt1wYz5aHd9fLmC' })
  id!: string;

  @ApiProperty({ example: '2026-01-31T12:00:00.000Z', format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ example: '2026-02-07T12:00:00.000Z', format: 'date-time' })
  expiresAt!: string;

  /** Where it was opened from. */
  @ApiProperty({ type: String, nullable: true, example: '203.0.113.7' })
  ipAddress!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'Mozilla/5.0' })
  userAgent!: string | null;

  /** Whether it is the session that asks. */
  @ApiProperty({ example: true })
  current!: boolean;
}

/** The session that asks and whose it is; both null when nobody is signed in. */
export class CurrentSession {
  @ApiProperty({ type: () => SessionDto, nullable: true })
  session!: SessionDto | null;

  @ApiProperty({ type: () => AccountDto, nullable: true })
  user!: AccountDto | null;
}

/** Which session to end. */
export class RevokeSession {
  /** The session's id. */
  @ApiProperty({ example: 'b7Qe0ZVb7xN4cRr8uJt1wYz5aHd9fLmC', maxLength: 64 })
  @IsString()
  @MinLength(1)
  @MaxLength(64)
  id!: string;
}

/** A password's change. */
export class ChangePassword {
  @ApiProperty({ example: 'Correct-Horse-7', maxLength: MAX_PASSWORD_LENGTH, format: 'password' })
  @IsString()
  @MinLength(1)
  @MaxLength(MAX_PASSWORD_LENGTH)
  currentPassword!: string;

  @ApiProperty({
    example: 'Battery-Staple-8',
    minLength: MIN_PASSWORD_LENGTH,
    maxLength: MAX_PASSWORD_LENGTH,
    format: 'password',
  })
  @IsString()
  @MaxLength(MAX_PASSWORD_LENGTH)
  newPassword!: string;

  /** Whether every other session ends, which is the default. */
  @ApiPropertyOptional({ example: true, default: true })
  @IfGiven()
  @IsBoolean()
  revokeOtherSessions?: boolean;
}

/** What an account's owner may change about it. */
export class UpdateAccount {
  @ApiProperty({ example: 'Ada Lovelace', minLength: 1, maxLength: 200 })
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  name!: string;
}

/** It is done. */
export class Done {
  @ApiProperty({ example: true })
  success!: boolean;
}
