import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { describeEffects, describeParameters } from './describe.js';
import { DEFAULT_LIMITS } from '../limits.js';
import { applicableTo } from '../output.js';
import { parseTransformation } from '../parse.js';
import { readTail } from '../read-tail.js';
import { withTables } from './reference.js';

describe('the description of the language', () => {
  it('is plain data', () => {
    for (const description of [describeParameters(), describeEffects()]) {
      expect(JSON.parse(JSON.stringify(description))).toEqual(description);
    }
  });

  it('says everything about a parameter', () => {
    expect(describeParameters().find(({ key }) => key === 'o')).toEqual({
      key: 'o',
      aliases: [],
      description: 'Opacity in percent.',
      values: 'an integer from 0 to 100',
      choices: [],
      default: '`100`',
      appliesTo: ['image', 'poster'],
      available: true,
    });
    for (const { description, values, appliesTo } of describeParameters()) {
      expect(description).toMatch(/\.$/);
      expect(values).not.toBe('');
      expect(appliesTo.length).toBeGreaterThan(0);
    }
  });

  it('names the limits of the server', () => {
    const narrow = describeParameters({ ...DEFAULT_LIMITS, maxOutputDimension: 640 });
    expect(narrow.find(({ key }) => key === 'w')?.values).toContain('from 1 to 640');
  });

  it('lists no choice that the parser refuses', () => {
    for (const { key, choices, available } of describeParameters()) {
      if (!available || key === 'e') continue;
      for (const value of choices) {
        const neighbours = value === 'xy_center' ? ',x_1,y_1' : '';
        const text = `${key}_${value}${neighbours}`;
        expect(() => parseTransformation(text, DEFAULT_LIMITS), text).not.toThrow();
      }
    }
  });
});

describe('docs/transformations.md', () => {
  const page = () =>
    readFile(new URL('../../../../docs/transformations.md', import.meta.url), 'utf8');

  it('has the tables of today; `node scripts/write-parameter-table.ts` writes them', async () => {
    const text = await page();
    expect(withTables(text)).toBe(text);
    for (const { key } of describeParameters()) expect(text).toContain(`\`${key}`);
    expect(text.match(/: generated -->/g)).toHaveLength(3);
  });

  it('shows only transformations that are valid for the asset they are shown with', async () => {
    const examples = [...(await page()).matchAll(/^ {4}\/t\/(?<tail>\S+)/gm)];
    expect(examples.length).toBeGreaterThan(35);
    for (const { groups } of examples) {
      const tail = groups?.['tail'] ?? '';
      const reading = readTail(tail.split('/'), DEFAULT_LIMITS);
      expect(reading.kind, tail).toBe(tail.startsWith('photos/') ? 'original' : 'variant');
      if (reading.kind !== 'variant') continue;
      applicableTo(reading.transformation, tail.endsWith('.mp4') ? 'video' : 'image');
    }
  });
});
