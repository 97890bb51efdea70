import { createRng, hypot } from '@homebound/math';
import type { World } from '@homebound/sim';
import { black, block } from '../../sim/src/homes/furniture/parts.ts';
import type { Piece } from '../../sim/src/homes/furniture/piece.ts';
import * as clutter from '../../sim/src/objects/smallThings.ts';
import { SceneBuilder } from '../../sim/src/scenes/sceneBuilder.ts';

/** What is to be avoided. */
export const thingKinds = ['cable', 'sock', 'shoe', 'petWaste', 'powerStrip', 'toyCar'] as const;
export type ThingKind = (typeof thingKinds)[number];

const WIDTH_M = 5;
const DEPTH_M = 4;
/** m around the dock in which nothing lies, between two things, and to walls: every third lies beside one. */
const DOCK_CLEAR_M = 0.9;
const APART_M = 0.8;
const IN_THE_OPEN_M = 0.7;
const BESIDE_WALL_M = 0.16;

/** A room of 5 m by 4 with one of each, somewhere: in the open, where lanes, ways and turns meet them, and along the walls. */
export function avoidWorld(seed: number): World {
  const rng = createRng(seed).fork('things');
  const scene = new SceneBuilder().room(WIDTH_M, DEPTH_M);
  const dock = { x: WIDTH_M / 2, y: 0.24, theta: Math.PI / 2 };
  const placed: { readonly x: number; readonly y: number }[] = [];
  for (const [k, kind] of thingKinds.entries()) {
    const isAtWall = (k + seed) % 3 === 0;
    for (let tries = 0; ; tries++) {
      if (tries > 10_000) throw new RangeError(`Cannot lay out room ${seed}: no place for ${kind}`);
      const x = rng.uniform() * WIDTH_M;
      const y = rng.uniform() * DEPTH_M;
      const toWall_m = Math.min(x, y, WIDTH_M - x, DEPTH_M - y);
      if (isAtWall ? toWall_m < BESIDE_WALL_M || toWall_m > 2 * BESIDE_WALL_M : toWall_m < IN_THE_OPEN_M) continue;
      if (hypot(x - dock.x, y - dock.y) < DOCK_CLEAR_M) continue;
      if (placed.some((other) => hypot(other.x - x, other.y - y) < APART_M)) continue;
      placed.push({ x, y });
      scene.put(pieces[kind](rng), x, y, 2 * Math.PI * rng.uniform());
      break;
    }
  }
  return scene.build(`avoid ${seed}`, dock);
}

const pieces: Readonly<Record<ThingKind, (rng: Parameters<typeof clutter.cable>[2]) => Piece>> = {
  cable: (rng) => clutter.cable(0.7, 0.006, rng),
  sock: () => clutter.sock(),
  shoe: () => clutter.shoe(),
  petWaste: () => clutter.petWaste(),
  powerStrip: () => ({
    kind: 'powerStrip',
    mass_kg: 0.35,
    sizeX_m: 0.28,
    sizeY_m: 0.05,
    shapes: [block(0, 0, 0.28, 0.05, 0, 0.04, black)],
  }),
  toyCar: () => clutter.toyCar(),
};
