import { concatenate } from '../coverage/coveragePlan.ts';
import { SweepRaster } from '../coverage/sweepRaster.ts';
import { pathLength } from '../space/findPath.ts';
import { freeSpace } from '../space/freeSpace.ts';
import { clutteredMap } from '../space/sampleMaps.ts';
import type { CleaningJob } from './cleaningJob.ts';
import type { JobPlan, JobRequest } from './jobPlan.ts';
import { reportJob } from './jobReport.ts';
import { planJob, startJob } from './planJob.ts';
import { at, quickPlan, sampleRequest } from './sampleHome.ts';

/** Areas and passes in the order in which they are swept. */
function turnsOf({ strokes, areas }: JobPlan): string[] {
  const turns: string[] = [];
  for (const { kind, area, pass } of strokes) {
    if (kind === 'travel' || area === undefined) continue;
    const turn = `${areas[area].name} ${pass}`;
    if (turns.at(-1) !== turn) turns.push(turn);
  }
  return turns;
}

/** Floor that a plan's strokes of one pass sweep, in the map's cells. */
function sweptBy({ strokes }: JobPlan, { space }: JobRequest, pass: number): Uint8Array {
  const raster = new SweepRaster(space);
  for (const stroke of strokes) if (stroke.pass === pass) raster.sweep(stroke.path);
  const { frame, todo } = raster;
  const out = new Uint8Array(space.isFree.length).fill(1);
  const offsetX = Math.round((frame.originX_m - space.originX_m) / frame.resolution_m);
  const offsetY = Math.round((frame.originY_m - space.originY_m) / frame.resolution_m);
  for (let i = 0; i < todo.length; i++) {
    const ix = ((i % frame.width) + offsetX) >> 1;
    const iy = (Math.floor(i / frame.width) + offsetY) >> 1;
    if (todo[i] !== 0) out[iy * space.width + ix] = 0;
  }
  return out;
}

test('the whole home is swept once, from the robot to the dock, each pose and connector valid', () => {
  const request = sampleRequest();
  const plan = quickPlan(request);
  const report = reportJob(request, plan);
  expect(plan.isWhole).toBe(true);
  expect(report.coverage).toBeGreaterThan(0.975);
  expect(report.proof).toMatchObject({ invalidPoses: 0, largestGap_m: 0 });
  expect(report.proof.poses).toBeGreaterThan(100 * report.length_m);
  const way = concatenate(plan.strokes);
  expect([way[0], way[1]]).toEqual([request.from.x, request.from.y]);
  expect([way.at(-2), way.at(-1)]).toEqual([request.dock?.x, request.dock?.y]);
  // The hall is in the middle: each room is entered once, and the robot does not end in a far one.
  expect(turnsOf(plan)).toHaveLength(3);
});

test('rooms come in the order that was asked for, and no others', () => {
  const plan = quickPlan(sampleRequest({ job: { rooms: [2, 1] } }));
  expect(turnsOf(plan)).toEqual(['bedroom 1', 'kitchen 1']);
  expect(turnsOf(quickPlan(sampleRequest({ job: { rooms: [1, 2] } })))).toEqual(['kitchen 1', 'bedroom 1']);
  expect(plan.strokes.some(({ room }) => room === 2) && plan.strokes.some(({ room }) => room === 1)).toBe(true);
});

const bedside = [at(6, 1), at(7.5, 1), at(7.5, 2.5), at(6, 2.5)].flatMap(({ x, y }) => [x, y]);

test('zones and spots fit into the order of the rooms where they cost least', () => {
  const job = { rooms: [1], zones: [{ polygon: bedside }], spots: [at(4.3, 4)] };
  const turns = turnsOf(quickPlan(sampleRequest({ job, from: at(7, 4), dock: at(1, 1) })));
  expect(turns).toEqual(['zone 1 1', 'spot 1 1', 'kitchen 1']);
});

test('a zone in a room that is cleaned too is swept at its own levels, and as often as it asks for', () => {
  const zones = [{ polygon: bedside, passes: 2 as const, levels: { fan: 1 } }];
  const request = sampleRequest({ job: { rooms: [2], zones } });
  const plan = quickPlan(request);
  expect([...turnsOf(plan)].sort()).toEqual(['bedroom 1', 'zone 1 1', 'zone 1 2']);
  const fans = new Set(plan.strokes.filter(({ area }) => area === 1).map(({ levels }) => levels.fan));
  expect([...fans]).toEqual([1]);
  expect(reportJob(request, plan).areas[1].coverage).toBeGreaterThan(0.95);
});

test('a spot alone is all that is swept', () => {
  const request = sampleRequest({ job: { spots: [{ ...at(7, 2), radius_m: 0.6 }] } });
  const plan = quickPlan(request);
  const report = reportJob(request, plan);
  expect(plan.areas).toEqual([{ kind: 'spot', id: 0, name: 'spot 1' }]);
  // pi * 0.6² = 1.13 m²
  expect(report.area_m2).toBeGreaterThan(1.06);
  expect(report.area_m2).toBeLessThan(1.16);
  expect(report.coverage).toBeGreaterThan(0.95);
});

test('two passes: each room twice before the next, both complete, and no third when both are swept', () => {
  const request = sampleRequest({ job: { rooms: [1, 2], passes: 2 } });
  const plan = quickPlan(request);
  expect(turnsOf(plan)).toEqual(['kitchen 1', 'kitchen 2', 'bedroom 1', 'bedroom 2']);
  expect(reportJob(request, plan).coverage).toBeGreaterThan(0.97);
  const first = sweptBy(plan, request, 1);
  // What a plan leaves may be found worth a stroke by the next: little, and only that.
  const again = quickPlan({ ...request, covered: [first] });
  expect(sweepingLength(again, 1)).toBeLessThan(0.03 * sweepingLength(plan, 1));
  const done = quickPlan({ ...request, covered: [first, sweptBy(plan, request, 2)] });
  expect(sweepingLength(done, 2)).toBeLessThan(0.03 * sweepingLength(plan, 2));
});

function sweepingLength({ strokes }: JobPlan, pass: number): number {
  const sweeping = strokes.filter((stroke) => stroke.pass === pass && stroke.kind !== 'travel');
  return sweeping.reduce((sum, { path }) => sum + pathLength(path), 0);
}

test('crossed: most lanes of the second pass run across those of the first, also when it is planned alone', () => {
  const request = sampleRequest({ job: { rooms: [2], passes: 'crossed' } });
  const plan = quickPlan(request);
  const first = mainDirection(plan, 1);
  const second = mainDirection(plan, 2);
  expect(Math.abs(Math.cos(first - second))).toBeLessThan(0.2);
  const alone = quickPlan({ ...request, covered: [sweptBy(plan, request, 1)] });
  expect(Math.abs(Math.cos(mainDirection(alone, 2) - second))).toBeGreaterThan(0.98);
});

/** Direction of the longest lanes, doubled angles averaged by length, rad. */
function mainDirection({ strokes }: JobPlan, pass: number): number {
  let [re, im] = [0, 0];
  for (const { kind, path, pass: its } of strokes) {
    if (kind !== 'lane' || its !== pass) continue;
    const n = path.length;
    const [dx, dy] = [path[n - 2] - path[0], path[n - 1] - path[1]];
    re += dx * dx - dy * dy;
    im += 2 * dx * dy;
  }
  return Math.atan2(im, re) / 2;
}

test('what has been swept is not planned again, from wherever the robot stands', () => {
  const request = sampleRequest({ from: at(2, 4) });
  const covered = [Uint8Array.from(request.rooms?.labels ?? [], (label) => (label === 2 ? 0 : 1))];
  const plan = quickPlan({ ...request, covered });
  expect(turnsOf(plan)).toEqual(['bedroom 1']);
  expect(concatenate(plan.strokes)[0]).toBe(at(2, 4).x);
  // The way home over swept floor needs no brush.
  expect(plan.strokes.at(-1)).toMatchObject({ kind: 'travel', brushOn: false });
  expect(plan.strokes.at(-1)?.area).toBeUndefined();
});

test('how much was covered before is told of the floor that was asked for, all passes together', () => {
  const request = sampleRequest();
  const none = new Uint8Array(request.space.isFree.length);
  const west = Uint8Array.from(none, (_, i) => ((request.rooms?.labels[i] ?? 0) === 1 ? 1 : 0));
  const shareOf = (job: CleaningJob, covered: Uint8Array[]) => startJob({ ...request, job, covered }).plan.coveredShare;
  expect(shareOf({ rooms: [1] }, [none])).toBe(0);
  expect(shareOf({ rooms: [1] }, [west])).toBe(1);
  expect(shareOf({ rooms: [2] }, [west])).toBe(0);
  expect(shareOf({ rooms: [1], passes: 2 }, [west, none])).toBe(0.5);
  expect(startJob({ ...request, job: { rooms: [1] } }).plan.coveredShare).toBe(0);
});

test('where more of the floor is wanted, more of it is planned for, at more way', () => {
  const [some, more] = [0.97, 0.998].map((wantedShare) => {
    const request = { ...sampleRequest(), wantedShare };
    return reportJob(request, planJob(request));
  });
  expect(more.coverage).toBeGreaterThan(some.coverage + 0.002);
  expect(more.length_m).toBeGreaterThan(some.length_m);
});

test('settings: the room before the job before the defaults; skipped rooms only when named', () => {
  const roomSettings = [
    { room: 1, levels: { fan: 1 } },
    { room: 2, skip: true },
    { room: 9, passes: 2 as const },
  ];
  const job = { roomSettings, levels: { fan: 0.2, sideBrush: 0 } };
  const plan = quickPlan(sampleRequest({ job }));
  expect(new Set(plan.areas.map(({ id }) => id))).toEqual(new Set([1, 3, 0]));
  const kitchen = plan.strokes.find(({ room, kind }) => room === 1 && kind === 'lane');
  const hall = plan.strokes.find(({ room, kind }) => room === 3 && kind === 'lane');
  expect(kitchen?.levels).toEqual({ fan: 1, mainBrush: 0.8, sideBrush: 0 });
  expect(hall?.levels).toEqual({ fan: 0.2, mainBrush: 0.8, sideBrush: 0 });
  expect(turnsOf(quickPlan(sampleRequest({ job: { ...job, rooms: [2] } })))).toEqual(['bedroom 1']);
});

test('edges only: the band along walls and furniture, not the middle', () => {
  const request = sampleRequest({ job: { rooms: [2], edgesOnly: true } });
  const plan = quickPlan(request);
  const whole = quickPlan(sampleRequest({ job: { rooms: [2] } }));
  const report = reportJob(request, plan);
  expect(report.coverage).toBeGreaterThan(0.85);
  expect(report.length_m).toBeLessThan(0.5 * reportJob(request, whole).length_m);
});

test('a usable plan is there at once, and the whole one when there is time', () => {
  const request = sampleRequest({ job: { rooms: [1, 2], passes: 2 } });
  const work = startJob(request);
  expect(work.plan.isWhole).toBe(false);
  expect(reportJob(request, work.plan).proof).toMatchObject({ invalidPoses: 0, largestGap_m: 0 });
  expect(turnsOf(work.plan)).toEqual(['kitchen 1']);
  while (work.improve());
  expect(work.plan.isWhole).toBe(true);
  expect(work.plan).toEqual(planJob(request));
});

/** The robot on a floor with things at random places; all of it is to be crossed. */
function randomRequest(seed: number): JobRequest {
  const map = clutteredMap(seed, 6, 5, 14);
  const space = freeSpace(map);
  const start = space.standable.indexOf(1);
  const from = {
    x: space.originX_m + ((start % space.width) + 0.5) * space.resolution_m,
    y: space.originY_m + (Math.floor(start / space.width) + 0.5) * space.resolution_m,
  };
  return { map, space, from, dock: from, job: { passes: 'crossed' } };
}

test.each([1, 2, 3, 4, 5, 6])('random floor %i is swept, each pose valid', (seed) => {
  const request = randomRequest(seed);
  const { proof, coverage } = reportJob(request, quickPlan(request));
  expect(proof).toMatchObject({ invalidPoses: 0, largestGap_m: 0 });
  expect(coverage).toBeGreaterThan(0.97);
});

test('the same request gives the same plan to the last bit', () => {
  const request = randomRequest(1);
  expect(quickPlan(request)).toEqual(quickPlan(request));
});

test('a floor on which the robot does not fit is an empty plan', () => {
  const map = clutteredMap(1, 1, 1, 12);
  const space = freeSpace(map);
  expect(quickPlan({ map, space, from: { x: 0, y: 0 } }).strokes).toEqual([]);
});
