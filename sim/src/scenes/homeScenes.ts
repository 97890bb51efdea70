import { createRng } from '@homebound/math';
import { bed, nightStand } from '../homes/furniture/beds.ts';
import { black, white } from '../homes/furniture/parts.ts';
import { armchair, chair, sofa, starChair } from '../homes/furniture/seats.ts';
import {
  cupboard,
  floorLamp,
  kitchenUnits,
  mirrorWardrobe,
  plant,
  shower,
  sideboard,
  toilet,
  tvBoard,
} from '../homes/furniture/storage.ts';
import { coffeeTable, desk, table } from '../homes/furniture/tables.ts';
import * as clutter from '../objects/smallThings.ts';
import type { World } from '../world.ts';
import { SceneBuilder } from './sceneBuilder.ts';

const NORTH = Math.PI / 2;

/** A corridor of 6 x 0.8 m, three rooms of 1.9 x 2 m behind doors of 0.8 m. */
export function corridor(name: string): World {
  const scene = new SceneBuilder().room(6, 2.9);
  const doors = [0.55, 2.6, 4.65].map((x) => [x, x + 0.8] as const);
  scene.wallWithGaps(0, 0.85, 6, 0.85, doors);
  scene.wall(1.98, 0.9, 1.98, 2.9).wall(4.03, 0.9, 4.03, 2.9);
  for (const [k, height_m] of [0.01, 0.015, 0.02].entries())
    scene.patch(`threshold ${k + 1}`, [doors[k][0], 0.8, doors[k][1], 0.9], height_m);
  return scene.build(name, { x: 0.24, y: 0.4, theta: 0 });
}

/** 16 x 7 m: living room with dining corner, kitchen, three bedrooms, study, two baths, corridor (112 m² with its walls). */
export function largeHome(name: string): World {
  const scene = new SceneBuilder().room(15.8, 6.8);
  // The corridor runs from x = 6 to 15.8 between y = 2.75 and 3.95.
  scene.wallWithGaps(6, 2.7, 15.8, 2.7, [
    [0.4, 1.3],
    [3, 3.85],
    [7.6, 8.45],
  ]);
  scene.wallWithGaps(6, 4, 15.8, 4, [
    [0.6, 1.45],
    [2.6, 3.35],
    [4.4, 5.25],
    [8.2, 9.05],
  ]);
  scene.wallWithGaps(6, 0, 6, 2.7, [[0.8, 1.7]]).wallWithGaps(6, 4, 6, 6.8, []);
  scene.wall(8.7, 0, 8.7, 2.7).wall(12.4, 0, 12.4, 2.7);
  scene.wall(8, 4, 8, 6.8).wall(10.1, 4, 10.1, 6.8).wall(13.4, 4, 13.4, 6.8);
  furnishLiving(scene);
  furnishSouth(scene);
  furnishNorth(scene);
  for (const [k, [x, y]] of (
    [
      [6.6, 4],
      [8.55, 4],
      [9, 2.7],
    ] as const
  ).entries())
    scene.patch(`threshold ${k + 1}`, [x, y - 0.05, x + 0.85, y + 0.05], 0.012 + 0.003 * k);
  scene.put(cupboard('shoeRack', 0.8, 0.25, 0.8), 12, 3.8, Math.PI).put(clutter.shoe(), 11, 3.7, 0.4);
  return scene.build(name, { x: 3.4, y: 0.24, theta: NORTH });
}

function furnishLiving(scene: SceneBuilder): void {
  scene.put(sofa(2.2, 0.11), 0.5, 4.6, -NORTH).put(armchair(0.09), 1.9, 6.1, Math.PI + 0.3);
  scene.patch('rug', [1, 3.7, 2.6, 5.5], 0.009, 'lowPile', 0.4);
  scene.put(coffeeTable('glass'), 1.7, 4.6, NORTH).put(tvBoard(), 4.6, 6.57, Math.PI);
  scene.put(floorLamp(), 0.4, 6.3).put(plant(0.16), 5.6, 6.4);
  scene.put(table(1.6, 0.9), 1.6, 1.5);
  for (const [x, y, theta] of [
    [1.1, 0.95, 0],
    [2, 1, 0.2],
    [1.2, 2.05, Math.PI],
    [2.1, 2.15, Math.PI - 0.3],
  ] as const)
    scene.put(chair(5), x, y, theta);
  scene.put(sideboard(1.4, 0.15), 0.25, 2.65, -NORTH).put(clutter.cable(1.4, 0.006, createRng(4)), 4.2, 6.4, Math.PI);
  scene.put(clutter.toyCar(), 3.2, 3.4, 1).put(clutter.slipper(), 2.9, 5.6, 0.3);
}

/** Kitchen, bedroom, study. */
function furnishSouth(scene: SceneBuilder): void {
  scene.put(kitchenUnits(2), 7.6, 0.32).put(cupboard('fridge', 0.6, 0.62, 1.8, black), 8.33, 2.3, NORTH);
  scene.put(clutter.bowl(), 6.3, 2.3);
  scene.put(bed(1.6, 0.09), 11.3, 1.1).put(nightStand(0.12), 10.2, 0.25).put(mirrorWardrobe(1.4), 9.06, 1.2, -NORTH);
  scene.patch('bedsideRug', [9.6, 0.7, 10.4, 2], 0.012, 'highPile', 1.2).put(clutter.sock(), 10, 2.3, 0.7);
  scene
    .put(desk(1.4), 14.9, 0.4)
    .put(starChair(0.3), 14.8, 1.05, Math.PI)
    .put(cupboard('shelf', 1, 0.35, 2), 12.65, 1.2, -NORTH);
  scene.put(clutter.cable(1.2, 0.007, createRng(5)), 14.2, 0.6, 0.4);
}

/** Bath, small bath, two bedrooms. */
function furnishNorth(scene: SceneBuilder): void {
  scene
    .put(shower(), 7.5, 6.3, Math.PI)
    .put(toilet(), 6.4, 6.42, Math.PI)
    .put(cupboard('washstand', 0.6, 0.45, 0.85, white), 6.32, 5, -NORTH);
  scene.put(toilet(), 9.7, 6.42, Math.PI).put(clutter.scale(), 8.5, 6.4);
  scene.put(bed(1.4, 0.15), 12.6, 5.72, Math.PI).put(cupboard('wardrobe', 1.4, 0.6, 2.1), 10.48, 5.6, -NORTH);
  scene.put(bed(0.9, 0.11), 15.3, 5.7, Math.PI).put(cupboard('drawers', 0.9, 0.45, 0.9), 13.72, 6.2, -NORTH);
  scene.put(clutter.brick(), 14.4, 5.2).put(clutter.book(), 14.2, 4.8, 0.5).put(clutter.ball(), 14.9, 4.5);
}

/** Two floors with the same walls and other furniture, 2 m apart: no way leads from one to the other. */
export function twoFloors(name: string): World {
  const scene = new SceneBuilder();
  for (const x of [0, 9]) {
    scene.room(7, 4, x, 0).wallWithGaps(x + 4, 0, x + 4, 4, [[1.5, 2.35]]);
    scene.put(cupboard('shelf', 1, 0.35, 2), x + 3.2, 3.8, Math.PI);
  }
  scene.put(sofa(2, 0.11), 0.5, 2.4, -NORTH).put(table(1.2, 0.8), 5.5, 2.4);
  scene.put(bed(1.6, 0.15), 14.9, 2.9, Math.PI).put(desk(1.4), 10.2, 3.6, Math.PI);
  return scene.build(name, { x: 2, y: 0.24, theta: NORTH });
}
