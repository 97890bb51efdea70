import { mutants, resealed } from './importMutants.ts';
import { isRefusal, type Reader, type ReaderName } from './importReaders.ts';

/** What came of feeding a reader. */
export interface FuzzFigures {
  readonly reader: string;
  readonly cases: number;
  /** Taken as good: the change was harmless, or a value for another of its kind. */
  readonly read: number;
  /** Refused in one line. */
  readonly refused: number;
  /** Anything else that was thrown, the first of each kind. */
  readonly broken: readonly string[];
  /** Ran longer than a person would wait for a file of its size. */
  readonly slow: number;
  readonly slowest_ms: number;
}

/** For files of 40 kB and less. A hang never comes back, which the test's own time limit tells. */
const SLOW_MS = 3000;

/** Feeds a reader with changed files. */
export function fuzzReader(
  name: ReaderName,
  reader: Reader,
  seeds: readonly Uint8Array[],
  count: number,
  seed: number,
): FuzzFigures {
  let [read, refused, slow, slowest_ms] = [0, 0, 0, 0];
  const broken = new Map<string, string>();
  const repair = name === 'hbmap' || name === 'import' ? resealed : undefined;
  for (const bytes of mutants(seeds, count, seed, repair)) {
    const started_ms = performance.now();
    try {
      reader(bytes);
      read++;
    } catch (error) {
      if (isRefusal(error, name)) refused++;
      else broken.set(kindOf(error), describe(error, bytes));
    }
    const took_ms = performance.now() - started_ms;
    slowest_ms = Math.max(slowest_ms, took_ms);
    if (took_ms > SLOW_MS) slow++;
  }
  return { reader: name, cases: count, read, refused, broken: [...broken.values()], slow, slowest_ms };
}

function kindOf(error: unknown): string {
  const { name, message } = error as Error;
  return `${name}: ${message.replace(/[\d.]+/g, '0').slice(0, 60)}`;
}

function describe(error: unknown, bytes: Uint8Array): string {
  const { name, message, stack } = error as Error;
  const where =
    stack
      ?.split('\n')
      .find((line) => /\bat .*\.(ts|mjs)/.test(line))
      ?.trim() ?? '';
  return `${name}: ${message.split('\n')[0].slice(0, 120)} ${where} (${bytes.length} bytes)`;
}
