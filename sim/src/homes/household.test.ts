import { defaultGeometry } from '@homebound/robot';
import { initPhysics } from '../physics/planarWorld.ts';
import { bodyObstacles } from '../referee/groundTruth.ts';
import { createSimulator } from '../simulator.ts';
import { generateHome } from './generateHome.ts';
import { testPlan } from './testPlan.ts';

beforeAll(initPhysics);

const options = { map: testPlan(), visit: 2, people: 2, pets: 1, livelyDoors: 1 } as const;

test.each([1, 2])('people and pets walk where nothing stands, to places in several rooms (seed %i)', (seed) => {
  const { world } = generateHome({ ...options, seed });
  const walkers = world.actors?.filter((actor) => actor.kind !== 'door') ?? [];
  expect(walkers.map(({ name }) => name)).toEqual(['person 1', 'person 2', 'pet 1']);
  const frame = { width: 1000, height: 800, resolution_m: 0.01, originX_m: 0, originY_m: 0 };
  const blocked = bodyObstacles(world, defaultGeometry, frame);
  let inTheWay = 0;
  for (const walker of walkers) {
    expect(walker.legs.length).toBeGreaterThan(2);
    const [first, last] = [walker.legs[0].way, walker.legs[walker.legs.length - 1].way];
    expect([...last.slice(-2)]).toEqual([...first.slice(0, 2)]);
    for (const { way } of walker.legs)
      for (let i = 2; i < way.length; i += 2)
        for (let share = 0; share <= 1; share += 0.02) {
          const x = way[i - 2] + share * (way[i] - way[i - 2]);
          const y = way[i - 1] + share * (way[i + 1] - way[i - 1]);
          inTheWay += blocked[Math.floor(y / 0.01) * frame.width + Math.floor(x / 0.01)];
        }
  }
  expect(inTheWay).toBe(0);
});

test('a home with people in it runs, and the same seed and visit give the same bits', () => {
  const run = () => {
    const { world } = generateHome({ ...options, seed: 5 });
    const simulator = createSimulator({ world, seed: 1 });
    const records = simulator.body.poll(8);
    return JSON.stringify([records.length, records.slice(-40), [...simulator.truth().looseSolids]]);
  };
  expect(run()).toBe(run());
});

test('half a person is refused by name', () => {
  expect(() => generateHome({ ...options, seed: 1, people: 0.5 })).toThrow(
    'people must be a whole number >= 0, got 0.5',
  );
});
