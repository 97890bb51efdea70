// What the simulator costs: CPU per simulated second in an apartment-like world, random driving, everything on.
// node sim/bench/run.mjs [seconds]; with --cpu-prof for a profile.
import { createRng, type SE2 } from '@homebound/math';
import { initPhysics } from '../src/physics/planarWorld.ts';
import { createSimulator } from '../src/simulator.ts';
import { box, cylinder, rectangle, table, walls, worldOf } from '../src/testWorlds.ts';
import type { Solid } from '../src/world.ts';

/** 10 x 8 m, four rooms, tables, chairs (movable, four legs), sofas, rug, threshold. */
export function apartment() {
  const rng = createRng(5);
  const solids: Solid[] = [...walls(10, 8)];
  solids.push(box('inner1', { x: 5, y: 1.3, theta: 0 }, 0.1, 2.6), box('inner2', { x: 5, y: 6, theta: 0 }, 0.1, 4));
  solids.push(box('inner3', { x: 2, y: 4, theta: 0 }, 4, 0.1), box('inner4', { x: 8, y: 4, theta: 0 }, 4, 0.1));
  const at = (): SE2 => ({ x: 0.8 + 8.4 * rng.uniform(), y: 0.8 + 6.4 * rng.uniform(), theta: 6 * rng.uniform() });
  for (let k = 0; k < 6; k++) solids.push(table(`table${k}`, at(), 1.2, 0.8, 0.025));
  for (let k = 0; k < 6; k++) solids.push(box(`cupboard${k}`, at(), 0.9, 0.4));
  for (let k = 0; k < 12; k++)
    solids.push({ ...table(`chair${k}`, at(), 0.4, 0.4, 0.015), mobility: 'movable', mass_kg: 4 });
  for (let k = 0; k < 6; k++) solids.push(cylinder(`lamp${k}`, at(), 0.12));
  const rug = {
    name: 'rug',
    outline: rectangle(1, 5, 3, 7),
    height_m: 0.01,
    surface: 'lowPile',
    pileYaw_rad: 0.5,
  } as const;
  const sill = { name: 'sill', outline: rectangle(4.95, 2.6, 5.05, 4), height_m: 0.012, surface: 'hard' } as const;
  return worldOf(solids, [rug, sill], { x: 2.5, y: 2, theta: 0 });
}

const seconds = Number(process.argv[2] ?? 300);
await initPhysics();
const simulator = createSimulator({ world: apartment(), seed: 1 });
const rng = createRng(9);
let w = 0;
let back = 0;
const run = (from: number, to: number): void => {
  for (let k = from * 50 + 1; k <= to * 50; k++) {
    if (k % 50 === 0) w = (rng.uniform() - 0.5) * 1.5;
    simulator.body.drive(back > 0 ? { v_mps: -0.1, w_radps: 1 } : { v_mps: 0.3, w_radps: w });
    simulator.body.clean({ fan: 0.5, mainBrush: 1, sideBrush: 1 });
    back--;
    for (const record of simulator.body.poll(k / 50))
      if (record.kind === 'safety' && (record.bumpCentre || record.bumpLeft || record.bumpRight)) back = 60;
  }
};
run(0, 20);
const before = process.cpuUsage();
run(20, 20 + seconds);
const used = process.cpuUsage(before);
console.log(`${((used.user + used.system) / 1000 / seconds).toFixed(2)} ms CPU per simulated second over ${seconds} s`);
