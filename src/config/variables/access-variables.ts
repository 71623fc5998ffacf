import {
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { ProcessVariables } from './process-variables.js';
import { AsInteger, AsBoolean, AsList } from './variable-parsing.js';

/** Who may do what, and how often. */
export abstract class AccessVariables extends ProcessVariables {
  /** Signs sessions; at least 32 characters. Made once and kept outside production; required in production. */
  @IsOptional()
  @IsString()
  @MinLength(32)
  readonly BETTER_AUTH_SECRET?: string;

  /** Signs URLs; at least 32 characters. Made once and kept outside production; without it production signs none. */
  @IsOptional()
  @IsString()
  @MinLength(32)
  readonly API_SECRET?: string;

  /** The `API_SECRET` of before, still accepted while URLs signed with it are about. */
  @IsOptional()
  @IsString()
  @MinLength(32)
  readonly API_SECRET_PREVIOUS?: string;

  /** Whether the 16-digit signatures of older URLs, which never expire, are accepted. */
  @AsBoolean()
  @IsBoolean()
  readonly LEGACY_SIGNATURES: boolean = false;

  /** What `/t` makes for everybody: `any` transformation, or `named` ones alone. Signed URLs and credentials may ask for any. */
  @IsIn(['any', 'named'])
  readonly ALLOWED_TRANSFORMATIONS: 'any' | 'named' = 'any';

  /** The public address; `http://localhost:$PORT` when unset. Only an `https:` one makes the session cookie `Secure`. */
  @IsOptional()
  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  readonly BETTER_AUTH_URL?: string;

  /** Origins, beside the public address, whose pages may act with a session cookie. */
  @AsList()
  @IsUrl(
    { require_tld: false, protocols: ['http', 'https'], require_protocol: true },
    { each: true },
  )
  readonly TRUSTED_ORIGINS: readonly string[] = [];

  /** Origins that may call the protected API from a browser. */
  @AsList()
  @IsUrl(
    { require_tld: false, protocols: ['http', 'https'], require_protocol: true },
    { each: true },
  )
  readonly CORS_ORIGINS: readonly string[] = [];

  /** E-mail of the administrator made at the first start, with `OPENINARY_ADMIN_PASSWORD`. */
  @IsOptional()
  @IsEmail()
  readonly OPENINARY_ADMIN_EMAIL?: string;

  /** That administrator's password, 8 to 128 characters. */
  @IsOptional()
  @IsString()
  @MinLength(8)
  @MaxLength(128)
  readonly OPENINARY_ADMIN_PASSWORD?: string;

  /** That administrator's name; `Administrator` when unset. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  readonly OPENINARY_ADMIN_NAME?: string;

  /** Requests that an API key without a limit of its own may make in a window. */
  @AsInteger()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  readonly API_KEY_RATE_LIMIT: number = 100;

  /** Length of that window, seconds. */
  @AsInteger()
  @IsInt()
  @Min(1)
  @Max(86_400)
  readonly API_KEY_RATE_WINDOW_S: number = 60;

  /** Renders that an anonymous address may cause in a minute; 0 is no limit. */
  @AsInteger()
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  readonly PUBLIC_RENDER_RATE: number = 120;
}
