import { IsInt, IsString } from 'class-validator';
import { expect, it } from 'vitest';
import { createValidationPipe } from './validation.js';

class Wanted {
  @IsString()
  name = 'a';

  @IsInt()
  count = 1;
}

const check = (type: 'body' | 'query' | 'param', value: object) =>
  createValidationPipe().transform(value, { type, metatype: Wanted }) as Promise<unknown>;

it.each([
  ['body', 'field'],
  ['query', 'parameter'],
  ['param', 'parameter'],
] as const)('names what is wrong with a %s as a %s', async (type, kind) => {
  const value = { name: 'a', count: 'many', other: true };
  await expect(check(type, value)).rejects.toMatchObject({
    code: 'invalid-request',
    violations: [
      { [kind]: 'other', value: 'true' },
      { [kind]: 'count', value: 'many', message: 'count must be an integer number' },
    ],
  });
});

it('takes a query that says nothing for the defaults', async () => {
  expect(await check('query', {})).toEqual({ name: 'a', count: 1 });
});
