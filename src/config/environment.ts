import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Transform } from 'class-transformer';
import {
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateBy,
} from 'class-validator';
import ipaddr from 'ipaddr.js';

const MIB = 1024 * 1024;

/** Reads the decimal integer of a variable; anything else becomes NaN, which no validator accepts. */
const AsInteger = () =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? (/^-?\d+$/.test(value.trim()) ? Number(value) : Number.NaN) : value,
  );

/** Reads `true` or `false`; anything else no validator accepts. */
const AsBoolean = () =>
  Transform(({ value }: { value: unknown }) =>
    value === 'true' ? true : value === 'false' ? false : value,
  );

const AsList = () =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string'
      ? value
          .split(',')
          .map((item) => item.trim())
          .filter((item) => item !== '')
      : value,
  );

const IsNetwork = () =>
  ValidateBy(
    {
      name: 'isNetwork',
      validator: {
        validate: (value) => typeof value === 'string' && ipaddr.isValidCIDR(value),
        defaultMessage: () => 'each $property must be a CIDR range such as 10.1.0.0/16',
      },
    },
    { each: true },
  );

/**
 * Everything that can be configured, with its default: the one list of variables.
 * `.env.example` and docs/configuration.md are checked against it.
 */
export class Environment {
  /** What runs in this process: the HTTP API, the video worker, or both. */
  @IsIn(['all', 'api', 'worker'])
  readonly ROLE: 'all' | 'api' | 'worker' = 'all';

  /** `fullstack` serves the console; `api` does not, and makes the first API key at its first start. */
  @IsIn(['fullstack', 'api'])
  readonly MODE: 'fullstack' | 'api' = 'fullstack';

  /** In `production`, secrets have to be given, and placeholders are refused. */
  @IsIn(['development', 'production', 'test'])
  readonly NODE_ENV: 'development' | 'production' | 'test' = 'development';

  /** TCP port; 0 takes any free one. */
  @AsInteger()
  @IsInt()
  @Min(0)
  @Max(65_535)
  readonly PORT: number = 3000;

  /** Address to listen on. */
  @IsString()
  readonly HOST: string = '127.0.0.1';

  /** The one directory to keep: originals, databases, cache, secrets. */
  @IsString()
  readonly DATA_DIR: string = './data';

  /** The accounts database; `$DATA_DIR/auth.db` when unset. */
  @IsOptional()
  @IsString()
  readonly DB_PATH?: string;

  /** The Postgres of accounts and index, `postgres://`; when unset they lie in SQLite below `DATA_DIR`. */
  @IsOptional()
  @Matches(/^postgres(ql)?:\/\/\S+$/, {
    message: 'DATABASE_URL must be an address that begins with postgres://',
  })
  readonly DATABASE_URL?: string;

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

  /** The public address; `http://localhost:$PORT` when unset. */
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

  /** Which proxies to believe about the client's address: a hop count, or addresses and CIDR ranges. Empty: none. */
  @IsString()
  readonly TRUST_PROXY: string = '';

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

  /** Where originals lie: `local` in `$DATA_DIR/originals`, `s3` in the bucket that the next ones name. */
  @IsIn(['local', 's3'])
  readonly STORAGE_DRIVER: 'local' | 's3' = 'local';

  /** The bucket, which has to exist. */
  @IsOptional()
  @Matches(/^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/, {
    message: 'STORAGE_BUCKET_NAME must be the name of a bucket',
  })
  readonly STORAGE_BUCKET_NAME?: string;

  /** Its region, such as `eu-central-1`; `auto` or `us-east-1` where the service has none. */
  @IsOptional()
  @Matches(/^[A-Za-z0-9-]{1,64}$/, { message: 'STORAGE_REGION must be the name of a region' })
  readonly STORAGE_REGION?: string;

  /** The address of an S3-compatible service, `http://` or `https://`; Amazon S3 in that region when unset. */
  @IsOptional()
  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  readonly STORAGE_ENDPOINT?: string;

  /** The access key for the bucket. */
  @IsOptional()
  @IsString()
  readonly STORAGE_ACCESS_KEY_ID?: string;

  /** Its secret. */
  @IsOptional()
  @IsString()
  readonly STORAGE_SECRET_ACCESS_KEY?: string;

  /** The largest file an upload may hold, MiB. */
  @AsInteger()
  @IsInt()
  @Min(1)
  @Max(102_400)
  readonly MAX_FILE_SIZE_MB: number = 50;

  /** How long a file may take that is uploaded from a URL, ms. */
  @AsInteger()
  @IsInt()
  @Min(100)
  @Max(3_600_000)
  readonly UPLOAD_URL_TIMEOUT_MS: number = 60_000;

  /** CIDR ranges of networks, beside the public ones, from which files are uploaded by URL, such as `10.1.0.0/16`. */
  @AsList()
  @IsNetwork()
  readonly UPLOAD_URL_ALLOWED_NETWORKS: readonly string[] = [];

  /** Images rendered at the same time; the CPUs this process may use when unset. */
  @AsInteger()
  @IsInt()
  @Min(1)
  @Max(256)
  readonly RENDER_CONCURRENCY: number = availableParallelism();

  /** Renders that may wait for a slot before requests are answered 503. */
  @AsInteger()
  @IsInt()
  @Min(0)
  @Max(10_000)
  readonly RENDER_QUEUE_MAX: number = 64;

  /** Bytes of variants kept on disk. */
  @AsInteger()
  @IsInt()
  @Min(1)
  readonly CACHE_MAX_BYTES: number = 10 * 1024 * MIB;

  /** Bytes of small, hot variants kept in memory; 0 switches it off. */
  @AsInteger()
  @IsInt()
  @Min(0)
  readonly CACHE_MEMORY_BYTES: number = 128 * MIB;

  /** `max-age` of delivered bytes, seconds. */
  @AsInteger()
  @IsInt()
  @Min(0)
  @Max(31_536_000)
  readonly CACHE_MAX_AGE_S: number = 86_400;

  /** Largest side of a result, px. */
  @AsInteger()
  @IsInt()
  @Min(1)
  @Max(16_383)
  readonly MAX_OUTPUT_DIMENSION: number = 8192;

  /** Largest area of a result, px. */
  @AsInteger()
  @IsInt()
  @Min(1)
  readonly MAX_OUTPUT_PIXELS: number = 40_000_000;

  /** Largest area of a source image, all frames together, px. */
  @AsInteger()
  @IsInt()
  @Min(1)
  readonly MAX_SOURCE_PIXELS: number = 100_000_000;

  /** Most frames of an animation that are decoded. */
  @AsInteger()
  @IsInt()
  @Min(1)
  @Max(10_000)
  readonly MAX_ANIMATION_FRAMES: number = 300;

  /** Longest an image render may take, ms. */
  @AsInteger()
  @IsInt()
  @Min(100)
  @Max(600_000)
  readonly TRANSFORM_TIMEOUT_MS: number = 30_000;

  /** What `/t` makes for everybody: `any` transformation, or `named` ones alone. Signed URLs may ask for any. */
  @IsIn(['any', 'named'])
  readonly ALLOWED_TRANSFORMATIONS: 'any' | 'named' = 'any';

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

  /** Location at which a proxy has `$DATA_DIR/cache` and sends variants itself, such as `/accelerated/api-1`. */
  @IsOptional()
  @Matches(/^(\/[\w-]+)+$/, {
    message: 'ACCEL_REDIRECT must be a path such as /accelerated/api-1, without a slash at its end',
  })
  readonly ACCEL_REDIRECT?: string;

  /** The Redis of the queue, `redis://` or `rediss://`; when unset this process runs its own in `$DATA_DIR/redis`. */
  @IsOptional()
  @IsUrl({ require_tld: false, protocols: ['redis', 'rediss'], require_protocol: true })
  readonly REDIS_URL?: string;

  /** Videos rendered at the same time by this process; 0 follows the CPUs and memory it may use. */
  @AsInteger()
  @IsInt()
  @Min(0)
  @Max(64)
  readonly VIDEO_MAX_CONCURRENT: number = 0;

  /** Threads of one ffmpeg; 0 follows the CPUs this process may use. */
  @AsInteger()
  @IsInt()
  @Min(0)
  @Max(64)
  readonly VIDEO_FFMPEG_THREADS: number = 0;

  /** How often a video job is tried again after a failure that may pass. */
  @AsInteger()
  @IsInt()
  @Min(0)
  @Max(20)
  readonly VIDEO_JOB_RETRY_MAX: number = 3;

  /** How long finished jobs stay listed, hours. */
  @AsInteger()
  @IsInt()
  @Min(1)
  @Max(8760)
  readonly VIDEO_JOB_CLEANUP_HOURS: number = 24;

  /** Longest a video render may take, ms. */
  @AsInteger()
  @IsInt()
  @Min(1000)
  @Max(86_400_000)
  readonly VIDEO_TIMEOUT_MS: number = 1_800_000;

  /** Longest video that is transformed, seconds. */
  @AsInteger()
  @IsInt()
  @Min(1)
  @Max(86_400)
  readonly MAX_VIDEO_DURATION_S: number = 3600;

  /** Largest frame of a video that is transformed, px; 8192 x 4320 fits. */
  @AsInteger()
  @IsInt()
  @Min(1)
  readonly MAX_VIDEO_PIXELS: number = 36_000_000;

  /** Where backups of the databases lie; `$DATA_DIR/backups` when unset. */
  @IsOptional()
  @IsString()
  readonly BACKUP_PATH?: string;

  /** When the databases are backed up: minute, hour, day, month, weekday, in the server's time zone; `off` is never. */
  @Matches(/^(off|(\S+\s+){4,5}\S+)$/, {
    message: 'BACKUP_CRON must be a cron expression of five fields, or off',
  })
  readonly BACKUP_CRON: string = '0 2 * * *';

  /** Backups kept; the oldest go. */
  @AsInteger()
  @IsInt()
  @Min(1)
  @Max(10_000)
  readonly MAX_BACKUPS: number = 30;

  /** The least serious lines that are logged. */
  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
  readonly LOG_LEVEL: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent' = 'info';

  /** Whether the 16-digit signatures of older URLs, which never expire, are accepted. */
  @AsBoolean()
  @IsBoolean()
  readonly LEGACY_SIGNATURES: boolean = false;

  /** Bearer token of `/metrics`, at least 16 characters; without one only this machine itself may read them. */
  @IsOptional()
  @IsString()
  @MinLength(16)
  readonly METRICS_TOKEN?: string;

  /** How long requests under way may take to finish after SIGTERM, ms. */
  @AsInteger()
  @IsInt()
  @Min(0)
  @Max(600_000)
  readonly SHUTDOWN_TIMEOUT_MS: number = 30_000;

  /** Where uploads and renders in progress lie. */
  get temporaryDirectory(): string {
    return join(this.DATA_DIR, 'tmp');
  }

  /** Where the local driver keeps assets. */
  get originalsDirectory(): string {
    return join(this.DATA_DIR, 'originals');
  }

  /** Where variants lie; may be emptied at any time. */
  get cacheDirectory(): string {
    return join(this.DATA_DIR, 'cache');
  }

  /** The embedded Redis: its socket and append-only file. */
  get redisDirectory(): string {
    return join(this.DATA_DIR, 'redis');
  }

  /** The accounts database. */
  get authDatabasePath(): string {
    return this.DB_PATH ?? join(this.DATA_DIR, 'auth.db');
  }

  /** The product's own tables. */
  get databasePath(): string {
    return join(this.DATA_DIR, 'openinary.db');
  }

  /** Where backups lie. */
  get backupDirectory(): string {
    return this.BACKUP_PATH ?? join(this.DATA_DIR, 'backups');
  }

  /** The largest file an upload may hold, bytes. */
  get maxFileBytes(): number {
    return this.MAX_FILE_SIZE_MB * MIB;
  }
}
