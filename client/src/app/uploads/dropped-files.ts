import type { FileToSend } from './upload';

/** Files a system leaves in folders for itself. */
const LITTER = /^(\.DS_Store|Thumbs\.db|desktop\.ini|\._.*)$/;

/** What was found in a drop. */
export interface Dropped {
  readonly files: readonly FileToSend[];
  /** Paths of entries the browser could not read. */
  readonly unreadable: readonly string[];
}

/** Reads everything that can be read of a drop, whole folders included; it must be called while the drop is handled. */
export async function readDroppedFiles(transfer: DataTransfer, folder: string): Promise<Dropped> {
  // The entries are only there until the handler returns, so all of them are taken before anything is awaited.
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry()).filter(
    (entry) => entry !== null,
  );
  if (entries.length === 0) return { files: filesToSend(transfer.files, folder), unreadable: [] };
  const found: Found = { files: [], unreadable: [] };
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

interface Found {
  readonly files: FileToSend[];
  readonly unreadable: string[];
}

/** One that can't be read, such as a file that has gone or is locked, keeps no other from being sent. */
async function collect(entry: FileSystemEntry, folder: string, found: Found): Promise<void> {
  try {
    await read(entry, folder, found);
  } catch {
    // It is told by its path.
    found.unreadable.push(entry.fullPath.replace(/^\//, ''));
  }
}

async function read(entry: FileSystemEntry, folder: string, found: Found): Promise<void> {
  if (isFile(entry)) {
    if (LITTER.test(entry.name)) return;
    found.files.push({ file: await fileOf(entry), folder });
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
