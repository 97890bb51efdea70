import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { CliError } from './errors.ts';

/** Of a map, a picture, a world: more is none, bytes. */
const MAX_INPUT_BYTES = 64 * 2 ** 20;
/** Of a log or a recording, which is what a person's own robot wrote, bytes. */
export const MAX_RECORDING_BYTES = 2 ** 31;
const PIECE_BYTES = 1 << 16;

/**
 * Reads a whole file; a missing, unreadable or too large one is a one-line error that names it. Of what has no size of its own (a pipe, a
 * device) no more is read than a file may have.
 */
export function readInput(path: string, what: string, most_bytes = MAX_INPUT_BYTES): Uint8Array {
  try {
    const file = openSync(path, 'r');
    try {
      const stat = fstatSync(file);
      const isTooLarge = stat.isFile() && stat.size > most_bytes;
      const bytes = isTooLarge
        ? undefined
        : stat.isFile() && stat.size > 0
          ? readFileSync(file)
          : readUpTo(file, most_bytes);
      if (bytes !== undefined) return bytes;
    } finally {
      closeSync(file);
    }
    throw new CliError(`${what} is larger than ${most_bytes} bytes, which is all that is read: ${path}`);
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') throw new CliError(`${what} not found: ${path}`, { cause });
    if (code === 'EISDIR') throw new CliError(`${what} is a folder, not a file: ${path}`, { cause });
    throw new CliError(`Cannot read ${what} ${path}: ${(cause as Error).message}`, { cause });
  }
}

/** All that comes, or `undefined` for more than `most_bytes`. */
function readUpTo(file: number, most_bytes: number): Uint8Array | undefined {
  const pieces: Uint8Array[] = [];
  for (let total = 0; total <= most_bytes; ) {
    const piece = new Uint8Array(PIECE_BYTES);
    const count = readSync(file, piece);
    if (count === 0) return new Uint8Array(Buffer.concat(pieces));
    pieces.push(piece.subarray(0, count));
    total += count;
  }
  return undefined;
}

/** Makes a folder, parents included; one that cannot be made is a one-line error. */
export function makeFolder(path: string, mode = 0o777): void {
  try {
    mkdirSync(path, { recursive: true, mode });
  } catch (cause) {
    throw new CliError(`Cannot make the folder ${path}: ${(cause as Error).message}`, { cause });
  }
}

/** Writes a whole file or nothing: under a temporary name, flushed to disk, then renamed. @param mode for its owner alone: 0o600 */
export function writeWhole(path: string, content: string | Uint8Array, mode = 0o666): void {
  const temporary = join(dirname(path), `.${process.pid}.${Math.random().toString(36).slice(2)}.tmp`);
  const file = openSync(temporary, 'w', mode);
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}

/** An append-only file that stays readable up to its last flush, whenever the process ends. */
export class AppendFile {
  readonly #file: number;
  #pending: string[] = [];
  #pendingLength = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'w');
  }

  /** Queues one line; whole lines reach the disk in blocks of about 4 kB: some seconds of poses. */
  line(text: string): void {
    this.#pending.push(text, '\n');
    this.#pendingLength += text.length + 1;
    if (this.#pendingLength > 4096) this.flush();
  }

  flush(): void {
    if (this.#pendingLength === 0) return;
    writeSync(this.#file, this.#pending.join(''));
    this.#pending = [];
    this.#pendingLength = 0;
  }

  close(): void {
    this.flush();
    closeSync(this.#file);
  }
}
