import { compose, createRng, type SE2 } from '@homebound/math';
import { defaultGeometry } from '@homebound/robot';
import { type CameraName, type LaneFloor, lightOf, obstacleLane, type Solid } from '@homebound/sim';
import { distanceToSolid } from './obstaclesAvoidMeter.ts';
import { type Approach, addGhosts, approach, type Draw, type SeeResult, sceneOf } from './obstaclesSeeDrive.ts';
import { drawnMount, levelledEye, type Mounts, Rig, SPEED_MPS } from './obstaclesSeeRig.ts';
import { firstTouch, isWayClear, outlinePoints, sizeOf } from './obstaclesSeeTruth.ts';

const START_M = [1.1, 1, 0.9, 0.8, 0.72] as const;
/** A drive begins at least so far from its thing, m: a line shows what it has been drawn over, so it begins beyond that. */
const LEAST_M: Readonly<Record<CameraName, number>> = { depth: 0.45, rgbd: 0.45, rgb: 0.45, laser: 0.65 };
const HEADINGS = 24;
/** No body comes to what lies this near to a wall or another thing, m. */
const BESIDE_M = 0.08;
/** What stands less far out of the rug that it lies in is hidden by it, m. */
const SUNK_M = 0.004;

/** Drives towards each thing of a lane, from several sides. */
export function laneRun(
  seed: number,
  floor: LaneFloor,
  camera: CameraName,
  mounts: Mounts,
  sides: number,
  draw?: Draw,
): SeeResult {
  const bare = obstacleLane('S7', { seed, floor });
  const world = { ...bare, light: lightOf(bare, seed) };
  const mountError = drawnMount(seed, mounts);
  const { eye, levelled_s } = levelledEye(seed, floor, camera, mountError);
  const rig = new Rig(world, seed, camera, mountError, eye);
  const rng = createRng(seed).fork('approaches');
  const things = world.solids.filter(
    (solid) => !/^(wall|dock)/.test(solid.name) && sizeOf(solid, world).height_m > SUNK_M,
  );
  const approaches: Approach[] = [];
  const ghosts: string[] = [];
  for (const thing of things) {
    const points = outlinePoints(thing);
    const others = world.solids.filter((solid) => solid !== thing);
    for (let k = 0, done = 0; k < HEADINGS && done < sides; k++) {
      const T_world_start = startOf(
        points,
        others,
        2 * Math.PI * rng.uniform(),
        rng.uniform(),
        rng.uniform() - 0.5,
        LEAST_M[camera],
      );
      if (T_world_start === undefined) continue;
      done++;
      rig.place(T_world_start);
      const name = `${thing.name.replace(/ \d+$/, '')}`;
      const end = approach(rig, world, points);
      approaches.push({
        seed,
        floor,
        thing: name,
        at: 'open',
        ...sizeOf(thing, world),
        found_m: end.found_m,
        placed_m: end.placed_m,
        kind: end.kind,
      });
      ghosts.push(...end.ghosts.map((ghost) => `${ghost}, on the way to ${name}`));
      const isMiss = end.found_m < 0.25 || end.placed_m < 0;
      if (draw !== undefined && (isMiss || end.ghosts.length > 0))
        draw(sceneOf(rig, world, `${isMiss ? 'miss' : 'ghost'}-${camera}-${floor}-${seed}-${name}-${done}`, end));
    }
  }
  const { seen_m2, looks_ms, maps_ms, refused } = rig;
  rig.close();
  return { seed, floor, approaches, ghosts, seen_m2, looks_ms, maps_ms, refused, mountError, levelled_s };
}

/** A start from which the way to a point of a thing is free, as far away as may be; undefined when there is none in this direction. */
function startOf(
  points: Float64Array,
  others: readonly Solid[],
  theta: number,
  where: number,
  aside: number,
  least_m: number,
): SE2 | undefined {
  const at = 2 * Math.floor((where * points.length) / 2);
  for (const start_m of START_M) {
    const T = compose({ x: points[at], y: points[at + 1], theta }, { x: -start_m, y: 0.16 * aside, theta: 0 });
    const touch = firstTouch(points, T);
    // Not with its side in the thing, and not against another on the way.
    if (touch === undefined || touch.clear_m < least_m) continue;
    if (others.some((solid) => distanceToSolid(solid, solid.T_world_solid, touch.x, touch.y) < BESIDE_M)) continue;
    if (isWayClear(T, touch.clear_m, others)) return T;
  }
  return undefined;
}

/** Lanes over the lane's room, and along its walls as near as a body follows them; the dock stands at the fourth. */
const BESIDE_WALL_M = defaultGeometry.bodyRadius_m + 0.03;
const bareWays: readonly (SE2 & { readonly length_m: number })[] = [
  ...[0, 1, 2, 3, 4].map((lane) => {
    const isBack = lane % 2 === 1;
    return { x: isBack ? 3.6 : 0.4, y: 0.55 + 0.48 * lane, theta: isBack ? Math.PI : 0, length_m: 2.94 };
  }),
  { x: 4 - BESIDE_WALL_M, y: 0.3, theta: Math.PI / 2, length_m: 2.4 },
  { x: 3.7, y: 3 - BESIDE_WALL_M, theta: Math.PI, length_m: 3.4 },
  { x: BESIDE_WALL_M, y: 2.7, theta: -Math.PI / 2, length_m: 2.4 },
];

/** Drives in lanes over a floor on which nothing lies. */
export function bareRun(seed: number, floor: LaneFloor, camera: CameraName, mounts: Mounts, draw?: Draw): SeeResult {
  const bare = obstacleLane('bare', { seed, floor, things: [] });
  const world = { ...bare, light: lightOf(bare, seed) };
  const mountError = drawnMount(seed, mounts);
  const { eye, levelled_s } = levelledEye(seed, floor, camera, mountError);
  const rig = new Rig(world, seed, camera, mountError, eye);
  const ghosts = new Map<number, string>();
  const way: SE2[] = [];
  for (const { length_m, ...start } of bareWays) {
    rig.move(start);
    for (let k = 0; k < length_m / (0.1 * SPEED_MPS); k++) {
      rig.stepAlong(start);
      way.push(rig.T_world_base);
      const before = ghosts.size;
      const obstacles = rig.map.obstacles(rig.now_s);
      addGhosts(ghosts, obstacles, world);
      if (draw !== undefined && ghosts.size > before)
        draw({
          world,
          name: `ghost-${camera}-${floor}-${seed}-bare-${ghosts.size}`,
          way: [...way],
          obstacles,
          view: rig.view,
          T_world_view: rig.T_world_view,
          T_world_base: rig.T_world_base,
        });
    }
  }
  const { seen_m2, looks_ms, maps_ms, refused } = rig;
  rig.close();
  return {
    seed,
    floor,
    approaches: [],
    ghosts: [...ghosts.values()],
    seen_m2,
    looks_ms,
    maps_ms,
    refused,
    mountError,
    levelled_s,
  };
}
