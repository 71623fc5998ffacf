import { describe, expect, it } from 'vitest';
import { DomainError } from '../../errors/domain-error.js';
import { canonicalJson } from './canonical-json.js';

const read = (text: string) => canonicalJson(JSON.parse(text));

describe('canonical JSON', () => {
  it('is the same whatever the order of members, at every depth', () => {
    const one = '{"name":"Web","scopes":["read","write"],"limits":{"a":{"x":1,"y":null},"b":2}}';
    const other = '{"limits":{"b":2,"a":{"y":null,"x":1}},"scopes":["read","write"],"name":"Web"}';
    expect(read(one)).toBe(read(other));
    expect(JSON.parse(read(one))).toEqual(JSON.parse(one));
  });

  it('tells apart what is not the same', () => {
    const texts = [
      '{"a":1}',
      '{"a":"1"}',
      '{"a":[1]}',
      '{"b":1}',
      '{"a":null}',
      '{}',
      '[]',
      'null',
    ];
    texts.push(
      '["a","b"]',
      '["b","a"]',
      '{"a":{"b":1}}',
      '{"a":{},"b":1}',
      '{"__proto__":1}',
      '"{}"',
    );
    expect(new Set(texts.map(read)).size).toBe(texts.length);
  });

  it('refuses what is nested so deeply that reading it would fail', () => {
    const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    expect(read(nested(64))).toBe(nested(64));
    expect(() => read(nested(65))).toThrow(DomainError);
    expect(() => read(nested(40_000))).toThrow(DomainError);
    expect(() => read(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`)).toThrow(DomainError);
  });
});
