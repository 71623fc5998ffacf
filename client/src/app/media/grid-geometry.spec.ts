import { geometryOf, indexAfterKey, rowsOf } from './grid-geometry';

describe('the geometry of a listing', () => {
  it('fits as many tiles as there is room for, two on a phone', () => {
    expect(geometryOf('grid', 336).columns).toBe(2);
    expect(geometryOf('grid', 1160).columns).toBe(6);
    expect(geometryOf('list', 1160)).toEqual({ columns: 1, rowHeight: 48 });
  });

  it('lays entries out in rows', () => {
    expect(rowsOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  });

  it('goes where a key says and never over an edge', () => {
    const place = { columns: 4, count: 10, rowsPerPage: 2 };
    expect(indexAfterKey('ArrowDown', 1, place)).toBe(5);
    expect(indexAfterKey('ArrowDown', 8, place)).toBe(9);
    expect(indexAfterKey('Home', 8, place)).toBe(0);
    expect(indexAfterKey('End', 0, place)).toBe(9);
    expect(indexAfterKey('x', 0, place)).toBeUndefined();
  });
});
