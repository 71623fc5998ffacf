import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { Environment } from './environment.js';
import { readVariable, VariableFileError } from './variable-files.js';

/** The environment cannot be used; the message has one line for each bad variable and holds no value. */
export class InvalidEnvironmentError extends Error {
  override readonly name = 'InvalidEnvironmentError';
}

/**
 * Reads and checks the variables the product knows.
 *
 * An empty variable counts as unset, which is how compose files and shells leave one out. Each can be given as
 * `NAME_FILE`, too: the path of a file that holds it.
 * @throws {InvalidEnvironmentError} naming every variable that is wrong and what it may be.
 */
export function loadEnvironment(source: NodeJS.ProcessEnv = process.env): Environment {
  const given = readKnown(source);
  const environment = plainToInstance(Environment, given, { exposeDefaultValues: true });
  const problems = validateSync(environment, { forbidUnknownValues: true }).map(
    (error) => `${error.property}: ${Object.values(error.constraints ?? {}).join('; ')}`,
  );
  if (
    (environment.OPENINARY_ADMIN_EMAIL === undefined) !==
    (environment.OPENINARY_ADMIN_PASSWORD === undefined)
  ) {
    problems.push('OPENINARY_ADMIN_EMAIL and OPENINARY_ADMIN_PASSWORD: set both or neither');
  }
  if (environment.ROLE !== 'all' && environment.REDIS_URL === undefined) {
    problems.push(
      `ROLE: ${environment.ROLE} needs REDIS_URL, the Redis where the others wait for it or it for them`,
    );
  }
  for (const name of missingFor(environment)) problems.push(`${name}: STORAGE_DRIVER=s3 needs it`);
  if (problems.length > 0) throw new InvalidEnvironmentError(problems.join('\n'));
  return environment;
}

/** What has to be known of a bucket before it can be used. */
function missingFor(environment: Environment): readonly string[] {
  if (environment.STORAGE_DRIVER !== 's3') return [];
  const needed = [
    'STORAGE_BUCKET_NAME',
    'STORAGE_REGION',
    'STORAGE_ACCESS_KEY_ID',
    'STORAGE_SECRET_ACCESS_KEY',
  ] as const;
  return needed.filter((name) => environment[name] === undefined);
}

function readKnown(source: NodeJS.ProcessEnv): Record<string, string> {
  const given: Record<string, string> = {};
  for (const name of Object.keys(describeEnvironment())) {
    try {
      const value = readVariable(source, name);
      if (value !== undefined) given[name] = value;
    } catch (error) {
      if (!(error instanceof VariableFileError)) throw error;
      throw new InvalidEnvironmentError(error.message, { cause: error });
    }
  }
  return given;
}

/** Every variable's name with its default, `undefined` where there is none. */
export function describeEnvironment(): Record<string, unknown> {
  return Object.fromEntries(Object.entries(new Environment()));
}
