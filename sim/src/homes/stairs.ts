import { compose } from '@homebound/math';
import { cornersOf, type Decorator } from './decorator.ts';
import type { Rectangle } from './floorSpace.ts';
import type { HomeRoom } from './roomTypes.ts';

const WIDTH_M = 0.95;
const TREAD_M = 0.27;
const RISE_M = 0.18;
const TREADS = 7;
/** Floor that people need before the first step. */
const LANDING_M = 0.9;
/** Width of the way past the open side of a flight. */
const BESIDE_M = 0.85;

/** Cuts a flight of stairs that leads down into the largest room or corridor that has a wall for it; false when none has. */
export function cutStairs(home: Decorator, rooms: readonly HomeRoom[]): boolean {
  const length = TREAD_M * TREADS;
  const piece = { kind: 'stairs', shapes: [], sizeX_m: length, sizeY_m: WIDTH_M };
  const large = rooms.filter(({ area_m2 }) => area_m2 > 8).sort((a, b) => b.area_m2 - a.area_m2);
  for (const room of large.slice(0, 3))
    for (let k = 0; k < 20; k++) {
      const T = home.beside(piece, room.id);
      if (T === undefined) break;
      const flight: Rectangle = { T_world_rectangle: T, sizeX_m: length, sizeY_m: WIDTH_M };
      const T_landing = compose(T, { x: (length + LANDING_M) / 2, y: 0, theta: 0 });
      const landing: Rectangle = { T_world_rectangle: T_landing, sizeX_m: LANDING_M, sizeY_m: WIDTH_M };
      const T_beside = compose(T, { x: 0, y: BESIDE_M / 2, theta: 0 });
      const beside: Rectangle = { T_world_rectangle: T_beside, sizeX_m: length, sizeY_m: WIDTH_M + BESIDE_M };
      if (!home.space.isFree(landing) || !home.space.isFree(beside) || !home.space.placeBlock(flight)) continue;
      home.space.keepFree(landing);
      for (let step = 0; step < TREADS; step++) {
        const T_world_rectangle = compose(T, { x: length / 2 - (step + 0.5) * TREAD_M, y: 0, theta: 0 });
        home.floor.push({
          name: home.nameOf('stair'),
          outline: cornersOf({ T_world_rectangle, sizeX_m: TREAD_M, sizeY_m: WIDTH_M }),
          height_m: -RISE_M * (step + 1),
          surface: 'hard',
        });
      }
      return true;
    }
  return false;
}
