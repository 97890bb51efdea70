import { TroubleSpots } from './troubleSpots.ts';

const frame = { width: 20, height: 20, resolution_m: 0.05, originX_m: 0, originY_m: 0 };
const cells = (spots: TroubleSpots, now_s: number) => spots.maskIn(frame, now_s)?.filter(Boolean).length ?? 0;

test('what stood in the way is forgotten first and soonest, what was felt after it, an edge never', () => {
  const spots = new TroubleSpots();
  spots.add(0.22, 0.22, 'obstacle', 0);
  spots.add(0.52, 0.52, 'felt', 0);
  spots.add(0.82, 0.82, 'cliff', 0);
  expect(cells(spots, 1)).toBe(3);
  spots.doubtObstacles();
  expect(cells(spots, 1)).toBe(2);
  spots.doubtObstacles();
  expect(cells(spots, 1)).toBe(1);
  spots.add(0.22, 0.22, 'obstacle', 10);
  spots.add(0.52, 0.52, 'felt', 10);
  expect(cells(spots, 300)).toBe(2);
  expect(cells(spots, 10_000)).toBe(1);
});
