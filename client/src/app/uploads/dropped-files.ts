import type { FileToSend } from './upload';

/** Files a system leaves in folders for itself. */
const LITTER = /^(\.DS_Store|Thumbs\.db|desktop\.ini|\._.*)$/;

/** Reads everything that was dropped, whole folders included; it must be called while the drop is handled. */
export async function readDroppedFiles(
  transfer: DataTransfer,
  folder: string,
): Promise<readonly FileToSend[]> {
  // The entries are only there until the handler returns, so all of them are taken before anything is awaited.
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry()).filter(
    (entry) => entry !== null,
  );
  if (entries.length === 0) return filesToSend(transfer.files, folder);
  const found: FileToSend[] = [];
  for (const entry of entries) await collect(entry, folder, found);
  return found;
}

/** Files chosen in a dialog; those of a chosen folder keep their place in it. */
export function filesToSend(files: FileList, folder: string): readonly FileToSend[] {
  return Array.from(files)
    .filter(({ name }) => !LITTER.test(name))
    .map((file) => {
      const inside = file.webkitRelativePath.split('/').slice(0, -1);
      return {
        file: withoutPlace(file),
        folder: [folder, ...inside].filter((part) => part !== '').join('/'),
      };
    });
}

/** Browsers send the place in a chosen folder as the file's name, which would put it there twice. */
function withoutPlace(file: File): File {
  if (file.webkitRelativePath === '') return file;
  return new File([file], file.name, { type: file.type, lastModified: file.lastModified });
}

async function collect(entry: FileSystemEntry, folder: string, found: FileToSend[]): Promise<void> {
  if (isFile(entry)) {
    if (LITTER.test(entry.name)) return;
    found.push({ file: await fileOf(entry), folder });
    return;
  }
  if (!isDirectory(entry)) return;
  const inside = folder === '' ? entry.name : `${folder}/${entry.name}`;
  const reader = entry.createReader();
  // A directory is read in pieces of a hundred entries, until an empty one.
  for (;;) {
    const piece = await piecesOf(reader);
    if (piece.length === 0) return;
    for (const child of piece) await collect(child, inside, found);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

function piecesOf(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}
