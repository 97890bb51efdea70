import { createRng } from '@homebound/math';
import { bed } from '../homes/furniture/beds.ts';
import { black, block, fabric, glass, mirror, wood } from '../homes/furniture/parts.ts';
import type { Piece } from '../homes/furniture/piece.ts';
import { chair, sofa, sofaU } from '../homes/furniture/seats.ts';
import { floorLamp, sideboard } from '../homes/furniture/storage.ts';
import { columnTable, table } from '../homes/furniture/tables.ts';
import * as clutter from '../objects/smallThings.ts';
import type { World } from '../world.ts';
import { SceneBuilder } from './sceneBuilder.ts';

/** Distance of a docked robot's middle from the wall behind it. */
const DOCK_M = 0.24;
const NORTH = Math.PI / 2;

export function emptyRoom(name: string): World {
  return new SceneBuilder().room(5, 4).build(name, { x: 2.5, y: DOCK_M, theta: NORTH });
}

/** A curtain: hangs to 10 mm over the floor and gives no way, as the bumper finds it. */
const curtain: Piece = {
  kind: 'curtain',
  sizeX_m: 1.2,
  sizeY_m: 0.08,
  shapes: [block(0, 0, 1.2, 0.08, 0.01, 2.2, fabric)],
};

export function furnishedRoom(name: string): World {
  const scene = new SceneBuilder().room(5, 4);
  scene.put(table(1.2, 0.8, 0.02), 3.6, 1.3);
  for (const [x, y, theta] of [
    [3.3, 0.85, 0],
    [3.9, 0.8, 0.1],
    [3.3, 1.8, Math.PI],
    [3.95, 1.75, Math.PI - 0.2],
  ] as const)
    scene.put(chair(5), x, y, theta);
  scene.put(sofa(2, 0.07), 0.46, 2.6, -NORTH);
  scene.put(sideboard(1.2, 0), 3, 3.78, Math.PI);
  scene.put(floorLamp(), 0.3, 0.9);
  scene.patch('rug', [1.2, 1.9, 2.8, 3.1], 0.01, 'lowPile', 0.7);
  scene.put(clutter.cable(1.5, 0.006, createRng(2)), 4.9, 3.1, 1.9);
  scene.put(curtain, 4.3, 3.95, Math.PI).put(curtain, 1.5, 3.95, Math.PI);
  return scene.build(name, { x: 1.8, y: DOCK_M, theta: NORTH });
}

export function stairs(name: string): World {
  const scene = new SceneBuilder().room(5, 4);
  // A flight of 1 m beside the dock, and an open edge on the other side of the room.
  for (let step = 0; step < 6; step++)
    scene.patch(`stair ${step + 1}`, [3, step * 0.27, 4, (step + 1) * 0.27], -0.18 * (6 - step));
  scene.patch('edge', [0, 3.2, 1.6, 4], -0.18);
  return scene.build(name, { x: 2, y: DOCK_M, theta: NORTH });
}

export function darkAndClear(name: string): World {
  const scene = new SceneBuilder().wall(-0.05, -0.05, 5.05, -0.05).wall(-0.05, 4.05, 5.05, 4.05, black);
  scene.wall(-0.05, -0.05, -0.05, 4.05, glass).wall(5.05, -0.05, 5.05, 4.05, mirror);
  // Behind the glass: what the lidar sees through it.
  scene.wall(-1.5, -0.05, -1.5, 4.05);
  const box = (material: typeof black): Piece => ({
    kind: 'box',
    sizeX_m: 0.5,
    sizeY_m: 0.5,
    shapes: [block(0, 0, 0.5, 0.5, 0, 0.5, material)],
  });
  scene.put(box(black), 1.2, 2.8).put(box(glass), 2.5, 2.6).put(box(mirror), 3.8, 2.8);
  return scene.build(name, { x: 2.5, y: DOCK_M, theta: NORTH });
}

/** Ten passes of 4 m: the pile pulls across the lanes. */
export function carpet(name: string): World {
  const scene = new SceneBuilder().room(5.4, 3.4).patch('carpet', [0.7, 0.7, 4.7, 2.7], 0.012, 'highPile', NORTH);
  return scene.build(name, { x: 2.7, y: DOCK_M, theta: NORTH });
}

export function chairMaze(name: string): World {
  const rng = createRng(9);
  const scene = new SceneBuilder().room(5, 4);
  scene.put(table(1.6, 0.9, 0.025), 1.7, 2.6).put(columnTable(0.45), 3.9, 2.9);
  for (let row = 0; row < 3; row++)
    for (let column = 0; column < 4; column++) {
      const [x, y] = [0.7 + 0.95 * column + 0.08 * rng.normal(), 1.5 + 0.95 * row + 0.08 * rng.normal()];
      if (x > 0.4 && x < 4.6 && y < 3.6)
        scene.put(chair(rng.uniform() < 0.5 ? 5 : 7), x, y, 2 * Math.PI * rng.uniform());
    }
  return scene.build(name, { x: 4.3, y: DOCK_M, theta: NORTH });
}

export function sofaBay(name: string): World {
  const scene = new SceneBuilder().room(6, 4.5);
  scene.put(sofaU(1.2, 1.1, 0.07), 1.6, 3.4, Math.PI);
  scene.put(bed(1.6, 0.09), 4.9, 3.4, Math.PI);
  scene.put(sofa(1.8, 0.11), 5.5, 1.1, NORTH);
  scene.put({ kind: 'post', sizeX_m: 0.3, sizeY_m: 0.3, shapes: [block(0, 0, 0.3, 0.3, 0, 2.4, wood)] }, 1.6, 0.9);
  return scene.build(name, { x: 3.2, y: DOCK_M, theta: NORTH });
}

export function walkingPerson(name: string): World {
  const scene = new SceneBuilder().room(6, 4).put(table(1.4, 0.8), 3, 2.6);
  scene.actor({
    kind: 'person',
    name: 'person 1',
    speed_mps: 0.8,
    startsAfter_s: 5,
    legs: [
      { way: Float64Array.of(0.8, 1.2, 5.2, 1.2), rest_s: 6 },
      { way: Float64Array.of(5.2, 1.2, 5.2, 3.4), rest_s: 20 },
      { way: Float64Array.of(5.2, 3.4, 0.8, 3.4), rest_s: 6 },
      { way: Float64Array.of(0.8, 3.4, 0.8, 1.2), rest_s: 20 },
    ],
  });
  return scene.build(name, { x: 3, y: DOCK_M, theta: NORTH });
}
