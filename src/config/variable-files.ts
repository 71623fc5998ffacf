import { readFileSync } from 'node:fs';

const SUFFIX = '_FILE';

/** A variable names a file that cannot be read, or is given twice. */
export class VariableFileError extends Error {
  override readonly name = 'VariableFileError';
}

/**
 * The value of a variable: its own, or the first line of the file that `NAME_FILE` names, which is how container
 * platforms hand secrets over. Empty counts as unset.
 * @throws {VariableFileError}
 */
export function readVariable(source: NodeJS.ProcessEnv, name: string): string | undefined {
  const own = source[name];
  const file = source[name + SUFFIX];
  if (file === undefined || file === '') return own === '' ? undefined : own;
  if (own !== undefined && own !== '') {
    throw new VariableFileError(`${name}: set it or ${name}${SUFFIX}, not both`);
  }
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new VariableFileError(`${name}${SUFFIX}: the file cannot be read`, { cause: error });
  }
  const [line = ''] = text.split(/\r?\n/, 1);
  return line === '' ? undefined : line;
}
