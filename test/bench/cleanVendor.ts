import { defaultGeometry } from '@homebound/robot';
import { extrudeMap } from '@homebound/sim';
import { median } from '../../packages/cli/src/batch/batchTable.ts';
import { runCleaning } from '../../packages/cli/src/batch/cleaningRun.ts';
import { TrueWay, writeSwept } from './cleanPicture.ts';
import { type Bar, type CleanResult, type CleanSet, ending, fixed, percent } from './cleanSet.ts';
import { readVendorSegment, SegmentJudge, segmentAlone, vendorSegments } from './cleanVendorSegments.ts';

const MAX_TIME_S = 2 * 3600;
/** Fine enough for a brush drawn at 1 cm. */
const STRIDE_M = 0.004;

/**
 * The makers' 18 segments, each cleaned by our stack with SLAM as a closed room of its own: the world is the maker's map with
 * all that is outside the segment as wall. Theirs drove in a real home, came in by a door and had things in their way that
 * their map does not show; ours is simulated.
 */
export const vendorSet: CleanSet = {
  title: 'vendor segments as closed rooms, w 0.20; theirs: the real path stored in the map; ours: simulated',
  cases: () => vendorSegments.map(({ map, id }) => `vendor/${map}/${id}`),
  run({ data, out }, name) {
    const [, file, id] = name.split('/');
    const segment = readVendorSegment(data, file, id);
    const room = segmentAlone(segment);
    const world = extrudeMap(room.grid, { name });
    const way = new TrueWay(STRIDE_M);
    const begin = (home: Parameters<typeof way.follow>[0]): void => {
      way.follow(home);
      home.command('start');
    };
    const figures = runCleaning({ world, seed: 1, maxTime_s: MAX_TIME_S, begin }, (home) =>
      writeSwept(out, name, home, { world, geometry: defaultGeometry, way }),
    );
    const { label, map, theirs } = segment;
    const ours = new SegmentJudge(room.grid, room.labels).judge(label, [way.points]);
    const inTheirs = new SegmentJudge(map.grid, map.labels).judge(label, [way.points]);
    return {
      name,
      figures,
      own: {
        reachable_m2: ours.reachable_m2,
        coverage: ours.coverage,
        coverageOfTheirs: inTheirs.coverage,
        path_m: figures.score.path_m,
        theirReachable_m2: theirs.reachable_m2,
        theirCoverage: theirs.coverage,
        theirPath_m: theirs.path_m,
      },
    };
  },
  line({ name, figures, own }) {
    const per = (path_m: number, area_m2: number): string => (path_m / area_m2).toFixed(1).padStart(4);
    return `${name.padEnd(44)} ${own.reachable_m2.toFixed(1).padStart(5)} m²  ours ${percent(own.coverage)} (of their floor ${percent(own.coverageOfTheirs)}) at ${per(own.path_m, own.reachable_m2)} m/m²  theirs ${percent(own.theirCoverage)} at ${per(own.theirPath_m, own.theirReachable_m2)}  ${ending(figures)}`;
  },
  bars: vendorBars,
};

function vendorBars(results: readonly CleanResult[]): Bar[] {
  const sum = (of: (r: CleanResult) => number): number => results.reduce((total, r) => total + of(r), 0);
  const area = sum(({ own }) => own.reachable_m2);
  const theirArea = sum(({ own }) => own.theirReachable_m2);
  const coverage = sum(({ own }) => own.coverage * own.reachable_m2) / area;
  const theirs = sum(({ own }) => own.theirCoverage * own.theirReachable_m2) / theirArea;
  const metres = sum(({ own }) => own.path_m) / area;
  const theirMetres = sum(({ own }) => own.theirPath_m) / theirArea;
  const write = fixed(1);
  return [
    { what: 'coverage, by area', value: coverage, bar: 0.96, moonshot: 0.98, isGood: 'atLeast', write: percent },
    { what: 'm driven per m² reachable', value: metres, bar: 8, moonshot: 7, isGood: 'atMost', write },
    {
      what: 'coverage, median segment',
      value: median(results.map(({ own }) => own.coverage)),
      write: percent,
    },
    { what: 'theirs, by the same measure (84.2 % in the reference)', value: theirs, write: percent },
    { what: 'theirs, m per m² (10.3 in the reference)', value: theirMetres, write },
  ];
}
