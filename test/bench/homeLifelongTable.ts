import type { LifelongResult, LifelongRun } from './homeLifelong.ts';

/** The bars for a series, counted from run 3 on. */
const bars = { rssGrowth: 0.05, drift_m: 0.01, from: 3 };

export function printLifelongHeader(): void {
  console.log(
    ' run  time s  ATE cm   max  unmatched  lost  lost scans  keys  redrawn  CPU ms/s  RSS MB  heap MB  known m²  walls cm  drift cm  p95  ghosts',
  );
}

/** Prints runs 1 to 3 and every tenth. */
export function printLifelongRun(r: LifelongRun): void {
  if (r.run > bars.from && r.run % 10 !== 0) return;
  console.log(
    [
      String(r.run).padStart(4),
      r.duration_s.toFixed(0).padStart(7),
      (100 * r.ate_m).toFixed(2).padStart(7),
      (100 * r.maxError_m).toFixed(1).padStart(5),
      String(r.unmatched).padStart(10),
      String(r.lostEvents).padStart(5),
      String(r.lostScans).padStart(11),
      String(r.keyFrames).padStart(5),
      String(r.corrections).padStart(8),
      r.cpu_msps.toFixed(2).padStart(9),
      r.rss_mb.toFixed(0).padStart(7),
      r.heap_mb.toFixed(1).padStart(8),
      r.known_m2.toFixed(1).padStart(9),
      (100 * r.wallRmse_m).toFixed(2).padStart(9),
      (100 * r.drift_m).toFixed(2).padStart(9),
      (100 * r.driftP95_m).toFixed(1).padStart(4),
      String(r.ghosts).padStart(7),
    ].join(' '),
  );
}

export function printLifelongSummary({ runs, still }: LifelongResult): void {
  const known = runs[Math.min(bars.from, runs.length) - 1];
  const last = runs[runs.length - 1];
  const percent = (a: number, b: number) => `${(100 * (a / b - 1)).toFixed(1)} %`;
  const worst = runs.reduce((max, r) => Math.max(max, r.run > bars.from ? r.drift_m : 0), 0);
  console.log(
    `\nbars: RSS after run ${known.run} ${percent(last.rss_mb, known.rss_mb)} (<= ${100 * bars.rssGrowth} %), heap ${percent(last.heap_mb, known.heap_mb)}; ` +
      `drift of fixed walls at the end ${(100 * last.drift_m).toFixed(2)} cm, at worst ${(100 * worst).toFixed(2)} cm (<= ${(100 * bars.drift_m).toFixed(1)} cm); ` +
      `CPU ${percent(last.cpu_msps, known.cpu_msps)}; lost ${runs.reduce((sum, r) => sum + r.lostEvents, 0)} times`,
  );
  console.log(
    `stood still for ${(still.duration_s / 60).toFixed(0)} min: ${still.changedCells} cells changed, pose moved by ${(1e3 * still.moved_m).toFixed(1)} mm, ${still.turned_deg.toFixed(2)}° at most`,
  );
}
