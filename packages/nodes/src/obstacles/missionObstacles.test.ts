import { qos } from '@homebound/graph';
import { hypot } from '@homebound/math';
import { homebound_interfaces } from '@homebound/messages';
import { testMission, testRoomMap } from '../testMission.ts';

/** m between a path and a point at the nearest. */
function nearest(path: Float64Array, x: number, y: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i + 3 < path.length; i += 2)
    for (let k = 0; k <= 50; k++) {
      const px = path[i] + ((path[i + 2] - path[i]) * k) / 50;
      const py = path[i + 1] + ((path[i + 3] - path[i + 1]) * k) / 50;
      least = Math.min(least, hypot(px - x, py - y));
    }
  return least;
}

test('what comes to lie on the way under way is planned round at once, and what lies elsewhere changes nothing', () => {
  const robot = testMission({ map: testRoomMap() });
  const { graph, orders } = robot;
  const obstacles = graph.outside.publisher(homebound_interfaces.Obstacles, 'obstacles', qos.latched);
  const lies = (kind: string, x: number, y: number, berth: number): void => {
    const outline = Float64Array.of(x - 0.02, y - 0.02, x + 0.02, y - 0.02, x + 0.02, y + 0.02, x - 0.02, y + 0.02);
    const thing = { ...homebound_interfaces.Obstacle.create(), id: orders.length + 1, kind, outline, berth };
    obstacles.publish({ ...homebound_interfaces.Obstacles.create(), obstacles: [thing] });
    graph.runFor(0.2);
  };
  graph.runFor(2);
  robot.command('goto', 0, 1.6);
  // Each drive of this world takes 0.5 s.
  for (let k = 0; k < 100 && orders.at(-1)?.mode !== 'follow'; k++) graph.runFor(0.05);
  const before = orders.length;
  const way = orders[before - 1].path;
  lies('cable', 3, 2, 0.08);
  expect(orders).toHaveLength(before);
  const middle = [0.5 * (way[0] + way[way.length - 2]), 0.5 * (way[1] + way[way.length - 1])] as const;
  expect(nearest(way, ...middle)).toBeLessThan(0.25);
  lies('cable', ...middle, 0.08);
  expect(orders.length).toBeGreaterThan(before);
  // The body, the berth, and the square's corner.
  expect(nearest(orders[orders.length - 1].path, ...middle)).toBeGreaterThan(0.17 + 0.08 + 0.02);
  expect(robot.faults).toEqual([]);
});

test('a message that makes no sense is a fault, and the mission goes on', () => {
  const { graph, faults, command } = testMission({ map: testRoomMap() });
  const obstacles = graph.outside.publisher(homebound_interfaces.Obstacles, 'obstacles', qos.latched);
  const thing = { ...homebound_interfaces.Obstacle.create(), outline: Float64Array.of(0, 0) };
  for (const bad of [
    { ...thing, kind: 'elephant' },
    { ...thing, kind: 'toy', outline: Float64Array.of(0, Number.NaN) },
  ]) {
    obstacles.publish({ ...homebound_interfaces.Obstacles.create(), obstacles: [bad] });
    graph.runFor(0.5);
  }
  expect(faults.map(({ error }) => String(error))).toEqual([
    expect.stringContaining('got elephant'),
    expect.stringContaining('pairs of finite numbers'),
  ]);
  expect(command('start').accepted).toBe(true);
});
