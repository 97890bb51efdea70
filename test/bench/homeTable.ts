import type { HomeResult } from './homeRun.ts';

/** The bars for homes; `moonshot` is what is hoped for. */
export const bars = { failed: 0, ate_m: 0.03, wall_m: 0.015, moonshot: { ate_m: 0.02, wall_m: 0.01 } };

const header =
  'run                              ATE cm  shape   max  head°  turn°  online  RPE mm 1m/1s   wall cm  far %  stray  doubled  lost  CPU s  x real  RSS MB';

export function printHeader(): void {
  console.log(header);
}

export function printResult(r: HomeResult): void {
  const cm = (m: number) => (100 * m).toFixed(2);
  const percent = (share: number) => (100 * share).toFixed(1);
  console.log(
    [
      r.name.padEnd(31),
      cm(r.final.rmse_m).padStart(6),
      cm(r.final.shape_m).padStart(6),
      (100 * r.final.max_m).toFixed(1).padStart(6),
      r.final.heading_deg.toFixed(2).padStart(5),
      r.final.turned_deg.toFixed(2).padStart(6),
      cm(r.online.rmse_m).padStart(7),
      `${(1e3 * r.perMetre.rmse_m).toFixed(1)} / ${(1e3 * r.perSecond.rmse_m).toFixed(1)}`.padStart(12),
      cm(r.walls.rmse_m).padStart(8),
      percent(r.walls.farShare).padStart(7),
      percent(r.walls.strayShare).padStart(6),
      (100 * r.walls.doubledShare).toFixed(2).padStart(7),
      `${r.lostEvents}${r.lostAtEnd ? '!' : ''}`.padStart(6),
      r.cpu_s.toFixed(1).padStart(6),
      r.timesRealTime.toFixed(0).padStart(7),
      r.peakRss_mb.toFixed(0).padStart(6),
      r.failures.length > 0 ? `  FAILED: ${r.failures.join(', ')}` : '',
    ].join(' '),
  );
}

/** Figures over a set of runs; errors are root mean squares of the runs' own. */
export interface HomeSummary {
  readonly runs: number;
  readonly failed: readonly string[];
  readonly ate_m: number;
  readonly worstAte_m: number;
  /** After the best rigid fit of each run. */
  readonly shape_m: number;
  /** Mean turn of the whole trajectory, with its sign: not near zero over many runs is a bias, not chance. */
  readonly turned_deg: number;
  readonly onlineAte_m: number;
  readonly wall_m: number;
  readonly worstWall_m: number;
  readonly farShare: number;
  readonly doubledShare: number;
  readonly lostEvents: number;
  readonly simulated_s: number;
  readonly cpu_s: number;
  readonly worstScan_ms: number;
}

export function summarise(results: readonly HomeResult[]): HomeSummary {
  const n = results.length;
  const rms = (of: (r: HomeResult) => number) => Math.sqrt(results.reduce((sum, r) => sum + of(r) * of(r), 0) / n);
  const mean = (of: (r: HomeResult) => number) => total(of) / n;
  const total = (of: (r: HomeResult) => number) => results.reduce((sum, r) => sum + of(r), 0);
  const worst = (of: (r: HomeResult) => number) => results.reduce((max, r) => Math.max(max, of(r)), 0);
  return {
    runs: n,
    failed: results.filter((r) => r.failures.length > 0).map((r) => r.name),
    ate_m: rms((r) => r.final.rmse_m),
    worstAte_m: worst((r) => r.final.rmse_m),
    shape_m: rms((r) => r.final.shape_m),
    turned_deg: mean((r) => r.final.turned_deg),
    onlineAte_m: rms((r) => r.online.rmse_m),
    wall_m: rms((r) => r.walls.rmse_m),
    worstWall_m: worst((r) => r.walls.rmse_m),
    farShare: mean((r) => r.walls.farShare),
    doubledShare: mean((r) => r.walls.doubledShare),
    lostEvents: total((r) => r.lostEvents),
    simulated_s: total((r) => r.duration_s),
    cpu_s: total((r) => r.cpu_s),
    worstScan_ms: worst((r) => r.worstScan_ms),
  };
}

/** The sums: by lidar, by noise, and over all with the bars beside. */
export function printSummary(results: readonly HomeResult[]): void {
  if (results.length === 0) return;
  console.log('');
  for (const key of ['lidar', 'noise'] as const) {
    const values = [...new Set(results.map((r) => r[key]))];
    if (values.length < 2) continue;
    for (const value of values) printLine(value, summarise(results.filter((r) => r[key] === value)));
  }
  const all = summarise(results);
  printLine('all', all);
  const cm = (m: number) => (100 * m).toFixed(1);
  console.log(
    `\nbars: ${all.failed.length} failed (${bars.failed}); ATE RMSE ${cm(all.ate_m)} cm (<= ${cm(bars.ate_m)}, moonshot ${cm(bars.moonshot.ate_m)}); ` +
      `wall RMSE ${cm(all.wall_m)} cm (<= ${cm(bars.wall_m)}, moonshot ${cm(bars.moonshot.wall_m)})`,
  );
  console.log(
    `${(all.simulated_s / 3600).toFixed(1)} h simulated, SLAM ${all.cpu_s.toFixed(0)} s of CPU, ${(all.simulated_s / all.cpu_s).toFixed(0)} x real time, worst scan ${all.worstScan_ms.toFixed(0)} ms`,
  );
}

function printLine(name: string, s: HomeSummary): void {
  const cm = (m: number) => (100 * m).toFixed(2);
  console.log(
    `${name.padEnd(10)} ${String(s.runs).padStart(3)} runs, ${String(s.failed.length).padStart(2)} failed; ` +
      `ATE ${cm(s.ate_m)} cm (worst ${cm(s.worstAte_m)}, shape ${cm(s.shape_m)}, turned ${s.turned_deg.toFixed(2)}°, online ${cm(s.onlineAte_m)}); ` +
      `walls ${cm(s.wall_m)} cm (worst ${cm(s.worstWall_m)}), far ${(100 * s.farShare).toFixed(1)} %, ` +
      `doubled ${(100 * s.doubledShare).toFixed(2)} %; lost ${s.lostEvents} times`,
  );
}
