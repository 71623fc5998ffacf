import { format, resolveConfig } from 'prettier';

const START = '<!-- routes: written by scripts/write-route-table.ts -->';
const END = '<!-- end of routes -->';

/** What the table tells of a route, as the OpenAPI document has it. */
interface Operation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  /** Empty for a route that everybody may call. */
  readonly security?: readonly object[];
  readonly 'x-required-scopes'?: readonly string[];
  readonly 'x-session-only'?: boolean;
  readonly 'x-upload-signature'?: boolean;
}

/** The part of an OpenAPI document that the table is made of. */
export interface RoutesDocument {
  readonly tags?: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/**
 * The page with its tables of routes made anew, one for each tag, in the document's order.
 * @throws {Error} when a route has no tag or no summary, or the page has no place for the tables.
 */
export async function withRouteTable(page: string, document: RoutesDocument): Promise<string> {
  const [start, end] = [page.indexOf(START), page.indexOf(END)];
  if (start === -1 || end === -1) throw new Error(`The page lacks ${START} or ${END}`);
  const rows = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => {
      const { tags: [tag] = [], summary } = operation;
      const route = `${method.toUpperCase()} ${path}`;
      if (tag === undefined || summary === undefined) throw new Error(`Nobody describes ${route}`);
      return { tag, row: `| \`${route}\` | ${summary} | ${whoMay(operation)} |` };
    }),
  );
  const groups = Map.groupBy(rows, ({ tag }) => tag);
  const order = (document.tags ?? []).map(({ name }) => name);
  const lines = [...new Set([...order, ...groups.keys()])].flatMap((tag) => {
    const group = groups.get(tag) ?? [];
    return group.length === 0 ? [] : [`| **${tag}** | | |`, ...group.map(({ row }) => row)];
  });
  const table = ['| Route | What it does | Who may |', '| --- | --- | --- |', ...lines].join('\n');
  const text = `${page.slice(0, start)}${START}\n\n${table}\n\n${page.slice(end)}`;
  return format(text, { ...(await resolveConfig(import.meta.filename)), parser: 'markdown' });
}

function whoMay(operation: Operation): string {
  if (operation.security?.length === 0) return 'everybody';
  const signed = operation['x-upload-signature'] === true ? ', or an upload signature' : '';
  const scopes = operation['x-required-scopes'] ?? [];
  if (scopes.length > 0) return scopes.map((scope) => `\`${scope}\``).join(' and ') + signed;
  return operation['x-session-only'] === true ? 'who is signed in' : 'any credential';
}
