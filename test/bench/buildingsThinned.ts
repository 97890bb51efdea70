import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A real log with scans left out or a shorter lidar. */
export interface Thinning {
  readonly name: string;
  readonly log: string;
  /** Every how many-th scan stays. */
  readonly every: number;
  /** Readings past this are no return. */
  readonly cap_m?: number;
  /** Whether relations stay whose times no scan lies near: sensible where odometry is good. */
  readonly keepsAll?: boolean;
}

/** aces has good odometry: with scans metres apart it stands for a hospital. */
export const thinnings: readonly Thinning[] = [
  { name: 'aces-5th', log: 'aces', every: 5, keepsAll: true },
  { name: 'aces-10th', log: 'aces', every: 10, keepsAll: true },
  { name: 'aces-20th', log: 'aces', every: 20, keepsAll: true },
  { name: 'aces-40th', log: 'aces', every: 40, keepsAll: true },
  { name: 'intel-3rd', log: 'intel', every: 3 },
  { name: 'intel-6th', log: 'intel', every: 6 },
  { name: 'fr079-2nd', log: 'fr079', every: 2 },
  { name: 'intel-8m', log: 'intel', every: 1, cap_m: 8 },
  { name: 'aces-8m', log: 'aces', every: 1, cap_m: 8 },
  { name: 'fr079-8m-2nd', log: 'fr079', every: 2, cap_m: 8 },
];

const NEAR_S = 0.1;

/**
 * The texts of a thinned log and of its relations. Scans that relations name are kept where they lie at least two thirds of the
 * thinning apart, others are spread evenly between them: so more relations live on. Those without a scan within 0.1 s of both ends
 * are dropped, unless `keepsAll`: then the judge moves the nearest pose by odometry, as the metric has it.
 */
export function thin(
  data: string,
  { log, every, cap_m, keepsAll }: Thinning,
): { log: string; relations: string; scans: number; kept: number } {
  const folder = join(data, 'slam', log);
  const lines = text(join(folder, `${log}.log.gz`)).split('\n');
  const relations = text(join(folder, `${log}.relations.gz`))
    .split('\n')
    .filter((line) => line.trim() !== '');
  const named = new Set(relations.flatMap((line) => line.split(/\s+/, 2).map(milliseconds)));
  const scanLines = lines.flatMap((line, i) => (line.startsWith('FLASER') ? [i] : []));
  scanLines.sort((a, b) => stampOf(lines[a]) - stampOf(lines[b]));
  const anchors = scanLines.flatMap((i, k) => (named.has(milliseconds(lines[i].split(' ').at(-3)!)) ? [k] : []));
  const keeps = new Set(spread(anchors, scanLines.length, every).map((k) => scanLines[k]));
  const stamps = scanLines.filter((i) => keeps.has(i)).map((i) => stampOf(lines[i]));
  const left = relations.filter(
    (line) => keepsAll || line.split(/\s+/, 2).every((stamp) => hasNear(stamps, Number(stamp))),
  );
  const kept = lines.filter((line, i) => !line.startsWith('FLASER') || keeps.has(i));
  const capped = cap_m === undefined ? kept : kept.map((line) => cap(line, cap_m));
  return { log: capped.join('\n'), relations: `${left.join('\n')}\n`, scans: stamps.length, kept: left.length };
}

/** About every n-th of `count` indices: the anchors that lie at least 2/3 n apart, and evenly spaced ones between. */
function spread(anchors: readonly number[], count: number, every: number): number[] {
  const kept = [0];
  for (const anchor of [...anchors, count - 1]) {
    const from = kept[kept.length - 1];
    if (anchor - from < (2 / 3) * every) continue;
    const pieces = Math.max(1, Math.round((anchor - from) / every));
    for (let i = 1; i <= pieces; i++) kept.push(from + Math.round((i * (anchor - from)) / pieces));
  }
  return kept;
}

function stampOf(line: string): number {
  return Number(line.split(' ').at(-3));
}

function milliseconds(stamp: string): number {
  return Math.round(Number(stamp) * 1000);
}

function hasNear(sorted: readonly number[], stamp_s: number): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (sorted[mid] < stamp_s - NEAR_S) low = mid + 1;
    else high = mid;
  }
  return low < sorted.length && sorted[low] <= stamp_s + NEAR_S;
}

/** What lies past the cap becomes the cap itself, which is then the log's largest reading: no return. */
function cap(line: string, cap_m: number): string {
  if (!line.startsWith('FLASER')) return line;
  const words = line.split(' ');
  const n = Number(words[1]);
  for (let i = 2; i < n + 2; i++) if (Number(words[i]) >= cap_m) words[i] = cap_m.toFixed(2);
  return words.join(' ');
}

function text(path: string): string {
  return gunzipSync(readFileSync(path)).toString('latin1');
}
