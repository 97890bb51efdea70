import type { ErrorStats, RelationErrors } from './relations.ts';
import type { LogResult } from './slamLog.ts';
import { peersOf } from './slamPeers.ts';

/** One log in full: what it cost, the errors of each trajectory, and others' means. */
export function printLog(name: string, r: LogResult): void {
  const refused = Object.entries(r.refused).map(([why, n]) => `, ${n} ${why}`);
  console.log(
    `\n${name}: ${r.scans} scans, ${r.duration_s.toFixed(0)} s; ${r.cpu_s.toFixed(2)} s CPU (${r.processCpu_s.toFixed(2)} with Node and reading), ${r.timesRealTime.toFixed(0)} x real time, worst scan ` +
      `${r.worstScan_ms.toFixed(0)} ms, worst work ${r.worstWork_ms.toFixed(0)} ms, peak RSS ${r.peakRss_mb.toFixed(0)} MB (${r.readingRss_mb.toFixed(0)} before the first scan)`,
  );
  console.log(
    `  ${r.searched} searched, ${r.unmatched} not believed${refused.join('')}; loops: ${loopsInWords(r.loops)}`,
  );
  console.log(
    '                            translation m: mean ± std  median     p95     max   rotation deg: mean ± std  median    p95    max  > 0.5 m',
  );
  for (const key of ['final', 'online', 'odometry'] as const) {
    printErrors(key, 'all', r[key].all);
    if (r[key].loops !== undefined && key !== 'odometry') printErrors('', 'loops', r[key].loops);
  }
  for (const [peer, m, deg] of peersOf(name))
    console.log(`  ${peer.padEnd(25)} ${m.toFixed(4).padStart(15)} ${' '.repeat(43)} ${deg.toFixed(3).padStart(7)}`);
}

function printErrors(
  key: string,
  kind: string,
  { count, translation_m, rotation_deg, grossShare }: RelationErrors,
): void {
  const row = (s: ErrorStats, digits: number, width: number) =>
    `${s.mean.toFixed(digits).padStart(width + 8)} ± ${[s.std, s.median, s.p95, s.max].map((v) => v.toFixed(digits).padStart(width)).join(' ')}`;
  console.log(
    `  ${key.padEnd(9)} ${kind.padEnd(5)} ${String(count).padStart(5)} ${row(translation_m, 4, 7)}  ${row(rotation_deg, 3, 6)} ${(100 * grossShare).toFixed(1).padStart(7)}%`,
  );
}

/** All logs, one line each. */
export function printSummary(results: Readonly<Record<string, LogResult>>): void {
  console.log(
    '\nlog              final m / deg    loops: mean    p95    max  > 0.5 m   online m / deg   odometry m / deg   CPU s  x real  worst ms  RSS MB',
  );
  for (const [name, r] of Object.entries(results)) {
    const means = ({ all }: { all: RelationErrors }) =>
      `${all.translation_m.mean.toFixed(4).padStart(7)} /${all.rotation_deg.mean.toFixed(3).padStart(6)}`;
    const loops = r.final.loops;
    const loopText = loops
      ? [loops.translation_m.mean, loops.translation_m.p95, loops.translation_m.max]
          .map((v) => v.toFixed(3).padStart(6))
          .join(' ')
      : '     -      -      -';
    console.log(
      `${name.padEnd(15)} ${means(r.final)}        ${loopText} ${(100 * (loops ?? r.final.all).grossShare).toFixed(1).padStart(7)}%  ${means(r.online)}    ` +
        `${means(r.odometry)} ${r.cpu_s.toFixed(1).padStart(7)} ${r.timesRealTime.toFixed(0).padStart(7)} ${Math.max(r.worstScan_ms, r.worstWork_ms).toFixed(0).padStart(9)} ${r.peakRss_mb.toFixed(0).padStart(7)}`,
    );
  }
}

function loopsInWords({ searched, accepted, pending, refused }: LogResult['loops']): string {
  return `${searched} searched, ${accepted} accepted, ${pending} pending, ${refused} refused`;
}
