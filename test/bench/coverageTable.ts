import { type Figures, figures, type Measured, medianOf, peers, type Summary } from './coverageBars.ts';
import type { OnlineRow } from './coverageOnline.ts';
import type { CoverageRow } from './coverageRun.ts';

export function printTitle(title: string): void {
  console.log(`\n${title}`);
  line(['map', 'm²', ...figures.map(({ head }) => head)]);
}

export function printRow(row: CoverageRow): void {
  line([row.name, row.brushable_m2.toFixed(1), ...cells(row)]);
}

/** Median and worst of each figure, the set added up by area, and peers beside it. */
export function printSummary(set: string, { maps, area_m2, median, worst, total }: Summary): void {
  line([`median of ${maps}`, '', ...cells(median)]);
  line(['worst', '', ...cells(worst)]);
  const row = (name: string, area: string, coverage: number, ratio: number, rate: number) =>
    line([
      name,
      area,
      coverage.toFixed(2),
      '',
      '',
      '',
      ratio.toFixed(3),
      '',
      '',
      rate.toFixed(2),
      ...figures.slice(8).map(() => ''),
    ]);
  row('by area', area_m2.toFixed(0), 100 * total.coverage, total.lengthRatio, total.m2PerMin);
  for (const [name, coverage, ratio, rate] of peers[set] ?? []) row(name, '', coverage, ratio, rate);
}

export function printOnline(rows: readonly OnlineRow[]): void {
  console.log(
    '\nhomes 0.2 with 5 things that the map does not show, seen from 1.5 m; against a plan that knew of them',
  );
  const median = (values: readonly number[]) => medianOf([...values].sort((a, b) => a - b));
  const loss = rows.map((r) => 100 * (r.knowingCoverage - r.coverage));
  const longer = rows.map((r) => 100 * (r.length_m / r.knowingLength_m - 1));
  const again = rows.flatMap((r) => r.again_ms);
  for (const [k, r] of rows.entries())
    console.log(
      `${r.name.padEnd(24)} cov ${(100 * r.coverage).toFixed(2)} % (${loss[k].toFixed(2)} points less), ` +
        `${r.length_m.toFixed(0)} m (${longer[k].toFixed(1)} % more), invalid ${r.invalidPoses}, again ${r.again_ms.map((v) => v.toFixed(0)).join(' ')} ms`,
    );
  console.log(
    `median: ${median(loss).toFixed(2)} points less (to reach 1, moonshot 0.3), ${median(longer).toFixed(1)} % more (15, 7); ` +
      `worst ${Math.max(...loss).toFixed(2)} points, ${Math.max(...longer).toFixed(1)} %; again ${median(again).toFixed(0)} ms, worst ${Math.max(...again).toFixed(0)} ms`,
  );
}

export function printBars(measured: readonly Measured[]): void {
  console.log('\nbars (median unless it says worst)');
  for (const { set, figure, of, value, bar, moonshot, verdict } of measured) {
    const { scale, digits, isMore } = figures.find(({ key }) => key === figure) as (typeof figures)[number];
    const text = (v: number) => (v * scale).toFixed(digits);
    const sign = isMore ? '≥' : '≤';
    console.log(
      `${verdict.padEnd(9)} ${set.padEnd(24)} ${`${of === 'worst' ? 'worst ' : ''}${figure}`.padEnd(22)} ${text(value).padStart(8)}  ${sign} ${text(bar)} (moonshot ${text(moonshot)})`,
    );
  }
}

function cells(row: Figures): string[] {
  return figures.map(({ key, digits, scale }) => (row[key] * scale).toFixed(digits));
}

function line(all: readonly string[]): void {
  console.log(all.map((cell, i) => (i === 0 ? cell.padEnd(24) : cell.padStart(8))).join(' '));
}
