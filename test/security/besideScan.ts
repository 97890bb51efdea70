import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { deflateRawSync } from 'node:zlib';

/** How files begin that hold a map or a picture of it, or a log that does. */
const magics: Readonly<Record<string, string>> = {
  '\x89HBM': 'a map',
  '\x89PNG': 'a picture',
  'P5\n': 'a picture',
  '\x89MCAP': 'a recording',
  '<svg': 'a drawing',
  '{"__class"': 'a map for others',
  'image: ': 'a map for others',
};
/** Sealed bytes are noise, and noise is not made smaller; what a grid, a way or words are kept in plainly is. */
const SMALLEST_SEALED = 0.97;
const LEAST_BYTES = 1024;

/**
 * Looks through all files of folders for what a home could be read off.
 * @param words    that nobody but the household should read
 * @param sealed   folders in which all files are noise
 * @returns what lies there plainly, a line each
 */
export function plainIn(
  folders: readonly string[],
  words: readonly string[],
  sealed: readonly string[] = [],
): string[] {
  return folders.flatMap((folder) =>
    filesOf(folder).flatMap((path) => {
      const bytes = readFileSync(path);
      const name = relative(folder, path);
      const isSealed = sealed.some((one) => path.startsWith(one));
      const told = [...wordsIn(bytes, words), ...wordsIn(Buffer.from(name), words), ...startOf(bytes)];
      if (isSealed && isShrunk(bytes)) told.push('something that is not sealed');
      return told.map((what) => `${name}: ${what}`);
    }),
  );
}

function filesOf(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const found = lstatSync(path);
    return found.isDirectory() ? filesOf(path) : found.isFile() ? [path] : [];
  });
}

/** As they are, as Windows and JavaScript have them in memory, and as they are sent. */
function wordsIn(bytes: Buffer, words: readonly string[]): string[] {
  return words.filter((word) => {
    const shapes = [Buffer.from(word), Buffer.from(word, 'utf16le'), ...base64(word)];
    return shapes.some((shape) => bytes.includes(shape));
  });
}

/** A word in base64 reads in three ways, by where it begins; what hangs on its neighbours is left out. */
function base64(word: string): Buffer[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), Buffer.from(word)]).toString('base64');
    return Buffer.from(text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + word.length) * 8) / 6)));
  });
}

function startOf(bytes: Buffer): string[] {
  const start = bytes.subarray(0, 64).toString('latin1').trimStart();
  return Object.entries(magics).flatMap(([magic, what]) => (start.startsWith(magic) ? [what] : []));
}

function isShrunk(bytes: Buffer): boolean {
  return bytes.length >= LEAST_BYTES && deflateRawSync(bytes).length < SMALLEST_SEALED * bytes.length;
}
