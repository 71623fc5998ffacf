import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../passwords/password-policy.js';
import { AccountDto } from '../sessions/session.dto.js';

/** Whether somebody has set the installation up. */
export class SetupState {
  @ApiProperty({ example: false })
  setupComplete!: boolean;
}

/** The first administrator. */
export class Setup {
  @ApiProperty({ example: 'Ada Lovelace', minLength: 1, maxLength: 200 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  name!: string;

  @ApiProperty({ example: 'ada@example.com', maxLength: 254, format: 'email' })
  @IsEmail()
  @MaxLength(254)
  email!: string;

  /** An upper-case and a lower-case letter, a digit and a symbol; not the e-mail address, not a common password. */
  @ApiProperty({
    example: 'Correct-Horse-7',
    minLength: MIN_PASSWORD_LENGTH,
    maxLength: MAX_PASSWORD_LENGTH,
    format: 'password',
  })
  @IsString()
  @MaxLength(MAX_PASSWORD_LENGTH)
  password!: string;
}

/** The set-up is done; sign in to go on. */
export class SetupDone extends SetupState {
  @ApiProperty({ type: () => AccountDto })
  user!: AccountDto;
}
