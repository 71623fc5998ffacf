import { IsIn, IsInt, IsOptional, IsString, Matches, Max, Min, MinLength } from 'class-validator';
import { AsInteger, IsProxies } from './variable-parsing.js';

/** How a process runs and is watched. */
export abstract class ProcessVariables {
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

  /** Which proxies to believe about the client's address: a hop count, or addresses and CIDR ranges. Empty: none. */
  @IsProxies()
  readonly TRUST_PROXY: string = '';

  /** The least serious lines that are logged. */
  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
  readonly LOG_LEVEL: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent' = 'info';

  /** Bearer token of `/metrics`, at least 16 characters; without one nobody may read them in production, and elsewhere this machine itself alone, at a loopback address and through no proxy. */
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

  /** Location at which a proxy has `$DATA_DIR/cache` and sends variants itself, such as `/accelerated/api-1`. */
  @IsOptional()
  @Matches(/^(\/[\w-]+)+$/, {
    message: 'ACCEL_REDIRECT must be a path such as /accelerated/api-1, without a slash at its end',
  })
  readonly ACCEL_REDIRECT?: string;
}
