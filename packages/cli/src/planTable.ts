import type { AreaReport, JobReport, LeftOut, WhyNot } from '@homebound/plan';

/** Places told one by one; more are in report.json. */
const MAX_PLACES = 12;
/** What every home leaves out somewhere, and nobody can do much about: told in sum, in this order. */
const USUAL: Partial<Record<WhyNot, string>> = {
  alongEdges: 'along edges, nearer than the main brush gets: the side brush sweeps what it reaches',
  tooNarrow: 'between legs, in corners and behind furniture, too narrow for the robot',
  tooSmall: 'in spots between the strokes, too little to drive there for',
};

/** A job's report for people. */
export function planTable(report: JobReport): string {
  const { areas, leftOut, proof, charges } = report;
  const shown = areas.filter(({ area_m2, length_m }) => area_m2 >= 0.005 || length_m > 0);
  const rows = [
    ['', 'floor', 'covered', 'passes', 'lanes', 'way', 'time', 'energy'],
    ...shown.map((area) => cells(area.name, area)),
    cells('in all', { ...report, passes: Number.NaN }),
  ];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const table = rows.map((row) => row.map((cell, k) => (k === 0 ? cell.padEnd(widths[k]) : cell.padStart(widths[k]))));
  const told = leftOutLines(leftOut);
  return [
    ...table.map((row) => row.join('  ').trimEnd()),
    `of the way ${report.travel_m.toFixed(0)} m lead from one stroke to the next; ${chargesInWords(charges)}`,
    ...(told.length > 0 ? ['left out:', ...told] : []),
    proof.invalidPoses === 0
      ? `checked ${proof.poses} poses: all valid, ${proof.leastClearance_m.toFixed(3)} m from things where it is least`
      : `${proof.invalidPoses} of ${proof.poses} poses are NOT valid: ${proof.leastClearance_m.toFixed(3)} m from things where it is least`,
  ].join('\n');
}

/** Places that a person may want to know of one by one, largest first; then what is usual, in sum. */
function leftOutLines(leftOut: readonly LeftOut[]): string[] {
  const places = leftOut.filter(({ why }) => USUAL[why] === undefined);
  const lines = places
    .slice(0, MAX_PLACES)
    .map(({ text, x, y }) => `  ${text} (near ${x.toFixed(1)}, ${y.toFixed(1)})`);
  if (places.length > MAX_PLACES) lines.push(`  … and ${places.length - MAX_PLACES} more in report.json`);
  for (const [why, words] of Object.entries(USUAL)) {
    const area_m2 = leftOut.reduce((sum, part) => (part.why === why ? sum + part.area_m2 : sum), 0);
    if (area_m2 >= 0.005) lines.push(`  ${area_m2.toFixed(1)} m² ${words}`);
  }
  return lines;
}

type Row = Pick<AreaReport, 'area_m2' | 'coverage' | 'passes' | 'lanes' | 'length_m' | 'time_s' | 'energy_Wh'>;

function cells(name: string, row: Row): string[] {
  return [
    name,
    `${row.area_m2.toFixed(1)} m²`,
    `${(100 * row.coverage).toFixed(1)} %`,
    Number.isNaN(row.passes) ? '' : String(row.passes),
    String(row.lanes),
    `${row.length_m.toFixed(0)} m`,
    timeText(row.time_s),
    `${row.energy_Wh.toFixed(1)} Wh`,
  ];
}

function timeText(time_s: number): string {
  const minutes = Math.round(time_s / 60);
  if (minutes < 1) return `${time_s.toFixed(0)} s`;
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function chargesInWords(charges: number): string {
  if (charges === 0) return 'one charge is enough';
  return charges === 1 ? 'it has to charge once on the way' : `it has to charge ${charges} times on the way`;
}
