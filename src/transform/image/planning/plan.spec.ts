import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepMeaning } from '../../language/meaning.js';
import { UPRIGHT } from '../../language/values/turn.js';
import { CROP_MODES, GRAVITIES, type Step } from '../../language/transformation.js';
import { DomainError } from '../../../errors/domain-error.js';
import { stagesOf, type Operation } from './operations.js';
import { turnOfOrientation } from './orientation.js';
import { planStep, type Plan } from './plan.js';

const limits = { maxDimension: 8192, maxPixels: 40_000_000 };
const px = (value: number) => ({ unit: 'px', value }) as const;

function plan(step: Step, orientation = 1, hasAlpha = false, opaque = false): Plan {
  const canvas = { width: 4000, height: 3000, hasAlpha, turn: turnOfOrientation(orientation) };
  return planStep(step, canvas, { limits, opaque });
}

const kinds = (operations: readonly Operation[]) => operations.map(({ kind }) => kind);

describe('the plan of a step', () => {
  it.each<[string, Step, number, readonly string[]]>([
    ['a size', { width: px(400) }, 1, ['resize']],
    ['a size of a turned source', { width: px(400) }, 6, ['resize', 'quarter-turn']],
    ['a fill', { width: px(400), height: px(400) }, 1, ['resize', 'extract']],
    [
      'a fill of a turned source',
      { width: px(400), height: px(400) },
      7,
      ['resize', 'flop', 'quarter-turn', 'extract'],
    ],
    ['a pad', { width: px(400), height: px(400), crop: 'pad' }, 1, ['resize', 'extend']],
    [
      'a cut',
      { width: px(40), height: px(40), crop: 'crop', x: px(5) },
      8,
      ['extract', 'quarter-turn'],
    ],
    [
      'a free turn',
      { width: px(400), turn: { mirrored: false, degrees: 20 } },
      1,
      ['resize', 'rotate', 'extract'],
    ],
    [
      'colours, border and corners',
      {
        width: px(400),
        effects: [{ name: 'sepia', amount: 50 }],
        radius: { kind: 'max' },
        background: { red: 0, green: 0, blue: 0, alpha: 255 },
      },
      1,
      ['resize', 'recomb', 'overlay', 'remove-alpha'],
    ],
    ['nothing', {}, 1, []],
  ])(
    '%s is one pipeline, which scales before all that needs pixels',
    (_, step, orientation, expected) => {
      const { operations } = plan(step, orientation);
      expect(kinds(operations)).toEqual(expected);
      expect(stagesOf(operations)).toHaveLength(1);
    },
  );

  it('starts another pipeline only where the order asks for it', () => {
    const { operations } = plan({
      width: px(400),
      effects: [{ name: 'negate' }, { name: 'sepia', amount: 50 }, { name: 'blur', amount: 100 }],
    });
    expect(stagesOf(operations).map(kinds)).toEqual([['resize', 'linear'], ['recomb'], ['blur']]);
  });

  it('flattens early without effects, and last with them', () => {
    const white = { red: 255, green: 255, blue: 255, alpha: 255 };
    expect(kinds(plan({ width: px(40), background: white }, 1, true).operations)).toEqual([
      'flatten',
      'resize',
    ]);
    const late = plan({ width: px(40), background: white, effects: [{ name: 'negate' }] }, 1, true);
    expect(kinds(late.operations)).toEqual(['resize', 'linear', 'flatten']);
  });

  it('says whether the result has alpha', () => {
    expect(plan({ width: px(40), radius: { kind: 'max' } }).canvas.hasAlpha).toBe(true);
    expect(plan({ width: px(40), radius: { kind: 'max' } }, 1, false, true).canvas.hasAlpha).toBe(
      false,
    );
    expect(plan({ width: px(40), height: px(40), crop: 'pad' }).canvas.hasAlpha).toBe(true);
    expect(plan({ width: px(40) }, 1, true, true).canvas.hasAlpha).toBe(false);
  });

  const length = fc.oneof(
    fc.integer({ min: 1, max: 3000 }).map(px),
    fc
      .double({ min: 0.01, max: 1, noNaN: true })
      .map((value) => ({ unit: 'share', value }) as const),
  );
  const offset = fc.oneof(length, fc.constantFrom(px(0), px(-20)));
  const step = fc.record(
    {
      width: length,
      height: length,
      aspectRatio: fc.constantFrom(0.7, 1, 1.5),
      x: offset,
      y: offset,
      crop: fc.constantFrom(...CROP_MODES),
      gravity: fc.constantFrom(...GRAVITIES),
      zoom: fc.double({ min: 0.1, max: 10, noNaN: true }),
      dpr: fc.constantFrom(0.5, 1, 2),
      turn: fc.record({ mirrored: fc.boolean(), degrees: fc.integer({ min: 0, max: 359 }) }),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Step>;

  it('does the same to what a step means as to the step', () => {
    const sides = fc.integer({ min: 1, max: 3000 });
    fc.assert(
      fc.property(step, sides, sides, (wish, width, height) => {
        const canvas = { width, height, hasAlpha: false, turn: UPRIGHT };
        const meant: { -readonly [K in keyof Step]: Step[K] } = { ...wish };
        keepMeaning(meant);
        const planned = [wish, meant].map((either) => {
          try {
            return planStep(either, canvas, { limits, opaque: false }).operations;
          } catch (error) {
            if (error instanceof DomainError) return error.code;
            throw error;
          }
        });
        expect(planned[1]).toEqual(planned[0]);
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps every operation inside the picture it is done to, whatever is asked', () => {
    fc.assert(
      fc.property(
        step,
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 1, max: 8 }),
        (wish, width, height, orientation) => {
          const canvas = { width, height, hasAlpha: false, turn: turnOfOrientation(orientation) };
          let made: Plan;
          try {
            made = planStep(wish, canvas, { limits, opaque: false });
          } catch (error) {
            expect(error).toBeInstanceOf(DomainError);
            return;
          }
          expect(Math.max(made.canvas.width, made.canvas.height)).toBeLessThanOrEqual(8192);
          expectInside(made.operations, { width, height });
        },
      ),
      { numRuns: 2000 },
    );
  });
});

/** Follows the size through the operations; a free turn's canvas isn't followed. */
function expectInside(
  operations: readonly Operation[],
  start: { width: number; height: number },
): void {
  let size = start;
  for (const operation of operations) {
    if (operation.kind === 'rotate') {
      return;
    }
    if (operation.kind === 'resize' || operation.kind === 'smart-crop') {
      size = operation.size;
      expect(Math.min(size.width, size.height)).toBeGreaterThan(0);
    } else if (operation.kind === 'quarter-turn' && operation.degrees !== 180) {
      size = { width: size.height, height: size.width };
    } else if (operation.kind === 'extract') {
      const { left, top, width, height } = operation.region;
      expect([left >= 0, top >= 0, width > 0, height > 0]).toEqual([true, true, true, true]);
      expect(left + width).toBeLessThanOrEqual(size.width);
      expect(top + height).toBeLessThanOrEqual(size.height);
      size = operation.region;
    } else if (operation.kind === 'extend') {
      expect(
        Math.min(operation.left, operation.top, operation.right, operation.bottom),
      ).toBeGreaterThanOrEqual(0);
    }
  }
}
