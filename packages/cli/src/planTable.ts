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
  const floors_m2 = areas.map(({ area_m2 }, k) => floorOf(area_m2, leftOut, k));
  const shown = areas.map((area, k) => cells(nameOf(area), area, floors_m2[k])).filter((_, k) => floors_m2[k] >= 0.005);
  const floor_m2 = floors_m2.reduce((sum, area_m2) => sum + area_m2, 0);
  const rows = [
    ['', 'floor', 'swept', 'of its reach', 'passes', 'lanes', 'way', 'time', 'energy'],
    ...shown,
    between(report),
    cells('in all', { ...report, passes: Number.NaN }, floor_m2),
  ];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const table = rows.map((row) => row.map((cell, k) => (k === 0 ? cell.padEnd(widths[k]) : cell.padStart(widths[k]))));
  const told = leftOutLines(leftOut);
  return [
    ...table.map((row) => row.join('  ').trimEnd()),
    `of the way ${report.travel_m.toFixed(0)} m lead from one stroke to the next; ${chargesInWords(charges)}`,
    ...(told.length > 0 ? ['left out:', ...told] : []),
    ...(proof.wayOut_m > 0
      ? [
          `the first ${proof.wayOut_m.toFixed(2)} m lead out of where it stands, nearer to things than it plans: not in plan.csv`,
        ]
      : []),
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

/** Rooms with the number that pictures and `--rooms` have for them. */
function nameOf({ kind, id, name }: AreaReport): string {
  return kind !== 'room' || name === `Room ${id}` ? name : `${id} ${name}`;
}

/** What is swept of an area, and what is left out of it, m². */
function floorOf(swept_m2: number, leftOut: readonly LeftOut[], index: number): number {
  return leftOut.reduce((sum, { area, area_m2 }) => (area === index ? sum + area_m2 : sum), swept_m2);
}

/** What the job takes on top of its areas, so that the rows add up: turns from one to the next, and the way home. */
function between({ areas, length_m, time_s, energy_Wh }: JobReport): string[] {
  const rest = (all: number, of: (area: AreaReport) => number) => areas.reduce((sum, area) => sum - of(area), all);
  return [
    'between and home',
    ...['', '', '', '', ''],
    `${Math.max(
      0,
      rest(length_m, (area) => area.length_m),
    ).toFixed(0)} m`,
    timeText(
      Math.max(
        0,
        rest(time_s, (area) => area.time_s),
      ),
    ),
    `${Math.max(
      0,
      rest(energy_Wh, (area) => area.energy_Wh),
    ).toFixed(1)} Wh`,
  ];
}

function cells(name: string, row: Row, floor_m2: number): string[] {
  return [
    name,
    `${floor_m2.toFixed(1)} m²`,
    `${row.area_m2.toFixed(1)} m²`,
    // Of a room that can't be reached there is no reach.
    row.length_m > 0 || row.coverage > 0 ? `${(100 * row.coverage).toFixed(1)} %` : '–',
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
