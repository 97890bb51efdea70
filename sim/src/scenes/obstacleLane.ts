import { createRng } from '@homebound/math';
import { type ObjectName, objectPiece } from '../objects/objects.ts';
import * as small from '../objects/smallThings.ts';
import type { Appearance, World } from '../world.ts';
import { SceneBuilder } from './sceneBuilder.ts';

/** What the lane's floor may be: boards, what confuses an eye, what mirrors, what is soft. */
export const laneFloors = ['wood', 'plain', 'tiles', 'checker', 'stripes', 'glossy', 'dark', 'rug'] as const;
export type LaneFloor = (typeof laneFloors)[number];

export interface LaneOptions {
  /** Places, turns, sizes (by a tenth) and colours of the things; absent: those of S7. */
  readonly seed?: number;
  /** Default `wood`. */
  readonly floor?: LaneFloor;
  /** Which things; default: the twelve. At most twelve are set down. */
  readonly things?: readonly ObjectName[];
}

const twelve: readonly ObjectName[] = [
  'sock',
  'shoe',
  'slipper',
  'cable',
  'charger',
  'brick',
  'pet_waste',
  'bowl',
  'scale',
  'toy_car',
  'bottle',
  'book',
];

const floors: Record<LaneFloor, Appearance | undefined> = {
  wood: undefined,
  plain: { color: [176, 172, 164] },
  tiles: { color: [206, 202, 194], pattern: 'tiles', color2: [120, 116, 110], repeat_m: 0.2 },
  checker: { color: [228, 226, 220], pattern: 'checker', color2: [44, 44, 48], repeat_m: 0.1 },
  stripes: { color: [188, 168, 132], pattern: 'stripes', color2: [104, 74, 50], repeat_m: 0.05 },
  glossy: { color: [150, 146, 140], pattern: 'tiles', color2: [90, 88, 86], repeat_m: 0.6, gloss: 0.2 },
  dark: { color: [52, 44, 40], pattern: 'wood' },
  rug: undefined,
};

/** What such a floor looks like; undefined: as the floor of any room. */
export const laneAppearance = (floor: LaneFloor): Appearance | undefined => floors[floor];

/** S7: twelve small things on a lattice of 0.8 x 0.7 m on a floor of 4 x 3 m, turned at random. */
export function obstacleLane(name: string, { seed, floor = 'wood', things = twelve }: LaneOptions = {}): World {
  const rng = createRng(seed ?? 7);
  const scene = new SceneBuilder().room(4, 3);
  if (floor === 'rug') scene.patch('rug', [0.3, 0.7, 3.7, 2.8], 0.008, 'lowPile', 0.3);
  const sown = things.slice(0, twelve.length);
  if (seed !== undefined) shuffle(sown, rng);
  // The usual cable of this scene is 1 m long; it draws its bends before anything is set down.
  const pieces = sown.map((thing) => {
    if (seed === undefined) return thing === 'cable' ? small.cable(1, 0.006, rng) : objectPiece(thing);
    return objectPiece(thing, { seed: rng.int(4294967296), scale: 0.9 + 0.2 * rng.uniform() });
  });
  const spread = seed === undefined ? 0 : 0.12;
  const off = (): number => (spread === 0 ? 0 : spread * (2 * rng.uniform() - 1));
  for (const [k, piece] of pieces.entries()) {
    const [x, y] = [0.8 + 0.8 * (k % 4) + off(), 1.05 + 0.7 * Math.floor(k / 4) + off()];
    scene.put(piece, x, y, 2 * Math.PI * rng.uniform());
  }
  const world = scene.build(name, { x: 2, y: 0.24, theta: Math.PI / 2 });
  const floorAppearance = floors[floor];
  return floorAppearance === undefined ? world : { ...world, floorAppearance };
}

/** Fisher and Yates. */
function shuffle<T>(items: T[], rng: { int(n: number): number }): void {
  for (let i = items.length - 1; i > 0; i--) {
    const k = rng.int(i + 1);
    [items[i], items[k]] = [items[k], items[i]];
  }
}
