import { describeEffects, describeParameters } from './describe.js';

/** Writes the tables of parameters and effects between their marks in a page of Markdown. */
export function withTables(page: string): string {
  const offered = describeParameters().filter((parameter) => parameter.available);
  const reserved = describeParameters().filter((parameter) => !parameter.available);
  const effects = describeEffects();
  const marked: readonly (readonly [mark: string, table: string])[] = [
    [
      'parameters',
      table(
        ['Key', 'Values', 'Default', 'Meaning', 'For'],
        offered.map((row) => [
          [row.key, ...row.aliases].map(code).join(', '),
          row.values,
          row.default ?? '–',
          row.description,
          row.appliesTo.join(', '),
        ]),
      ),
    ],
    [
      'effects',
      table(
        ['Effect', 'Meaning'],
        effects.filter((row) => row.available).map((row) => [code(row.syntax), row.description]),
      ),
    ],
    [
      'reserved',
      table(
        ['Written', 'Meaning'],
        [
          ...reserved.map((row) => [code(`${row.key}_`), row.description]),
          ...effects
            .filter((row) => !row.available)
            .map((row) => [code(`e_${row.syntax}`), row.description]),
        ],
      ),
    ],
  ];
  return marked.reduce((text, [mark, content]) => between(text, mark, content), page);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}

/** Replaces what lies between the two comments of a mark; a page without them stays as it is. */
function between(page: string, mark: string, content: string): string {
  const [start, end] = [`<!-- ${mark}: generated -->`, `<!-- ${mark}: end -->`];
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from === -1 || to < from) return page;
  // The formatter would widen every row to the longest.
  const block = `\n\n<!-- prettier-ignore-start -->\n\n${content}\n\n<!-- prettier-ignore-end -->\n\n`;
  return page.slice(0, from + start.length) + block + page.slice(to);
}
