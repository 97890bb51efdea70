import type { CleaningFigures } from '../../packages/cli/src/batch/cleaningRun.ts';

/** How one run of the benchmark went. */
export interface CleanResult {
  readonly name: string;
  readonly figures: CleaningFigures;
  /** Figures of the set's own, by name. */
  readonly own: Readonly<Record<string, number>>;
  /** Of what is judged piece by piece. */
  readonly parts?: readonly CleanPart[];
}

export interface CleanPart {
  readonly name: string;
  readonly own: Readonly<Record<string, number>>;
}

/** A figure against what it has to reach; without a bar it is only told. */
export interface Bar {
  readonly what: string;
  readonly value: number;
  readonly bar?: number;
  readonly moonshot?: number;
  /** Which side of the bar is good; `atLeast` when absent. */
  readonly isGood?: 'atLeast' | 'atMost';
  /** For a person: how the numbers are written. */
  readonly write: (value: number) => string;
}

export interface RunPlace {
  /** Folder of the public data. */
  readonly data: string;
  /** Folder for pictures; absent = none. */
  readonly out?: string;
}

/** One part of the benchmark: which runs there are, how one is done, how results are written and judged. */
export interface CleanSet {
  readonly title: string;
  /** Names of its runs. @param count how many when it can have any number */
  cases(place: RunPlace, count: number | undefined): string[];
  /** Does one run, in this process. Physics must be ready. */
  run(place: RunPlace, name: string): CleanResult;
  line(result: CleanResult): string;
  bars(results: readonly CleanResult[]): Bar[];
}

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
export const fixed =
  (digits: number) =>
  (value: number): string =>
    value.toFixed(digits);

/** One line for a person: what came out, what was to be reached, whether it was. */
export function barLine({ what, value, bar, moonshot, isGood, write }: Bar): string {
  if (bar === undefined) return `           ${what}: ${write(value)}`;
  const holds = (limit: number): boolean => (isGood === 'atMost' ? value <= limit : value >= limit);
  const sign = isGood === 'atMost' ? '<=' : '>=';
  const verdict = moonshot !== undefined && holds(moonshot) ? 'MOONSHOT' : holds(bar) ? 'reached' : 'missed';
  const shot = moonshot === undefined ? '' : `, moonshot ${write(moonshot)}`;
  return `  ${verdict.padEnd(8)} ${what}: ${write(value)} (${sign} ${write(bar)}${shot})`;
}

/** How a run ended, for its line. */
export function ending({ finished, docked, state, reason, score, faults }: CleaningFigures): string {
  const falls = score.cliffFalls === 0 ? '' : `, ${score.cliffFalls} FALLS`;
  const broken = faults.length === 0 ? '' : `, FAULT ${faults[0]}`;
  const end = finished ? 'docked' : `${docked ? 'docked' : 'NOT DOCKED'}, ${state}: ${reason}`;
  return `${end}${falls}${broken}`;
}
