import { format, resolveConfig } from 'prettier';
import ts from 'typescript';

const START = '<!-- variables: written by scripts/write-configuration.ts -->';
const END = '<!-- end of variables -->';
const LINE_WIDTH = 100;

/** A variable as its declaration describes it. */
interface Variable {
  readonly name: string;
  readonly description: string;
  /** What it may be, in words; empty when any text may. */
  readonly values: string;
  /** As it is written in an environment; undefined when there is none, or when it depends on the machine. */
  readonly fallback: string | undefined;
}

/** The class that declares the variables, and what they are when nobody sets them. */
export interface Declarations {
  /** The text of each file of src/config/variables, in the order in which they are described. */
  readonly sources: readonly string[];
  readonly defaults: Readonly<Record<string, unknown>>;
}

/**
 * The page with its table of variables made anew.
 * @throws {Error} when a variable has no description or is not built, or the page has no place for the table.
 */
export async function withVariableTable(page: string, declarations: Declarations): Promise<string> {
  const [start, end] = [page.indexOf(START), page.indexOf(END)];
  if (start === -1 || end === -1) throw new Error(`The page lacks ${START} or ${END}`);
  const rows = readVariables(declarations).map(
    ({ name, fallback, values, description }) =>
      `| \`${name}\` | ${fallback === undefined ? '' : code(fallback)} | ${escape(values)} | ${escape(description)} |`,
  );
  const table = ['| Variable | Default | Values | Meaning |', '| --- | --- | --- | --- |', ...rows];
  const text = `${page.slice(0, start)}${START}\n\n${table.join('\n')}\n\n${page.slice(end)}`;
  return format(text, { ...(await resolveConfig(import.meta.filename)), parser: 'markdown' });
}

/**
 * An environment file with every variable, each at its default and commented out.
 * @throws {Error} when a variable has no description or is not built.
 */
export function environmentFile(declarations: Declarations): string {
  const entries = readVariables(declarations).map(({ name, description, values, fallback }) => {
    const text = `${description}${values === '' ? '' : ` Values: ${values}.`}`.replaceAll('`', '');
    return [...wrap(text).map((line) => `# ${line}`), `#${name}=${quoted(fallback)}`].join('\n');
  });
  const head = [
    '# Copy to .env and uncomment what is to differ; `npm run up` and `npm start` read it.',
    '# docs/configuration.md says more. Written by scripts/write-configuration.ts.',
  ];
  return `${[head.join('\n'), ...entries].join('\n\n')}\n`;
}

/** The files that declare variables, in the order in which they are described. */
export const VARIABLE_FILES = ['process', 'access', 'storage', 'render'].map(
  (part) => new URL(`../src/config/variables/${part}-variables.ts`, import.meta.url),
);

function readVariables({ sources, defaults }: Declarations): readonly Variable[] {
  return sources
    .map((source) => ts.createSourceFile('variables.ts', source, ts.ScriptTarget.Latest, true))
    .flatMap(({ statements }) => statements.filter(ts.isClassDeclaration))
    .flatMap(({ members }) => members.filter(ts.isPropertyDeclaration))
    .map((property) => readVariable(property, defaults));
}

function readVariable(
  property: ts.PropertyDeclaration,
  defaults: Declarations['defaults'],
): Variable {
  const name = property.name.getText();
  const description = ts
    .getJSDocCommentsAndTags(property)
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '')
    .join(' ')
    .replaceAll(/\s+/g, ' ');
  if (description === '') throw new Error(`${name} has no description.`);
  if (!(name in defaults)) throw new Error(`${name} is not built yet.`);
  return {
    name,
    description,
    values: valuesOf(property),
    fallback: dependsOnMachine(property) ? undefined : written(defaults[name]),
  };
}

function valuesOf(property: ts.PropertyDeclaration): string {
  const constraints = new Map(
    (ts.getDecorators(property) ?? []).map(({ expression }) => {
      if (!ts.isCallExpression(expression)) return [expression.getText(), []];
      return [expression.expression.getText(), expression.arguments.map((each) => each.getText())];
    }),
  );
  const number = (decorator: string) => {
    const [text] = constraints.get(decorator) ?? [];
    return text === undefined ? undefined : text.replaceAll('_', '');
  };
  const choices = Array.from(
    constraints.get('IsIn')?.[0]?.matchAll(/'([^']*)'/g) ?? [],
    ([, choice = '']) => choice,
  );
  if (choices.length > 0) return choices.map((choice) => `\`${choice}\``).join(', ');
  if (constraints.has('IsBoolean')) return '`true`, `false`';
  const [least, most] = [number('Min'), number('Max')];
  if (least !== undefined && most !== undefined) return `${least} to ${most}`;
  if (least !== undefined) return `from ${least}`;
  return constraints.has('AsList') ? 'a list, separated by commas' : '';
}

/** Whether a default is computed when the process starts, so that it is another on each machine. */
function dependsOnMachine({ initializer }: ts.PropertyDeclaration): boolean {
  return initializer !== undefined && ts.isCallExpression(initializer);
}

function written(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.join(',');
  if (value === '') return undefined;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

function quoted(value: string | undefined): string {
  if (value === undefined) return '';
  return /[\s#*]/.test(value) ? `"${value}"` : value;
}

const code = (text: string): string => `\`${text}\``;

const escape = (text: string): string => text.replaceAll('|', String.raw`\|`);

function wrap(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 3 <= LINE_WIDTH) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}
