import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The project's root. */
export const ROOT = join(import.meta.dirname, '../..');

/** A page of the documentation, by parts that a test can hold to what is true. */
export class Page {
  private constructor(private readonly text: string) {}

  static async read(path: string): Promise<Page> {
    return new Page(await readFile(join(ROOT, path), 'utf8'));
  }

  /** What stands under a heading of the second level. */
  section(heading: string): Page {
    const [, after] = this.text.split(`\n## ${heading}\n`);
    if (after === undefined) throw new Error(`There is no section "${heading}".`);
    return new Page(after.split('\n## ', 1)[0] ?? '');
  }

  /** The rows of each table, without its head; cells as they are read, code without its quotes. */
  get tables(): readonly (readonly (readonly string[])[])[] {
    const tables = this.text.match(/^(\|.*\n)+/gm) ?? [];
    return tables.map((table) =>
      table
        .trim()
        .split('\n')
        .slice(2)
        .map((row) =>
          row
            .slice(1, -1)
            .split(/(?<!\\)\|/)
            .map((cell) => cell.trim().replaceAll('\\|', '|')),
        ),
    );
  }

  /** The blocks of shell commands, in order. */
  get commands(): readonly string[] {
    return [...this.text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  }

  /** What is quoted as code inside of sentences. */
  get codes(): readonly string[] {
    return [...this.text.matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)].map(([, code = '']) => code);
  }
}

/** What a cell quotes as code. */
export function codeOf(cell = ''): string {
  return /^`(.*)`$/.exec(cell)?.[1] ?? cell;
}
