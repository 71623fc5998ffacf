import { signal } from '@angular/core';
import { Selection } from './selection';

describe('Selection', () => {
  const all = signal(['a', 'b', 'c', 'd', 'e'].map((path) => ({ path })));
  const make = () => new Selection(all);
  const pathsOf = (selection: Selection<{ path: string }>) =>
    selection.entries().map(({ path }) => path);

  it('selects one, toggles others, and spans a range from where it began', () => {
    const selection = make();
    selection.choose('b', 'only');
    selection.choose('d', 'toggle');
    expect(pathsOf(selection)).toEqual(['b', 'd']);
    selection.choose('b', 'only');
    selection.choose('d', 'range');
    expect(pathsOf(selection)).toEqual(['b', 'c', 'd']);
    selection.choose('a', 'range');
    expect(pathsOf(selection)).toEqual(['a', 'b']);
  });

  it('loses what leaves the list', () => {
    const entries = signal([{ path: 'a' }, { path: 'b' }]);
    const selection = new Selection(entries);
    selection.selectAll();
    entries.set([{ path: 'b' }]);
    expect(pathsOf(selection)).toEqual(['b']);
    expect(selection.size()).toBe(1);
  });

  it('moves the keyboard without touching what is selected', () => {
    const selection = make();
    selection.choose('a', 'only');
    selection.moveTo('c');
    expect(selection.active()).toBe('c');
    expect(pathsOf(selection)).toEqual(['a']);
  });
});
