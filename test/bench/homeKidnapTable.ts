import type { HomeKidnaps, KidnapOutcome } from './homeKidnap.ts';

/** The bars for kidnaps. */
const bars = { right: 0.99, mean_s: 5, error_m: 0.05 };

export function printKidnapHeader(): void {
  console.log(
    `${'run'.padEnd(29)}  m²  kind     right wrong refused   time s: mean median p95 worst   error cm: mean worst (plain mean)   °: mean worst   noticed s: mean worst never   spoilt m²: mean worst`,
  );
}

export function printKidnaps({ name, floor_m2, woken, carried }: HomeKidnaps): void {
  console.log(`${name.padEnd(29)} ${floor_m2.toFixed(0).padStart(3)}  ${row('woken', woken)}`);
  if (carried.length > 0) console.log(`${' '.repeat(35)}${row('carried', carried)}`);
}

export function printKidnapSummary(results: readonly HomeKidnaps[]): void {
  const woken = results.flatMap((result) => result.woken);
  const carried = results.flatMap((result) => result.carried);
  console.log(`\n${'all'.padEnd(33)}  ${row('woken', woken)}`);
  if (carried.length > 0) console.log(`${' '.repeat(35)}${row('carried', carried)}`);
  console.log(
    `bars: right >= ${100 * bars.right} %, wrong 0, mean <= ${bars.mean_s} s, error <= ${100 * bars.error_m} cm`,
  );
}

function row(kind: string, outcomes: readonly KidnapOutcome[]): string {
  const count = (outcome: KidnapOutcome['outcome']) => outcomes.filter((o) => o.outcome === outcome).length;
  const answered = outcomes.filter((o) => o.outcome !== 'refused');
  const time = spread(answered.map(({ time_s }) => time_s));
  const error = spread(answered.map(({ error_m }) => 100 * error_m));
  const plain = spread(answered.map(({ plainError_m }) => 100 * plainError_m));
  const turned = spread(answered.map(({ error_deg }) => error_deg));
  const cells = [
    kind.padEnd(8),
    String(count('right')).padStart(5),
    String(count('wrong')).padStart(5),
    String(count('refused')).padStart(7),
    `${f(time.mean)} ${f(time.median)} ${f(time.p95)} ${f(time.worst)}`.padStart(32),
    `${f(error.mean)} ${f(error.worst)} (${f(plain.mean)})`.padStart(36),
    `${f(turned.mean)} ${f(turned.worst)}`.padStart(14),
  ];
  return [...cells, ...(kind === 'carried' ? noticing(outcomes) : [])].join(' ');
}

function noticing(outcomes: readonly KidnapOutcome[]): string[] {
  const never = outcomes.filter(({ noticed_s, outcome }) => outcome === 'wrong' && noticed_s >= 30).length;
  const noticed = spread(outcomes.map(({ noticed_s }) => noticed_s));
  const spoilt = spread(outcomes.map(({ spoilt_m2 }) => spoilt_m2));
  return [
    `${f(noticed.mean)} ${f(noticed.worst)} ${never}`.padStart(25),
    `${f(spoilt.mean)} ${f(spoilt.worst)}`.padStart(20),
  ];
}

function spread(numbers: readonly number[]) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  return { mean, median: at(0.5), p95: at(0.95), worst: sorted[sorted.length - 1] };
}

function f(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '-' : value.toFixed(2);
}
