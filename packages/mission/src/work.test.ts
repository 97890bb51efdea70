import type { OccupancyGrid } from '@homebound/grid';
import { compose, hypot, identity, inverse, MapWarp, type SE2 } from '@homebound/math';
import type { CleaningJob } from '@homebound/plan';
import { defaultGeometry } from '@homebound/robot';
import type { Leg } from './leg.ts';
import { finish } from './slices.ts';
import { CleaningWork } from './work.ts';

/** Where a point of the map as it is now lay in the map as it was. */
type PlaceBefore = (x: number, y: number) => { readonly x: number; readonly y: number };
const asItWas: PlaceBefore = (x, y) => ({ x, y });

/** A walled room of 5 m by 3 m with its corner at (-0.5, -0.5), in a map that may have moved since. */
function roomMap(before: PlaceBefore = asItWas): OccupancyGrid {
  const frame = { width: 280, height: 220, resolution_m: 0.025, originX_m: -1.2, originY_m: -1.2 };
  const data = new Int8Array(frame.width * frame.height).fill(-1);
  for (let iy = 0; iy < frame.height; iy++)
    for (let ix = 0; ix < frame.width; ix++) {
      const { x, y } = before(frame.originX_m + (ix + 0.5) * 0.025, frame.originY_m + (iy + 0.5) * 0.025);
      const inside = Math.min(x + 0.5, 4.5 - x, y + 0.5, 2.5 - y);
      if (inside > 0) data[iy * frame.width + ix] = 0;
      else if (inside > -0.1) data[iy * frame.width + ix] = 100;
    }
  return { ...frame, data };
}

/** Sweeps a polyline, the brush on, in steps of 1 cm; the last pose. */
function drive(work: CleaningWork, path: ArrayLike<number>): SE2 {
  let T: SE2 = { x: path[0], y: path[1], theta: 0 };
  for (let i = 2; i < path.length; i += 2) {
    const dx = path[i] - path[i - 2];
    const dy = path[i + 1] - path[i - 1];
    const theta = Math.abs(dx) > Math.abs(dy) ? (dx > 0 ? 0 : -Math.PI) : dy > 0 ? Math.PI / 2 : -Math.PI / 2;
    const steps = Math.max(1, Math.round(100 * hypot(dx, dy)));
    for (let k = 0; k <= steps; k++) {
      T = { x: path[i - 2] + (dx * k) / steps, y: path[i - 1] + (dy * k) / steps, theta };
      work.addPose(T, true);
    }
  }
  return T;
}

const dockBefore: SE2 = { x: 3.5, y: 2.2, theta: Math.PI / 2 };

/** Half of the room in five lanes, and an edge of the floor met in the other half. */
function halfDone(): { work: CleaningWork; at: SE2 } {
  const work = new CleaningWork(defaultGeometry);
  work.setMap(roomMap());
  work.setDock(dockBefore);
  const lanes: number[] = [];
  for (let k = 0; k < 5; k++) lanes.push(...(k % 2 === 0 ? [0, 0.17 * k, 4, 0.17 * k] : [4, 0.17 * k, 0, 0.17 * k]));
  const at = drive(work, [0, 0, ...lanes]);
  work.markTrouble({ x: 2, y: 1.6, theta: 0 }, 2.1, 1.6, 'cliff', 0);
  finish(work.nextLeg(at, 0));
  return { work, at };
}

const pathOf = (leg: Leg): Float64Array => {
  if (leg.kind !== 'path') throw new Error(`no path: ${leg.reason}`);
  return leg.path_map;
};

/** Distance of a path from a point, m. */
function clearance(path: Float64Array, x: number, y: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 2; i < path.length; i += 2) {
    const dx = path[i] - path[i - 2];
    const dy = path[i + 1] - path[i - 1];
    const along = ((x - path[i - 2]) * dx + (y - path[i - 1]) * dy) / Math.max(1e-12, dx * dx + dy * dy);
    const t = Math.min(1, Math.max(0, along));
    least = Math.min(least, hypot(path[i - 2] + t * dx - x, path[i - 1] + t * dy - y));
  }
  return least;
}

const shift = { x: 0.24, y: -0.18, theta: (5 * Math.PI) / 180 }; // 0.3 m, 5°
/** The left end stays, the right end swings by 0.15 m and 3°. */
const bend = new MapWarp([0, 0, 0, 2, 1, 0, 4, 1, 0], [0, 0, 0, 2.01, 1.04, 0.02, 4.02, 1.15, (3 * Math.PI) / 180]);

test.each([
  ['shifts by 0.3 m and 5°', new MapWarp([0, 0, 0], [shift.x, shift.y, shift.theta])],
  ['is bent by 0.15 m', bend],
])('the map %s: coverage, the edge, the dock and the job go with it', (_, warp) => {
  const { work, at } = halfDone();
  const before = work.figures();
  expect(before.coverage).toBeGreaterThan(0.2);
  work.moveWith(warp);
  // Before the corrected map has been planned on, people see what they saw.
  expect(work.figures()).toEqual(before);
  work.setMap(roomMap((x, y) => warp.pointBefore(x, y)));
  const now = warp.movePose(at);
  finish(work.nextLeg(now, 1));
  const after = work.figures();
  expect(Math.abs(after.coverage - before.coverage)).toBeLessThan(0.01);
  expect(Math.abs(after.reachableArea_m2 / before.reachableArea_m2 - 1)).toBeLessThan(0.01);
  const edge = warp.movePoint(2.1, 1.6);
  const beyond = warp.movePoint(2.3, 1.6);
  const across = pathOf(work.pathTo(warp.movePose({ x: 1.4, y: 1.6, theta: 0 }), beyond.x + 0.4, beyond.y, 1));
  expect(clearance(across, edge.x, edge.y)).toBeGreaterThan(defaultGeometry.bodyRadius_m);
  const dock = warp.movePose(dockBefore);
  expect(work.dock).toEqual(dock);
  const home = pathOf(work.pathHome(now, 1));
  const staging = compose(dock, { x: -0.9, y: 0, theta: 0 });
  expect(hypot((home.at(-2) as number) - staging.x, (home.at(-1) as number) - staging.y)).toBeLessThan(0.05);
});

test('a correction that corrects nothing changes nothing, bit for bit', () => {
  const plain = halfDone();
  const told = halfDone();
  told.work.moveWith(new MapWarp([1, 2, 3, 0, 0, 0], [1, 2, 3, 0, 0, 0]));
  expect(told.work.coverageVersion).toBe(plain.work.coverageVersion);
  expect(told.work.coverageGrid()).toEqual(plain.work.coverageGrid());
  expect(finish(told.work.nextLeg(told.at, 1))).toEqual(finish(plain.work.nextLeg(plain.at, 1)));
});

test('floor that was given up stays given up where the map moved to', () => {
  const warp = new MapWarp([0, 0, 0], [shift.x, shift.y, shift.theta]);
  const { work, at } = halfDone();
  // Driven for again and again, and never clean: the job ends all the same.
  let now = at;
  for (let k = 0; k < 200; k++) {
    if (k === 8) {
      work.moveWith(warp);
      work.setMap(roomMap((x, y) => compose(inverse(shift), { x, y, theta: 0 })));
      now = warp.movePose(now);
    }
    const leg = finish(work.nextLeg(now, k));
    if (leg.kind === 'none') {
      expect(k).toBeGreaterThan(10);
      return expect(leg.isDone).toBe(true);
    }
    const path = leg.path_map;
    work.legEnded(true, now);
    now = { x: path.at(-2) as number, y: path.at(-1) as number, theta: 0 };
  }
  throw new Error('200 legs did not end the job');
});

test('a job on a map that is known already needs no exploring: lanes from the first leg to the last', () => {
  const work = new CleaningWork(defaultGeometry);
  work.setMap(roomMap());
  work.beginJob();
  let at: SE2 = identity;
  work.addPose(at, false);
  for (let k = 0; k < 100; k++) {
    const leg = finish(work.nextLeg(at, k));
    if (leg.kind === 'none') {
      expect(leg.isDone).toBe(true);
      return expect(work.figures().coverage).toBeGreaterThan(0.98);
    }
    expect(leg.cleaning).toBe(true);
    at = drive(work, leg.path_map);
    work.legEnded(true, at);
  }
  throw new Error('100 legs did not end the job');
});

test('who asks for a zone of a known home gets that zone: what else might be seen is looked at with the whole home', () => {
  // The wall on the right has a gap of 1 m; nothing is known behind it.
  const map = roomMap((x, y) => (x > 4.5 && Math.abs(y - 1) < 0.5 ? { x: 9, y: 9 } : { x, y }));
  const reasonsOf = (job: CleaningJob): Set<string> => {
    const work = new CleaningWork(defaultGeometry);
    work.setMap(map);
    work.household.keep(map);
    work.beginJob({ kind: 'clean', job });
    const reasons = new Set<string>();
    let at: SE2 = identity;
    work.addPose(at, false);
    for (let k = 0; k < 60; k++) {
      const leg = finish(work.nextLeg(at, k));
      if (leg.kind === 'none') break;
      reasons.add(leg.reason);
      at = drive(work, leg.path_map);
      work.legEnded(true, at);
    }
    return reasons;
  };
  const zone = { polygon: Float64Array.of(0, 0, 1.5, 0, 1.5, 1.5, 0, 1.5) };
  expect(reasonsOf({ zones: [zone] })).toContain('Cleaning the open floor in lanes.');
  expect(reasonsOf({ zones: [zone] })).not.toContain('Exploring.');
  expect(reasonsOf({})).toContain('Exploring.');
});

test('a leg that is called off is planned again, and no stripe joins what was swept before and after', () => {
  const { work, at } = halfDone();
  const swept = work.figures().cleanedArea_m2;
  work.interrupt();
  work.addPose({ x: at.x, y: at.y + 0.2, theta: Math.PI / 2 }, true);
  expect(work.figures().cleanedArea_m2).toBe(swept);
  const leg = finish(work.nextLeg(at, 1));
  expect(leg).toMatchObject({ kind: 'path', cleaning: true });
});
