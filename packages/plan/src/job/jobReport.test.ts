import { defaultMotion, driveTime } from '../coverage/motionTime.ts';
import { provePlan } from '../coverage/provePlan.ts';
import { freeSpace } from '../space/freeSpace.ts';
import { fillRectangle } from '../space/sampleMaps.ts';
import { defaultLevels, drivingEnergy, drivingPower } from './energy.ts';
import type { JobRequest, JobStroke, WhyNot } from './jobPlan.ts';
import { reportJob } from './jobReport.ts';
import { at, quickPlan, sampleHome, sampleRequest } from './sampleHome.ts';

function report(request: JobRequest) {
  return reportJob(request, quickPlan(request));
}

/** Area left out of a named area for a reason, m². */
function left(request: JobRequest, name: string, why: WhyNot): number {
  const { leftOut, areas } = report(request);
  return leftOut.find((entry) => areas[entry.area].name === name && entry.why === why)?.area_m2 ?? 0;
}

function filled(x0: number, y0: number, x1: number, y1: number, value: number, map = sampleHome()) {
  const { originX_m: ox, originY_m: oy } = map;
  fillRectangle(map, ox + x0, oy + y0, ox + x1, oy + y1, value);
  return map;
}

function mask(x0: number, y0: number, x1: number, y1: number): Uint8Array {
  const marked = filled(x0, y0, x1, y1, 77);
  return Uint8Array.from(marked.data, (value) => (value === 77 ? 1 : 0));
}

test('figures of the rooms add up to those of the job', () => {
  const { areas, area_m2, length_m, travel_m, lanes, energy_Wh, time_s, charges } = report(sampleRequest());
  // Bedroom inside its walls: 3.8 * 4.8 = 18.24 m²; of it corners of (0.18 - 0.1)² or so are out of reach.
  const bedroom = areas.find(({ name }) => name === 'bedroom');
  expect(bedroom?.area_m2).toBeGreaterThan(0.88 * 18.24);
  expect(bedroom?.area_m2).toBeLessThan(18.24);
  expect(areas.reduce((sum, area) => sum + area.area_m2, 0)).toBeCloseTo(area_m2, 6);
  expect(areas.reduce((sum, area) => sum + area.lanes, 0)).toBe(lanes);
  const way = areas.reduce((sum, area) => sum + area.length_m, 0);
  expect(way).toBeLessThanOrEqual(length_m + 1e-9);
  expect(way).toBeGreaterThan(length_m - 5);
  expect(travel_m).toBeLessThan(0.3 * length_m);
  // Turns within an area are its own: between them and home is little.
  const areas_s = areas.reduce((sum, area) => sum + area.time_s, 0);
  expect(areas_s).toBeLessThanOrEqual(time_s + 1e-9);
  expect(areas_s).toBeGreaterThan(0.93 * time_s);
  // All of it with the motors between 13 W (idle and wheels) and 13 + 8 * 0.8 + 2 * 0.8 + 30 * 0.36 = 31.8 W.
  expect(energy_Wh).toBeGreaterThan((0.9 * 13 * time_s) / 3600);
  expect(energy_Wh).toBeLessThan((1.1 * 31.8 * time_s) / 3600);
  expect(charges).toBe(0);
});

test('energy: power by level, the fan by its square; a small battery asks for charges', () => {
  // 7 + 6 + 8 * 0.8 + 2 * 0.8 + 30 * 0.6² = 31.8 W
  expect(drivingPower(defaultLevels)).toBeCloseTo(31.8, 9);
  expect(drivingEnergy(3600, { fan: 1, mainBrush: 1, sideBrush: 1 })).toBeCloseTo(53, 9);
  const power = {
    idle_W: 7,
    drive_W: 6,
    mainBrush_W: 8,
    sideBrush_W: 2,
    fan_W: 30,
    capacity_Wh: 4,
    usableShare: 0.5,
  };
  const request = sampleRequest({ power });
  const { energy_Wh, charges } = report(request);
  expect(charges).toBe(Math.ceil(energy_Wh / 2) - 1);
  expect(charges).toBeGreaterThan(0);
});

test('a shut door: the room behind it is closed off, the rest is cleaned', () => {
  const map = filled(5, 2.9, 5.1, 4, 100);
  const request = sampleRequest({}, map);
  expect(left(request, 'bedroom', 'closedOff')).toBeGreaterThan(15);
  const { areas, coverage } = report(request);
  expect(areas.find(({ name }) => name === 'bedroom')).toMatchObject({ area_m2: 0, coverage: 0 });
  expect(coverage).toBeGreaterThan(0.97);
});

test('a no-go area in the door: it and what lies behind are told apart', () => {
  const request = sampleRequest({ keepOut: mask(5.3, 0.1, 5.5, 4.9) });
  // 0.2 * 4.8 m; the map's cells may round it by one row.
  expect(left(request, 'bedroom', 'noGo')).toBeCloseTo(0.96, 1);
  expect(left(request, 'bedroom', 'behindNoGo')).toBeGreaterThan(14);
  expect(left(request, 'bedroom', 'closedOff')).toBe(0);
});

test('what is kept clear of for things on the floor is told as that, and what lies behind as out of reach', () => {
  const avoided = mask(5.3, 0.1, 5.5, 4.9);
  const { map } = sampleRequest();
  const space = freeSpace(map, { keepOut: avoided, from: at(4.3, 1) });
  const request = sampleRequest({ avoided, space });
  expect(left(request, 'bedroom', 'obstacle')).toBeCloseTo(0.96, 1);
  expect(left(request, 'bedroom', 'closedOff')).toBeGreaterThan(14);
  expect(left(request, 'bedroom', 'noGo')).toBe(0);
});

test('a no-go area that splits a room leaves both parts that can be reached', () => {
  // Across the kitchen, open at the far end from the door.
  const request = sampleRequest({ keepOut: mask(1.7, 0.1, 1.9, 4.1) });
  expect(left(request, 'kitchen', 'behindNoGo')).toBeLessThan(0.2);
  const kitchen = report(request).areas.find(({ name }) => name === 'kitchen');
  expect(kitchen?.coverage).toBeGreaterThan(0.97);
});

test('a gap that the body does not fit into is too narrow', () => {
  // A cupboard 0.3 m off the right wall, 2 m long: 0.6 m² behind it, less what the brush reaches from its ends.
  const map = filled(8.4, 1.5, 8.6, 3.5, 100);
  const narrow = left(sampleRequest({}, map), 'bedroom', 'tooNarrow');
  expect(narrow).toBeGreaterThan(0.35);
  expect(narrow).toBeLessThan(0.8);
});

test('zones over what nobody has seen, and over the edge of the map', () => {
  const map = filled(6, 1, 8, 2, -1);
  const polygon = [at(5.5, 0.5), at(8.5, 0.5), at(8.5, 2.5), at(5.5, 2.5)].flatMap(({ x, y }) => [x, y]);
  expect(left(sampleRequest({ job: { zones: [{ polygon }] } }, map), 'zone 1', 'unknownFloor')).toBeCloseTo(2, 1);
  const off = [at(8, 2), at(10, 2), at(10, 3), at(8, 3)].flatMap(({ x, y }) => [x, y]);
  // 9 m is the map's edge: half of the 2 m² are beyond.
  expect(left(sampleRequest({ job: { zones: [{ polygon: off }] } }), 'zone 1', 'outsideMap')).toBeCloseTo(1, 1);
});

test('reasons come with words and a place', () => {
  const { leftOut } = report(sampleRequest({}, filled(5, 2.9, 5.1, 4, 100)));
  const closed = leftOut.find(({ why }) => why === 'closedOff');
  expect(closed?.text).toMatch(/^bedroom: \d+\.\d\d m² cannot be reached: /);
  // Its most open point: the middle of the bedroom.
  expect(closed?.x).toBeCloseTo(at(7, 0).x, 0);
  expect(leftOut.map(({ area_m2 }) => area_m2)).toEqual(leftOut.map(({ area_m2 }) => area_m2).sort((a, b) => b - a));
});

describe('the proof', () => {
  const request = sampleRequest();
  const stroke = (...points: readonly { x: number; y: number }[]): JobStroke => ({
    kind: 'lane',
    path: Float64Array.from(points.flatMap(({ x, y }) => [x, y])),
    room: 2,
    area: 0,
    pass: 1,
    brushOn: true,
    levels: defaultLevels,
  });

  test('finds a connector through a wall', () => {
    const proof = provePlan(request.space, [stroke(at(6, 1), at(4.3, 1))]);
    // 0.18 - 0.005 m either side of a 0.1 m wall: about 45 poses at 1 cm.
    expect(proof.invalidPoses).toBeGreaterThan(40);
    expect(proof.invalidPoses).toBeLessThan(50);
    expect(proof.leastClearance_m).toBe(0);
  });

  test('measures the least clearance to the surface, not to a cell centre', () => {
    // 0.18 m off the bedroom's left wall, whose surface is at 5.1 m: just what the body keeps.
    const { leastClearance_m, invalidPoses } = provePlan(request.space, [stroke(at(5.28, 1.2), at(5.28, 2))]);
    expect(leastClearance_m).toBeCloseTo(0.18, 6);
    expect(invalidPoses).toBe(0);
  });

  test('finds a gap between strokes, and lets a robot out of a tight place', () => {
    const strokes = [stroke(at(6, 1), at(7, 1)), stroke(at(7, 1.25), at(6, 1.25))];
    expect(provePlan(request.space, strokes).largestGap_m).toBeCloseTo(0.25, 9);
    const out = provePlan(request.space, [stroke(at(5.15, 1.5), at(6, 1.5))]);
    expect(out.invalidPoses).toBe(0);
    expect(out.poses).toBeLessThan(85);
  });
});

test('time of a straight drive is that of the motion model', () => {
  const space = sampleRequest().space;
  const lanes = [
    {
      kind: 'lane' as const,
      path: Float64Array.of(0, 1, 3, 1),
      room: 1,
      area: 0,
      pass: 1,
      brushOn: true,
      levels: defaultLevels,
    },
  ];
  const plan = { strokes: lanes };
  const { time_s, length_m } = reportJob({ map: sampleHome(), space, from: at(1, 1) }, plan);
  expect(length_m).toBe(3);
  expect(time_s).toBeCloseTo(driveTime(3, defaultMotion), 9);
});
