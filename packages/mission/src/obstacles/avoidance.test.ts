import { hypot, MapWarp } from '@homebound/math';
import { defaultGeometry } from '@homebound/robot';
import { type Obstacle, obstacleKinds } from '@homebound/vision';
import { Avoidance } from './avoidance.ts';
import { passings } from './passing.ts';

const square = (x: number, y: number, half_m: number): Float64Array =>
  Float64Array.of(x - half_m, y - half_m, x + half_m, y - half_m, x + half_m, y + half_m, x - half_m, y + half_m);
function thing(x: number, y: number, more: Partial<Obstacle> = {}, half_m = 0.03): Obstacle {
  const seen = { firstSeen_s: 1, lastSeen_s: 2 };
  const is = { id: 1, kind: 'thing', label: '', confidence: 1, height_m: 0.05 } as const;
  return { ...is, outline_map: square(x, y, half_m), ...seen, ...more };
}

test.each(obstacleKinds)('%s is kept off or driven over, by the one table', (kind) => {
  const { berth_m, isCrossed, isNeverCrossed, slow, reason } = passings[kind];
  const { sideBrush, bodyRadius_m } = defaultGeometry;
  const brushes_m = hypot(sideBrush.x_m, sideBrush.y_m) + sideBrush.radius_m - bodyRadius_m;
  if (isCrossed) expect([berth_m, isNeverCrossed]).toEqual([0, false]);
  // What hangs over the floor and a brink of it no brush hurts.
  else if (kind !== 'overhang' && kind !== 'drop') expect(berth_m).toBeGreaterThan(brushes_m + 0.01);
  expect(slow?.speed_mps ?? 0.1).toBeGreaterThan(0);
  expect(reason).toMatch(/^[A-Z].*\.$/);
  expect(new Avoidance().of(thing(0, 0, { kind }))).toMatchObject({ berth_m, reason });
});

test('cables and what may be a mess get more room than anything that only lies there, and are never crossed', () => {
  for (const kind of ['cable', 'low'] as const) {
    expect(passings[kind].isNeverCrossed).toBe(true);
    for (const other of ['thing', 'soft', 'toy', 'shoe'] as const)
      expect(passings[kind].berth_m).toBeGreaterThan(passings[other].berth_m);
  }
});

test('the dock is no obstacle, what lies beside it is', () => {
  const avoidance = new Avoidance();
  const plate = thing(0, 1.3, { kind: 'threshold' });
  expect(avoidance.of(thing(0, 1.3)).berth_m).toBeGreaterThan(0);
  avoidance.setDock({ x: 0, y: 1, theta: Math.PI / 2 });
  expect([avoidance.of(thing(0, 1.3)), avoidance.of(plate)]).toMatchObject([
    { berth_m: 0, reason: 'It is the dock.' },
    { berth_m: 0 },
  ]);
  expect(avoidance.of(thing(0.3, 1.3)).berth_m).toBeGreaterThan(0);
  expect(avoidance.of(thing(0, 0.7)).berth_m).toBeGreaterThan(0);
  avoidance.moveWith(new MapWarp(Float64Array.of(0, 0, 0), Float64Array.of(2, 0, 0)));
  expect(avoidance.of(thing(2, 1.3)).berth_m).toBe(0);
  expect(avoidance.of(thing(0, 1.3)).berth_m).toBeGreaterThan(0);
});

test('a dismissal holds for the place, not for something bigger there nor for what lies next to it', () => {
  const avoidance = new Avoidance();
  avoidance.dismissed.add(thing(1, 1));
  expect(avoidance.of(thing(1.04, 1, { id: 9 }))).toMatchObject({ isDismissed: true, berth_m: 0 });
  expect(avoidance.of(thing(1, 1, {}, 0.2)).isDismissed).toBe(false);
  expect(avoidance.of(thing(1.3, 1)).isDismissed).toBe(false);
  avoidance.dismissed.remove(thing(1.02, 1));
  expect(avoidance.of(thing(1, 1)).isDismissed).toBe(false);
});
