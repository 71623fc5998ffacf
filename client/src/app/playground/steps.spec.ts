import { readAddress, readSteps, withValue, writeSteps } from './steps';

const KEYS = new Set(['w', 'h', 'c', 'f', 'e', 'q']);

describe('steps of a transformation', () => {
  it('read what they write', () => {
    const text = 'w_400,c_fill/e_blur:20.grayscale';
    expect(writeSteps(readSteps(text))).toBe(text);
  });

  it('leave steps without values out', () => {
    expect(writeSteps([new Map(), new Map([['w', '40']])])).toBe('w_40');
    expect(writeSteps([withValue(new Map([['w', '40']]), 'w', '')])).toBe('');
  });

  it('take an address of any host apart', () => {
    const address = readAddress(
      'https://cdn.example/t/w_400,f_webp/e_blur:9/a%20b/c.jpg?v=1',
      KEYS,
    );
    expect(address?.path).toBe('a b/c.jpg');
    expect(writeSteps(address?.steps ?? [])).toBe('w_400,f_webp/e_blur:9');
  });

  it('take a folder that only looks like a step for a folder', () => {
    expect(readAddress('/t/x_files/c.jpg', KEYS)?.path).toBe('x_files/c.jpg');
  });

  it('refuse what is no delivery address', () => {
    for (const text of ['', '/storage/a.jpg', '/t/w_400', '/t/%zz/a.jpg', 'nonsense']) {
      expect(readAddress(text, KEYS)).toBeUndefined();
    }
  });
});
