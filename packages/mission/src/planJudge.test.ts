import { defaultLevels, freeSpace, type JobStroke } from '@homebound/plan';
import { PlanJudge } from './planJudge.ts';

/** A free hall of 0.1 m cells, so many of them wide. */
function hall(width: number) {
  const frame = { width, height: 40, resolution_m: 0.1, originX_m: 0, originY_m: 0 };
  return freeSpace({ ...frame, data: new Int8Array(width * 40) });
}

const stroke = (kind: JobStroke['kind'], length_m: number): JobStroke => ({
  kind,
  path: Float64Array.of(0, 0, length_m, 0),
  room: 1,
  area: 0,
  pass: 1,
  brushOn: true,
  levels: defaultLevels,
});

test('a plan holds until it is driven, or more floor came than the option says', () => {
  const judge = new PlanJudge(3);
  expect(judge.isStale(hall(50), false)).toBe(true);
  judge.accepts([stroke('lane', 10)], hall(50), 0, 0);
  expect(judge.isStale(hall(50), false)).toBe(false);
  // 5 columns of about 4 m: 2 m².
  expect(judge.isStale(hall(55), false)).toBe(false);
  expect(judge.isStale(hall(60), false)).toBe(true);
  expect(judge.isStale(hall(30), false)).toBe(false);
  expect(judge.isStale(hall(50), true)).toBe(true);
});

test('crumbs far apart are left when the floor is clean; nothing more is planned until floor is found', () => {
  const judge = new PlanJudge(3);
  const crumbs = [stroke('travel', 20), stroke('patch', 1)];
  expect(judge.accepts(crumbs, hall(50), 0.9, 0)).toBe(true);
  expect(judge.accepts(crumbs, hall(50), 0.98, 5)).toBe(false);
  expect(judge.isExhausted).toBe(true);
  expect(judge.isStale(hall(50), true)).toBe(false);
  expect(judge.isStale(hall(51), true)).toBe(true);
  expect(judge.accepts([stroke('travel', 5), stroke('patch', 1)], hall(50), 0.98, 5)).toBe(true);
  expect(judge.accepts([], hall(50), 0.5, 5)).toBe(false);
});

test('plan after plan that sweeps nothing is not made for ever', () => {
  const judge = new PlanJudge(3);
  let plans = 0;
  while (judge.accepts([stroke('lane', 10)], hall(50), 0.5, 2)) plans++;
  expect(plans).toBe(6);
  judge.clear();
  expect(judge.accepts([stroke('lane', 10)], hall(50), 0.5, 2)).toBe(true);
});

test('nearly clean, plans that sweep next to nothing for their way are few', () => {
  const judge = new PlanJudge(3);
  const plan = [stroke('lane', 100)];
  let achieved_m2 = 10;
  let plans = 0;
  // 0.2 m² for 100 m.
  for (; judge.accepts(plan, hall(50), 0.95, achieved_m2); plans++) achieved_m2 += 0.2;
  expect(plans).toBe(4);
  judge.clear();
  for (plans = 0; plans < 9 && judge.accepts(plan, hall(50), 0.95, achieved_m2); plans++) achieved_m2 += 1;
  expect(plans).toBe(9);
});
