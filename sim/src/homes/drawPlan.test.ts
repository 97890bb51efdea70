import { drawPlan } from './drawPlan.ts';
import { generateHome } from './generateHome.ts';

test.each([1, 2, 3, 4])('a plan of our own is a home: rooms behind doors, nothing cut off (seed %i)', (seed) => {
  const map = drawPlan(seed);
  expect(drawPlan(seed).data).toEqual(map.data);
  const { rooms, figures } = generateHome({ map, seed });
  expect(rooms.length).toBeGreaterThanOrEqual(4);
  expect(rooms.some(({ type }) => type === 'living')).toBe(true);
  expect(figures.doorways).toBeGreaterThanOrEqual(rooms.length - 3);
  expect(figures.floor_m2).toBeGreaterThan(50);
  expect(figures.centres_m2).toBeGreaterThan(0.6 * figures.bareCentres_m2);
  expect(figures.cutOff_m2).toBeLessThan(0.3);
});
