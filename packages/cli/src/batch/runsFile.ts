import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { CliError } from '../errors.ts';
import { writeWhole } from '../files.ts';

/** Finished runs, a line of JSON each, in the order in which they ended: what was cut off goes on where it stopped. */
export class RunsFile<T extends { readonly name: string }> {
  readonly #path: string;
  readonly #done = new Map<string, T>();

  /** Throws CliError when a line is not JSON. */
  constructor(path: string) {
    this.#path = path;
    for (const result of this.#read()) this.#done.set(result.name, result);
    // What a cut-off left behind its last whole line must not grow into the next one.
    writeWhole(path, [...this.#done.values()].map(line).join(''));
  }

  #read(): T[] {
    if (!existsSync(this.#path)) return [];
    const lines = readFileSync(this.#path, 'utf8').split('\n');
    // Without its line feed the last line was cut off.
    return lines.slice(0, -1).map((text, i) => {
      try {
        return JSON.parse(text) as T;
      } catch (cause) {
        throw new CliError(`Line ${i + 1} of ${this.#path} is not JSON: remove it, and its run is done again`, {
          cause,
        });
      }
    });
  }

  /** Results by the names of their runs. */
  get done(): ReadonlyMap<string, T> {
    return this.#done;
  }

  /** Is on the disk when this returns. */
  add(result: T): void {
    this.#done.set(result.name, result);
    const file = openSync(this.#path, 'a');
    writeSync(file, line(result));
    fsyncSync(file);
    closeSync(file);
  }
}

function line(result: unknown): string {
  return `${JSON.stringify(result)}\n`;
}
