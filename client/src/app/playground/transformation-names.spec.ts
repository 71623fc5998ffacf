import { readSteps, writeSteps } from './steps';
import { checkName, nameIn, stepOf, writeOut } from './transformation-names';

const isAllowed = (name: string) => checkName(name).every(({ kept }) => kept);

describe('names of transformations', () => {
  it.each(['thumbnail', 'A', '2x', 'a_b-c', 'truely', 'x'.repeat(64)])('may be %s', (name) => {
    expect(isAllowed(name)).toBe(true);
  });

  it.each(['', 'true', '1', '_a', '-a', 'a b', 'a/b', 'a.b', 'ä', '../x', 'x'.repeat(65)])(
    'may not be “%s”',
    (name) => {
      expect(isAllowed(name)).toBe(false);
    },
  );

  it('are told from what t means for videos', () => {
    expect(nameIn(stepOf('card'))).toBe('card');
    expect(nameIn(stepOf('true'))).toBeUndefined();
    expect(nameIn(readSteps('t_card,w_4')[0] ?? new Map())).toBeUndefined();
  });

  it('are written out where they stand, and left when they are unknown', () => {
    const named = [{ name: 'card', transformation: 'w_40,h_40/e_blur:9', updatedAt: '' }];
    const steps = readSteps('a_90/t_card/t_gone');
    expect(writeSteps(writeOut(steps, named))).toBe('a_90/w_40,h_40/e_blur:9/t_gone');
  });
});
