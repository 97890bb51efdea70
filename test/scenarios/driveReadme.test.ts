import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Driver } from '@homebound/drive';
import { identity } from '@homebound/math';
import { createSimulator, initPhysics } from '@homebound/sim';
import { Odometry } from '@homebound/slam';
import { root } from '../helpers/homebound.ts';
import { twoRooms } from '../helpers/twoRooms.ts';

test("the example in drive's README drives a robot along its path, as it stands there", async () => {
  await initPhysics();
  const world = { ...twoRooms, T_world_start: { x: 0.3, y: -0.5, theta: 0 } };
  const { body, truth } = createSimulator({ world, seed: 1 });
  const text = readFileSync(join(root, 'packages', 'drive', 'README.md'), 'utf8');
  const example = text.match(/```ts\n([\s\S]*?)```/)?.[1] as string;
  const timers: { period_s: number; tick: (now_s: number) => void }[] = [];
  const every = (period_s: number, tick: (now_s: number) => void) => timers.push({ period_s, tick });
  const said: unknown[][] = [];
  const shell = { log: (...words: unknown[]) => said.push(words) };
  new Function('Driver', 'Odometry', 'identity', 'body', 'every', 'console', example)(
    Driver,
    Odometry,
    identity,
    body,
    every,
    shell,
  );
  let way_m = 0;
  for (let k = 1; k < 3000 && said.length === 0; k++) {
    for (const { period_s, tick } of timers) if (k % Math.round(100 * period_s) === 0) tick(k / 100);
    way_m = Math.max(way_m, truth().T_world_base.x - 0.3);
  }
  expect(said).toEqual([['arrived', expect.any(String), undefined]]);
  // There, a lane across, and back.
  expect(way_m).toBeGreaterThan(0.97);
  const { x, y } = truth().T_world_base;
  expect([x, y]).toEqual([expect.closeTo(0.3, 1), expect.closeTo(-0.32, 1)]);
});
