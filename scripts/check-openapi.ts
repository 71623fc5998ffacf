import { readFile } from 'node:fs/promises';
import core, { type ISpectralDiagnostic, type RulesetDefinition } from '@stoplight/spectral-core';
import owasp from '@stoplight/spectral-owasp-ruleset';
import Parsers from '@stoplight/spectral-parsers';
import rulesets from '@stoplight/spectral-rulesets';
import { EXCEPTIONS, type Exception, type Where } from './openapi-exceptions.ts';

// Checks an OpenAPI document by Spectral's rules and OWASP's; prints what is left after the exceptions that are listed.
const file = process.argv[2];
if (file === undefined) throw new Error('usage: check-openapi.ts FILE');
const text = await readFile(file, 'utf8');
const document = JSON.parse(text) as OpenApi;

interface Operation {
  readonly security?: readonly unknown[];
  readonly requestBody?: unknown;
}
interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

/** The schemas that requests use, directly or through others. */
function inputSchemas(): ReadonlySet<string> {
  const names = new Set<string>();
  const follow = (value: unknown): void => {
    for (const [, name = ''] of JSON.stringify(value).matchAll(/#\/components\/schemas\/(\w+)/g)) {
      if (names.has(name)) continue;
      names.add(name);
      follow(document.components.schemas[name]);
    }
  };
  for (const item of Object.values(document.paths)) {
    for (const { requestBody } of Object.values(item)) if (requestBody) follow(requestBody);
  }
  return names;
}

const inputs = inputSchemas();

function isPublic([, path, method]: readonly string[]): boolean {
  return document.paths[path ?? '']?.[method ?? '']?.security?.length === 0;
}

/** What lies at a place of the document. */
function at(path: readonly string[]): Readonly<Record<string, unknown>> {
  const found = path.reduce<unknown>(
    (value, name) => (value as Readonly<Record<string, unknown>> | undefined)?.[name],
    document,
  );
  return found as Readonly<Record<string, unknown>>;
}

function holds(where: Where, path: readonly string[]): boolean {
  switch (where) {
    case 'everywhere':
      return true;
    case 'public operations':
      return isPublic(path);
    case 'answers':
      return path[0] === 'components' ? !inputs.has(path[2] ?? '') : path.includes('responses');
    case 'answers without an actor':
      return isPublic(path) || path[4] === '401';
    case 'files':
      return at(path)['format'] === 'binary';
  }
}

const used = new Set<Exception>();
function isExcepted({ code, path }: ISpectralDiagnostic): boolean {
  const exception = EXCEPTIONS.find(
    ({ rule, where }) => rule === code && holds(where, path.map(String)),
  );
  if (exception !== undefined) used.add(exception);
  return exception !== undefined;
}

const spectral = new core.Spectral();
// Their own types are wider than what they say they take.
const RULES = [rulesets.oas, owasp] as unknown as RulesetDefinition[];
spectral.setRuleset({ extends: RULES });
const found = await spectral.run(new core.Document(text, Parsers.Json, file));
const left = found.filter((diagnostic) => !isExcepted(diagnostic));
for (const { code, path, message } of left)
  console.error(`${code} at ${path.join('.')}: ${message}`);
const unused = EXCEPTIONS.filter((exception) => !used.has(exception));
for (const { rule } of unused) console.error(`The exception from ${rule} is not needed any more.`);
if (left.length + unused.length > 0) process.exitCode = 1;
else
  console.log(`Spectral and OWASP rules: no error, no warning; ${EXCEPTIONS.length} exceptions.`);
