import type { OccupancyGrid } from '@homebound/grid';
import { cos, type SE2, sin } from '@homebound/math';
import { defaultGeometry } from '@homebound/robot';
import { freeSpace } from '../space/freeSpace.ts';
import { refusal } from './checkRestrictions.ts';
import { DEFAULT_MARGIN_M, type RestrictionOptions, restrictionMask } from './restrictionMask.ts';
import type { Restrictions } from './restrictions.ts';
import { distanceBetweenLines, distanceToArea } from './shapeDistance.ts';

/** What restrictions must leave the robot. */
export interface Situation {
  readonly map: OccupancyGrid;
  /** base_link on the dock, looking into it. */
  readonly T_map_dock?: SE2;
  readonly robotRadius_m?: number;
  readonly options?: RestrictionOptions;
}

/** Straight way before the dock that must stay free, m. */
const APPROACH_M = 0.5;
/** Less floor than this is no job, m². */
const MIN_FLOOR_M2 = 1;

/**
 * Checks that restrictions fit a home: each lies on its map, the robot can still dock, and there is floor left that it
 * reaches from the dock (without one: the largest floor). Shapes are checked before, by `checkRestrictions`.
 * Throws RangeError naming the shape, what is wrong with it and what to do.
 */
export function checkSituation(restrictions: Restrictions, situation: Situation): void {
  for (const [name, points] of shapesOf(restrictions)) checkOnMap(name, points, situation.map);
  if (situation.T_map_dock !== undefined) checkDock(restrictions, situation.T_map_dock, situation);
  checkFloorLeft(restrictions, situation);
}

function shapesOf({ noGo, noMop, walls, thresholds }: Restrictions): [string, readonly number[]][] {
  const named = (kind: string, shapes: readonly (readonly number[])[]) =>
    shapes.map((points, k): [string, readonly number[]] => [`${kind}[${k}]`, points]);
  return [
    ...named('noGo', noGo),
    ...named('noMop', noMop),
    ...named('walls', walls),
    ...named(
      'thresholds',
      thresholds.map(({ line }) => line),
    ),
  ];
}

function checkOnMap(name: string, points: readonly number[], map: OccupancyGrid): void {
  const { originX_m: x0, originY_m: y0, width, height, resolution_m } = map;
  const [x1, y1] = [x0 + width * resolution_m, y0 + height * resolution_m];
  const xs = points.filter((_, i) => i % 2 === 0);
  const ys = points.filter((_, i) => i % 2 === 1);
  if (Math.max(...xs) >= x0 && Math.min(...xs) <= x1 && Math.max(...ys) >= y0 && Math.min(...ys) <= y1) return;
  const text = (value: number) => value.toFixed(1);
  throw refusal(
    `${name} lies off the map, which spans x ${text(x0)} to ${text(x1)} m and y ${text(y0)} to ${text(y1)} m; draw it where the robot has been`,
  );
}

/** The body must be able to stand on the dock and to drive straight up to it. */
function checkDock({ noGo, walls }: Restrictions, { x, y, theta }: SE2, situation: Situation): void {
  const { robotRadius_m = defaultGeometry.bodyRadius_m, options } = situation;
  const approach = [x, y, x - APPROACH_M * cos(theta), y - APPROACH_M * sin(theta)];
  const needed_m = robotRadius_m + (options?.margin_m ?? DEFAULT_MARGIN_M);
  const check = (name: string, distance_m: number) => {
    if (distance_m >= needed_m) return;
    throw refusal(
      `${name} lies ${distance_m.toFixed(2)} m from where the robot docks; leave ${needed_m.toFixed(2)} m free around the dock and the ${APPROACH_M} m before it`,
    );
  };
  for (const [k, area] of noGo.entries()) check(`noGo[${k}]`, distanceToArea(approach, area));
  for (const [k, wall] of walls.entries()) check(`walls[${k}]`, distanceBetweenLines(approach, wall));
}

function checkFloorLeft(restrictions: Restrictions, { map, T_map_dock, robotRadius_m, options }: Situation): void {
  const floor = (keepOut?: Uint8Array) => {
    const { cleanable } = freeSpace(map, { keepOut, robotRadius_m, from: T_map_dock });
    return cleanable.reduce((sum, cell) => sum + cell, 0) * map.resolution_m * map.resolution_m;
  };
  const left_m2 = floor(restrictionMask(restrictions, map, options).keepOut);
  if (left_m2 >= MIN_FLOOR_M2) return;
  const before_m2 = floor();
  if (left_m2 >= before_m2 / 2) return;
  const from = T_map_dock === undefined ? '' : ' from the dock';
  throw refusal(
    `they leave ${left_m2.toFixed(1)} of ${before_m2.toFixed(1)} m² that the robot can reach${from}; take one away, or open a way of ${(2 * (robotRadius_m ?? defaultGeometry.bodyRadius_m) + 0.15).toFixed(2)} m`,
  );
}
