import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

/** Where the compose file lies. */
export const DOCKER = join(import.meta.dirname, '../../../docker');

/** A service as the compose file has it, merged; paths within it are looked into by the rules. */
export interface Service {
  readonly image: string;
  readonly profiles?: readonly string[];
  readonly user?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly pids_limit?: number;
  readonly restart?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly networks?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly disable?: boolean; readonly test?: readonly string[] };
  readonly deploy?: {
    readonly resources?: {
      readonly limits?: {
        readonly cpus?: string;
        readonly memory?: string;
        readonly pids?: number;
      };
    };
  };
  readonly logging?: { readonly options?: Readonly<Record<string, string>> };
}

/** The compose file with its anchors and merges resolved. */
export interface ComposeFile {
  readonly name: string;
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
}

/** Reads docker/docker-compose.yml with these variables set; one that is needed and not set fails, as compose has it. */
export async function composeFile(
  variables: Readonly<Record<string, string>> = {},
): Promise<ComposeFile> {
  const text = await readFile(join(DOCKER, 'docker-compose.yml'), 'utf8');
  const missing: string[] = [];
  const fill = (value: string) =>
    value.replace(/\$\{(\w+)(:[-?])([^}]*)\}/g, (_, name: string, rule: string, rest: string) => {
      const given = variables[name] ?? '';
      if (given !== '') return given;
      if (rule === ':?') missing.push(name);
      return rule === ':-' ? rest : '';
    });
  const file = JSON.parse(
    JSON.stringify(parse(text, { merge: true }), (_, value: unknown) =>
      typeof value === 'string' ? fill(value) : value,
    ),
  ) as ComposeFile;
  if (missing.length > 0) throw new Error(`not set: ${missing.join(', ')}`);
  return file;
}
