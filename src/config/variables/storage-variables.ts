import { IsIn, IsInt, IsOptional, IsString, IsUrl, Matches, Max, Min } from 'class-validator';
import { AccessVariables } from './access-variables.js';
import { AsInteger, AsList, IsNetwork } from './variable-parsing.js';

/** What lies where, and what is taken in. */
export abstract class StorageVariables extends AccessVariables {
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

  /** The Redis of the queue, `redis://` or `rediss://`; when unset this process runs its own in `$DATA_DIR/redis`. */
  @IsOptional()
  @IsUrl({ require_tld: false, protocols: ['redis', 'rediss'], require_protocol: true })
  readonly REDIS_URL?: string;

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
}
