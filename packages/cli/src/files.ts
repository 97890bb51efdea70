import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CliError } from './errors.ts';

/** Reads a whole file; a missing or unreadable one is a one-line error that names it. */
export function readInput(path: string, what: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') throw new CliError(`${what} not found: ${path}`, { cause });
    if (code === 'EISDIR') throw new CliError(`${what} is a folder, not a file: ${path}`, { cause });
    throw new CliError(`Cannot read ${what} ${path}: ${(cause as Error).message}`, { cause });
  }
}

/** Makes a folder, parents included; one that cannot be made is a one-line error. */
export function makeFolder(path: string, mode = 0o777): void {
  try {
    mkdirSync(path, { recursive: true, mode });
  } catch (cause) {
    throw new CliError(`Cannot make the folder ${path}: ${(cause as Error).message}`, { cause });
  }
}

/** Writes a whole file or nothing: under a temporary name, flushed to disk, then renamed. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const temporary = join(dirname(path), `.${process.pid}.${Math.random().toString(36).slice(2)}.tmp`);
  const file = openSync(temporary, 'w');
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
