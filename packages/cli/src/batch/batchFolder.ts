import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CliError } from '../errors.ts';
import { makeFolder, writeWhole } from '../files.ts';
import type { BatchConditions, BatchResult } from './batchRun.ts';
import { type BatchSummary, batchCsv } from './batchTable.ts';
import { RunsFile } from './runsFile.ts';

/**
 * The folder of a batch: `batch.json`, the conditions that all its runs have in common; `runs.jsonl`, a line for each run
 * that is finished, in the order in which they ended; and at the end `table.csv` and `table.json`, in the order of the runs.
 * A batch that was interrupted goes on where it stopped.
 */
export class BatchFolder {
  readonly #path: string;
  readonly runs: RunsFile<BatchResult>;

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
    this.runs = new RunsFile(join(path, 'runs.jsonl'));
  }

  writeTable(names: readonly string[], summary: BatchSummary): void {
    const results = names.flatMap((name) => this.runs.done.get(name) ?? []);
    writeWhole(join(this.#path, 'table.csv'), batchCsv(results));
    writeWhole(join(this.#path, 'table.json'), `${JSON.stringify({ summary, results }, null, 1)}\n`);
  }
}
