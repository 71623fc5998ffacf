import { readDroppedFiles } from './dropped-files';

const file = (name: string, isReadable = true) => ({
  isFile: true,
  name,
  fullPath: `/${name}`,
  file: (found: (file: File) => void, failed: (error: Error) => void) =>
    isReadable ? found(new File(['x'], name)) : failed(new Error('It has gone.')),
});

const folder = (name: string, children: readonly unknown[], isReadable = true) => ({
  isFile: false,
  isDirectory: true,
  name,
  fullPath: `/${name}`,
  createReader: () => {
    const pieces = [children, []];
    return {
      readEntries: (found: (piece: unknown) => void, failed: (error: Error) => void) =>
        isReadable ? found(pieces.shift()) : failed(new Error('It is locked.')),
    };
  },
});

describe('readDroppedFiles', () => {
  it('reads what can be read, and names what can’t', async () => {
    const items = [
      file('gone.jpg', false),
      folder('shots', [file('a.jpg'), file('b.jpg', false), file('c.jpg')]),
      folder('locked', [], false),
      file('last.jpg'),
    ].map((entry) => ({ webkitGetAsEntry: () => entry }));
    const transfer = Object.assign(new EventTarget(), { items, files: [] });
    const { files, unreadable } = await readDroppedFiles(transfer as unknown as DataTransfer, 'in');
    expect(files.map(({ file: { name }, folder: place }) => `${place}/${name}`)).toEqual([
      'in/shots/a.jpg',
      'in/shots/c.jpg',
      'in/last.jpg',
    ]);
    expect(unreadable).toEqual(['gone.jpg', 'b.jpg', 'locked']);
  });
});
