import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { CliError } from '../errors.ts';
import { makeFolder, writeWhole } from '../files.ts';
import type { BatchConditions, BatchResult } from './batchRun.ts';
import { type BatchSummary, batchCsv } from './batchTable.ts';

/**
 * The folder of a batch: `batch.json`, the conditions that all its runs have in common; `runs.jsonl`, a line for each run
 * that is finished, in the order in which they ended; and at the end `table.csv` and `table.json`, in the order of the runs.
 * A batch that was interrupted goes on where it stopped.
 */
export class BatchFolder {
  readonly #path: string;
  readonly #done = new Map<string, BatchResult>();

  /** Throws CliError when the folder holds a batch of other conditions. */
  constructor(path: string, conditions: BatchConditions) {
    this.#path = path;
    makeFolder(path);
    const text = `${JSON.stringify(conditions, null, 2)}\n`;
    const file = join(path, 'batch.json');
    if (existsSync(file) && readFileSync(file, 'utf8') !== text)
      throw new CliError(
        `${path} holds a batch of other conditions (batch.json there says which): give another --out, or the same options`,
      );
    writeWhole(file, text);
    for (const result of this.#read()) this.#done.set(result.name, result);
    // What a cut-off left behind its last whole line must not grow into the next one.
    writeWhole(this.#runsFile, [...this.#done.values()].map(line).join(''));
  }

  get #runsFile(): string {
    return join(this.#path, 'runs.jsonl');
  }

  #read(): BatchResult[] {
    if (!existsSync(this.#runsFile)) return [];
    const lines = readFileSync(this.#runsFile, 'utf8').split('\n');
    // Without its line feed the last line was cut off.
    return lines.slice(0, -1).map((text, i) => {
      try {
        return JSON.parse(text) as BatchResult;
      } catch (cause) {
        throw new CliError(`Line ${i + 1} of ${this.#runsFile} is not JSON: remove it, and its run is done again`, {
          cause,
        });
      }
    });
  }

  /** Results by the names of their runs. */
  get done(): ReadonlyMap<string, BatchResult> {
    return this.#done;
  }

  /** Is on the disk when this returns. */
  add(result: BatchResult): void {
    this.#done.set(result.name, result);
    const file = openSync(this.#runsFile, 'a');
    writeSync(file, line(result));
    fsyncSync(file);
    closeSync(file);
  }

  writeTable(names: readonly string[], summary: BatchSummary): void {
    const results = names.flatMap((name) => this.#done.get(name) ?? []);
    writeWhole(join(this.#path, 'table.csv'), batchCsv(results));
    writeWhole(join(this.#path, 'table.json'), `${JSON.stringify({ summary, results }, null, 1)}\n`);
  }
}

function line(result: BatchResult): string {
  return `${JSON.stringify(result)}\n`;
}
