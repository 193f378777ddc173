// What was dropped or chosen, as a list of files with paths: single files, several, or folders
// walked to their end. A model is what ends in .onnx; anything else lies beside it.
import type { GivenFile } from '@/workers/analyse-messages';

/** Folders may be anything. */
const MOST_FILES = 5000;

const pathOf = (file: File): string => file.webkitRelativePath || file.name;

export const chosenFiles = (files: FileList | null): readonly GivenFile[] =>
  [...(files ?? [])].slice(0, MOST_FILES).map((file) => ({ path: pathOf(file), file }));

/** The entries must be taken from the event before it ends. */
export function droppedFiles(transfer: DataTransfer): Promise<readonly GivenFile[]> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  return entries.length === 0 ? Promise.resolve(chosenFiles(transfer.files)) : walked(entries);
}

async function walked(entries: readonly FileSystemEntry[]): Promise<readonly GivenFile[]> {
  const found: GivenFile[] = [];
  const open = [...entries];
  for (const entry of open) {
    if (found.length >= MOST_FILES) break;
    if (isFile(entry))
      found.push({ path: entry.fullPath.replace(/^\//, ''), file: await fileOf(entry) });
    else if (isFolder(entry)) open.push(...(await contentOf(entry)));
  }
  return found;
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

/** A reader gives a part at a time, and nothing at the end. */
async function contentOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (part.length === 0) return all;
    all.push(...part);
  }
}

/** The models among the files; the only file, whatever its name is. */
export function modelsAmong(files: readonly GivenFile[]): readonly GivenFile[] {
  if (files.length === 1) return files;
  const models = files.filter(({ path }) => /\.onnx$/i.test(path));
  return models.length > 0
    ? models
    : files.filter(({ path }) => !/\.(json|data|bin|txt|md)$/i.test(path)).slice(0, 1);
}

/** Profiles of ONNX Runtime are JSON. */
export const profilesAmong = (files: readonly GivenFile[]): readonly GivenFile[] =>
  files.filter(({ path }) => /\.json$/i.test(path));
