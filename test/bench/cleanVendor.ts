import { contours } from '@homebound/grid';
import { defaultGeometry } from '@homebound/robot';
import { extrudeMap } from '@homebound/sim';
import { runCleaning } from '../../packages/cli/src/batch/cleaningRun.ts';
import { cleanZones } from '../../packages/cli/src/batch/requests.ts';
import { TrueWay, writeSwept } from './cleanPicture.ts';
import { type Bar, type CleanPart, type CleanResult, type CleanSet, ending, fixed, percent } from './cleanSet.ts';
import { readVendorMap, SegmentJudge, type VendorMap, vendorSegments } from './cleanVendorSegments.ts';

const MAX_TIME_S = 4 * 3600;
/** Fine enough for a brush drawn at 1 cm. */
const STRIDE_M = 0.004;
/** A part of a segment that nobody would draw a zone for, m². */
const MIN_PART_M2 = 0.1;

/**
 * The makers' 18 segments in the homes of their six stored maps, each home extruded. As theirs did, our robot knows the map
 * (a run before, not scored, made it) and cleans the segments, given as zones, in one job. Way and coverage of a segment are
 * measured as the reference measured theirs: all that was driven within it, to and fro included. Theirs drove in the real
 * home, with things in their way that their maps do not show; ours is simulated and obeys none of their no-go areas.
 */
export const vendorSet: CleanSet = {
  title:
    'vendor segments, w 0.20, as zones in the home of the stored map; theirs: the real path stored there; ours: simulated',
  cases: () => vendorSegments.map(({ map }) => `vendor/${map}`),
  run({ data, out }, name) {
    const { map, segments } = readVendorMap(data, name.slice('vendor/'.length));
    const world = extrudeMap(map.grid, { name, dockNear: map.charger });
    const way = new TrueWay(STRIDE_M);
    const asked = cleanZones(
      segments.flatMap(({ label }) => outlinesOf(map, label)),
      world,
    );
    const options = { world, seed: 1, knowsMap: true, maxTime_s: MAX_TIME_S, asked, watch: way.follow };
    const figures = runCleaning(options, (home) =>
      writeSwept(out, name, home, { world, geometry: defaultGeometry, way }),
    );
    const judge = new SegmentJudge(map.grid, map.labels);
    const parts = segments.map(({ id, label, theirs }): CleanPart => {
      const ours = judge.judge(label, [way.points]);
      const own = {
        ...ours,
        theirCoverage: theirs.coverage,
        theirCoverageBySurfaces: theirs.coverageBySurfaces,
        theirPath_m: theirs.path_m,
      };
      return { name: `${name}/${id}`, own };
    });
    return { name, figures, own: { path_m: figures.score.path_m }, parts };
  },
  line({ name, figures, own, parts = [] }) {
    const lines = parts.map(({ name: part, own: o }) => {
      const per = (path_m: number): string => (path_m / o.reachable_m2).toFixed(1).padStart(4);
      return `  ${part.padEnd(46)} ${o.reachable_m2.toFixed(1).padStart(5)} m²  ours ${percent(o.coverage)} at ${per(o.path_m)} m/m²  theirs ${percent(o.theirCoverage)} at ${per(o.theirPath_m)}`;
    });
    return [`${name}: ${own.path_m.toFixed(0)} m in all, ${ending(figures)}`, ...lines].join('\n');
  },
  bars: vendorBars,
};

/** The outer borders of a segment's parts: walls and furniture cut some into several. */
function outlinesOf({ grid, labels }: VendorMap['map'], label: number): Float64Array[] {
  const field = Float32Array.from(labels, (value) => (value === label ? 1 : 0));
  return contours(field, grid, 0.5)
    .map(({ points }) => points)
    .filter((line) => areaOf(line) > MIN_PART_M2);
}

/** Positive for lines that run counter-clockwise. */
function areaOf(points: Float64Array): number {
  let twice = 0;
  for (let i = 0, j = points.length - 2; i < points.length; j = i, i += 2)
    twice += points[j] * points[i + 1] - points[i] * points[j + 1];
  return twice / 2;
}

function vendorBars(results: readonly CleanResult[]): Bar[] {
  const all = results.flatMap(({ parts = [] }) => parts.map(({ own }) => own));
  const sum = (of: (own: CleanPart['own']) => number): number => all.reduce((total, own) => total + of(own), 0);
  const area = sum((o) => o.reachable_m2);
  const mean = (of: (own: CleanPart['own']) => number): number => sum((o) => of(o) * o.reachable_m2) / area;
  const worst = Math.min(...all.map((o) => o.coverage));
  const write = fixed(1);
  return [
    {
      what: `coverage of ${all.length} segments`,
      value: mean((o) => o.coverage),
      bar: 0.96,
      moonshot: 0.98,
      write: percent,
    },
    { what: 'm per m² reachable', value: sum((o) => o.path_m) / area, bar: 8, moonshot: 7, isGood: 'atMost', write },
    { what: 'worst segment', value: worst, write: percent },
    {
      what: 'theirs, by the same measure (84.2 % in the reference)',
      value: mean((o) => o.theirCoverage),
      write: percent,
    },
    { what: "ours, body held off the walls' surfaces", value: mean((o) => o.coverageBySurfaces), write: percent },
    { what: 'theirs, likewise', value: mean((o) => o.theirCoverageBySurfaces), write: percent },
    { what: 'theirs, m per m² (10.3 in the reference)', value: sum((o) => o.theirPath_m) / area, write },
  ];
}
