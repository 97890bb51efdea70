import { cos, createRng, hypot, sin } from '@homebound/math';
import { type LaneFloor, laneAppearance, laneFloors, type World } from '@homebound/sim';
import { black, block } from '../../sim/src/homes/furniture/parts.ts';
import type { Piece } from '../../sim/src/homes/furniture/piece.ts';
import * as clutter from '../../sim/src/objects/smallThings.ts';
import { SceneBuilder } from '../../sim/src/scenes/sceneBuilder.ts';

/** What is to be avoided. */
export const thingKinds = ['cable', 'sock', 'shoe', 'petWaste', 'powerStrip', 'toyCar'] as const;
export type ThingKind = (typeof thingKinds)[number];

const WIDTH_M = 5;
const DEPTH_M = 4;
/** m around the dock in which nothing lies, between two things, and to walls: every third lies beside one, every other one of these up to 1 cm off it. */
const DOCK_CLEAR_M = 0.9;
const APART_M = 0.8;
const IN_THE_OPEN_M = 0.7;
const BESIDE_WALL_M = 0.16;
const AGAINST_WALL_M = 0.01;

/** Rooms take the floors in turn. */
export const floorOf = (seed: number): LaneFloor => laneFloors[(seed - 1) % laneFloors.length];

/** A room of 5 m by 4 with one of each, somewhere: in the open, where lanes, ways and turns meet them, along the walls and against them. */
export function avoidWorld(seed: number): World {
  const rng = createRng(seed).fork('things');
  const scene = new SceneBuilder().room(WIDTH_M, DEPTH_M);
  const dock = { x: WIDTH_M / 2, y: 0.24, theta: Math.PI / 2 };
  const floor = floorOf(seed);
  if (floor === 'rug') scene.patch('rug', [0.8, 1.2, 3.8, 3.4], 0.008, 'lowPile', 0.3);
  const placed: { readonly x: number; readonly y: number }[] = [];
  for (const [k, kind] of thingKinds.entries()) {
    const isAtWall = (k + seed) % 3 === 0;
    const isAgainstIt = isAtWall && (k + seed) % 2 === 0;
    const piece = pieces[kind](rng);
    const theta = 2 * Math.PI * rng.uniform();
    // Half of what its box takes up along x and y.
    const [c, s] = [Math.abs(cos(theta)) / 2, Math.abs(sin(theta)) / 2];
    const halfX_m = c * piece.sizeX_m + s * piece.sizeY_m;
    const halfY_m = s * piece.sizeX_m + c * piece.sizeY_m;
    for (let tries = 0; ; tries++) {
      if (tries > 10_000) throw new RangeError(`Cannot lay out room ${seed}: no place for ${kind}`);
      const x = rng.uniform() * WIDTH_M;
      const y = rng.uniform() * DEPTH_M;
      const toWall_m = Math.min(x, y, WIDTH_M - x, DEPTH_M - y);
      if (isAgainstIt) {
        const toIt_m = Math.min(x - halfX_m, y - halfY_m, WIDTH_M - x - halfX_m, DEPTH_M - y - halfY_m);
        if (toIt_m < 0 || toIt_m > AGAINST_WALL_M) continue;
      } else if (isAtWall ? toWall_m < BESIDE_WALL_M || toWall_m > 2 * BESIDE_WALL_M : toWall_m < IN_THE_OPEN_M)
        continue;
      if (hypot(x - dock.x, y - dock.y) < DOCK_CLEAR_M) continue;
      if (placed.some((other) => hypot(other.x - x, other.y - y) < APART_M)) continue;
      placed.push({ x, y });
      scene.put(piece, x, y, theta);
      break;
    }
  }
  const world = scene.build(`avoid ${seed}`, dock);
  const floorAppearance = laneAppearance(floor);
  return floorAppearance === undefined ? world : { ...world, floorAppearance };
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
