import { returnAddress } from './return-address';

describe('returnAddress', () => {
  it('goes back to a page of the console', () => {
    expect(returnAddress('/media?path=a%2Fb')).toBe('/media?path=a%2Fb');
  });

  it.each([
    undefined,
    '',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/login',
    '/setup',
  ])('goes home instead of to %s', (wanted) => {
    expect(returnAddress(wanted)).toBe('/media');
  });
});
