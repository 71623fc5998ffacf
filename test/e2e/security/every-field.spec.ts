import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../support/server.ts';
import { ADMIN, call, problemOf, signIn } from './requests.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly nullable?: boolean;
  readonly allOf?: readonly Schema[];
  readonly example?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
}

interface Document {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          { readonly requestBody?: { readonly content: Record<string, { schema: Schema }> } }
        >
      >
    >
  >;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Field {
  readonly method: string;
  readonly path: string;
  readonly name: string;
  readonly schema: Schema;
  /** A body that is sound but for what a test puts into the field. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** Values of other types than a field has. */
const WRONG: Readonly<Record<string, readonly unknown[]>> = {
  string: [null, 7, true, {}, ['x'], { $gt: '' }],
  number: [null, 'x', '7', true, {}, [7]],
  integer: [null, 'x', '7', 1.5, true, {}, [7]],
  boolean: [null, 'true', 1, {}, [true]],
  array: [null, {}, 7, 'x', [null], [{}], [[]]],
};

describe('every field of every JSON body', () => {
  let server: RunningServer;
  let fields: readonly Field[];
  beforeAll(async () => {
    server = await startServer({ env: ADMIN });
    fields = fieldsOf((await call(server, '/openapi.json')).body as Document);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('refuses values of another type, null included, and names the field', async () => {
    expect(fields.length).toBeGreaterThan(30);
    const cookie = await signIn(server);
    for (const { method, path, name, schema, body } of fields) {
      const types = [schema.type ?? []].flat();
      const values = types.flatMap((type) => WRONG[type] ?? []);
      const mayBeNull = schema.nullable === true || types.includes('null');
      for (const value of values) {
        if (mayBeNull && value === null) continue;
        const answer = await call(server, path, {
          method,
          cookie,
          origin: server.url,
          json: { ...body, [name]: value },
        });
        const asked = `${method} ${path} ${name}: ${JSON.stringify(value)}`;
        expect([asked, answer.status, problemOf(answer)]).toEqual([asked, 400, 'invalid-request']);
        expect(answer.text, asked).toContain(name);
      }
    }
  });
});

function fieldsOf({ paths, components }: Document): readonly Field[] {
  const resolved = (schema: Schema): Schema =>
    schema.$ref === undefined
      ? schema
      : (components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
  return Object.entries(paths).flatMap(([pattern, item]) =>
    Object.entries(item).flatMap(([method, { requestBody }]) => {
      const media = requestBody?.content['application/json'];
      if (media === undefined) return [];
      const properties = Object.entries(resolved(media.schema).properties ?? {});
      const body = Object.fromEntries(
        properties.map(([name, { example }]) => [name, example] as const),
      );
      const path = pattern.replaceAll(/\{[^}]+\}/g, 'x');
      return properties.map(([name, schema]) => ({
        method: method.toUpperCase(),
        path,
        name,
        schema: resolved(schema),
        body,
      }));
    }),
  );
}
