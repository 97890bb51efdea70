import type { BatchResult } from './batchRun.ts';

/** What a batch comes to. Medians over its runs; shares in [0, 1]. */
export interface BatchSummary {
  readonly runs: number;
  /** Jobs that did not end on the dock. */
  readonly rescues: number;
  readonly falls: number;
  readonly coverage: number;
  readonly worstCoverage: number;
  readonly coverageFreeFloor: number;
  readonly brushedFreeFloor: number;
  readonly wallBandCoverage: number;
  readonly lambda: number;
  /** Hard contacts of all runs over the floor of all runs. */
  readonly hardContactsPer_m2: number;
  readonly trajectoryError_m: number;
  readonly simulated_s: number;
  readonly cpu_s: number;
}

const columns: readonly [string, (r: BatchResult) => string | number | boolean][] = [
  ['world', (r) => r.world],
  ['seed', (r) => r.seed],
  ['finished', (r) => r.finished],
  ['docked', (r) => r.docked],
  ['state', (r) => r.state],
  ['reason_code', (r) => r.reasonCode],
  ['coverage', (r) => r.score.coverage],
  ['coverage_cleaned', (r) => r.score.cleanedCoverage],
  ['coverage_free_floor', (r) => r.score.coverageFreeFloor],
  ['brushed_free_floor', (r) => r.score.brushedFreeFloor],
  ['coverage_wall_band', (r) => r.score.wallBandCoverage],
  ['reachable_m2', (r) => r.score.reachableArea_m2],
  ['path_m', (r) => r.score.path_m],
  ['lambda', (r) => r.score.lambda],
  ['falls', (r) => r.score.cliffFalls],
  ['contacts', (r) => r.score.contacts],
  ['hard_contacts', (r) => r.score.hardContacts],
  ['hard_fixed', (r) => r.score.hardContactsByKind.fixed],
  ['hard_heavy', (r) => r.score.hardContactsByKind.heavy],
  ['hard_light', (r) => r.score.hardContactsByKind.light],
  ['hard_actors', (r) => r.score.hardContactsByKind.actor],
  ['stuck_s', (r) => r.score.stuck_s],
  ['recharges', (r) => r.recharges],
  ['trajectory_error_m', (r) => r.trajectoryError_m],
  ['simulated_s', (r) => r.simulated_s],
  ['cpu_s', (r) => r.cost.cpu_s],
  ['hash', (r) => r.hash],
  ['reason', (r) => r.reason],
];

/** One line a run, RFC 4180. */
export function batchCsv(results: readonly BatchResult[]): string {
  const rows = results.map((r) => columns.map(([, value]) => cell(value(r))));
  return [columns.map(([name]) => name), ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

function cell(value: string | number | boolean): string {
  const text = typeof value === 'number' && !Number.isInteger(value) ? value.toPrecision(6) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function summarise(results: readonly BatchResult[]): BatchSummary {
  const sum = (of: (r: BatchResult) => number): number => results.reduce((total, r) => total + of(r), 0);
  const mid = (of: (r: BatchResult) => number): number => median(results.map(of));
  return {
    runs: results.length,
    rescues: results.filter((r) => !r.docked).length,
    falls: sum((r) => r.score.cliffFalls),
    coverage: mid((r) => r.score.coverage),
    worstCoverage: Math.min(...results.map((r) => r.score.coverage)),
    coverageFreeFloor: mid((r) => r.score.coverageFreeFloor),
    brushedFreeFloor: mid((r) => r.score.brushedFreeFloor),
    wallBandCoverage: mid((r) => r.score.wallBandCoverage),
    lambda: mid((r) => r.score.lambda),
    hardContactsPer_m2: sum((r) => r.score.hardContacts) / sum((r) => r.score.reachableArea_m2),
    trajectoryError_m: mid((r) => r.trajectoryError_m),
    simulated_s: sum((r) => r.simulated_s),
    cpu_s: sum((r) => r.cost.cpu_s),
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** One line for a person. */
export function resultLine(r: BatchResult): string {
  const { score } = r;
  const end = r.finished ? 'docked' : `${r.docked ? 'docked' : 'NOT DOCKED'} (${r.state}: ${r.reason})`;
  const falls = score.cliffFalls === 0 ? '' : `, ${score.cliffFalls} FALLS`;
  const minutes = (r.simulated_s / 60).toFixed(0);
  const speed = (r.simulated_s / r.cost.cpu_s).toFixed(0);
  return `${r.name.padEnd(24)} ${percent(score.coverage)} of ${score.reachableArea_m2.toFixed(0)} m², λ ${score.lambda.toFixed(2)}, ${minutes} min, ${score.hardContacts} hard contacts, ${speed} x real time, ${end}${falls}`;
}

/** The whole batch for a person. */
export function summaryText(s: BatchSummary, wall_s: number): string {
  return [
    `${s.runs} runs: ${s.rescues} not docked, ${s.falls} falls, ${s.hardContactsPer_m2.toFixed(3)} hard contacts per m²`,
    `coverage ${percent(s.coverage)} (worst ${percent(s.worstCoverage)}), of free floor ${percent(s.coverageFreeFloor)} (${percent(s.brushedFreeFloor)} with the side brush), along walls ${percent(s.wallBandCoverage)}`,
    `length ratio ${s.lambda.toFixed(2)}, trajectory error ${(100 * s.trajectoryError_m).toFixed(1)} cm`,
    `${(s.simulated_s / 3600).toFixed(1)} hours simulated, ${(s.simulated_s / s.cpu_s).toFixed(0)} a CPU hour, ${(s.simulated_s / wall_s).toFixed(0)} an hour of this batch`,
  ].join('\n');
}
