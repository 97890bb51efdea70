import { defaultGeometry } from '@homebound/robot';
import { groundTruth } from '../referee/groundTruth.ts';
import type { World } from '../world.ts';
import { generateHome } from './generateHome.ts';
import { testPlan } from './testPlan.ts';

const options = { map: testPlan(), seed: 3, visit: 1 } as const;
const asText = (world: World) =>
  JSON.stringify([world.solids, world.floor.map(({ outline, ...rest }) => [[...outline], rest])]);

test('the same options give the same home, another seed another one', () => {
  const once = asText(generateHome(options).world);
  expect(asText(generateHome(options).world)).toBe(once);
  expect(asText(generateHome({ ...options, seed: 4 }).world)).not.toBe(once);
});

test('another visit leaves what is heavy where it was and moves what people move', () => {
  const standing = (visit: number) =>
    JSON.stringify(
      generateHome({ ...options, visit, doors: 0 }).world.solids.filter((s) =>
        /^(bed|sofa|wardrobe|table|kitchenUnits|tvBoard) /.test(s.name),
      ),
    );
  expect(standing(2)).toBe(standing(1));
  const chairs = (visit: number) =>
    JSON.stringify(generateHome({ ...options, visit }).world.solids.filter((s) => s.name.startsWith('chair')));
  expect(chairs(2)).not.toBe(chairs(1));
});

test('rooms of the plan are found: four behind doors of 0.8 m, the largest is lived in', () => {
  const { rooms, figures } = generateHome(options);
  expect(rooms).toHaveLength(4);
  expect(figures.doorways).toBe(3);
  const [largest] = [...rooms].sort((a, b) => b.area_m2 - a.area_m2);
  expect(largest.type).toBe('living');
  // 9.8 x 7.8 m inside, less 7.8 + 2 x 4.9 m of wall, 0.1 m thick, and its doors
  expect(figures.floor_m2).toBeCloseTo(76.44 - 1.76 + 3 * 0.08, 0);
});

test.each([1, 2, 3])('furniture cuts nothing off, and the dock keeps its room (seed %i)', (seed) => {
  const { world, figures } = generateHome({ ...options, seed });
  expect(figures.solids).toBeGreaterThan(20);
  // What is cut off are at most bays that a body just fits into.
  expect(figures.cutOff_m2).toBeLessThan(0.15);
  const { frame, blocked } = groundTruth(world, defaultGeometry, 0.02);
  const { x, y, theta } = world.T_world_dock;
  let inTheWay = 0;
  for (let ahead = 0.2; ahead <= 1.5; ahead += 0.05)
    for (let side = -0.5; side <= 0.5; side += 0.05) {
      const px = x + ahead * Math.round(Math.cos(theta)) - side * Math.round(Math.sin(theta));
      const py = y + ahead * Math.round(Math.sin(theta)) + side * Math.round(Math.cos(theta));
      const cell = Math.floor((py - frame.originY_m) / 0.02) * frame.width + Math.floor((px - frame.originX_m) / 0.02);
      inTheWay += blocked[cell];
    }
  expect(inTheWay).toBe(0);
});

test('a share that is none is refused by name', () => {
  expect(() => generateHome({ ...options, furniture: 2 })).toThrow('furniture must be a share in [0, 1], got 2');
});
