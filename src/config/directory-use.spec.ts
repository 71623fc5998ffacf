import { expect, it, vi } from 'vitest';
import { temporaryDirectory } from '../../test/support/temporary-directory.js';
import { useDirectory } from './directory-use.js';

it('does what only one who is alone in the directory may, for the first that comes', async () => {
  await using directory = await temporaryDirectory();
  const [first, second] = [vi.fn(() => Promise.resolve()), vi.fn(() => Promise.resolve())];
  await useDirectory(directory.path, first);
  await useDirectory(directory.path, second);
  expect(first).toHaveBeenCalledOnce();
  expect(second).not.toHaveBeenCalled();
});
