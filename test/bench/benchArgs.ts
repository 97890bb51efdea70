import { basename } from 'node:path';
import { type ParseArgsConfig, parseArgs } from 'node:util';

/** A benchmark's command line, as `parseArgs` reads it; what it does not understand ends the benchmark with one line. */
export function benchArgs<const T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    const problem = (error as Error).message.split(/\.\s/)[0];
    return endBench(`${problem.replace(/\.$/, '')}; --help tells which options there are`);
  }
}

/** Ends the benchmark with a line that says what was wrong with how it was called. */
export function endBench(problem: string): never {
  console.error(`${basename(process.argv[1], '.mjs')}: ${problem}`);
  process.exit(2);
}
