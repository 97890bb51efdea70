import { compose, createRng, type Rng, type SE2 } from '@homebound/math';
import { defaultGeometry } from '@homebound/robot';
import { type CameraName, type LaneFloor, lightOf, obstacleLane, type Solid, type World } from '@homebound/sim';
import { black, block } from '../../sim/src/homes/furniture/parts.ts';
import { type Piece, setDown } from '../../sim/src/homes/furniture/piece.ts';
import { cupboard, kitchenUnits } from '../../sim/src/homes/furniture/storage.ts';
import * as small from '../../sim/src/objects/smallThings.ts';
import { distanceToSolid } from './obstaclesAvoidMeter.ts';
import { type Approach, approach, type Draw, type SeeResult, sceneOf } from './obstaclesSeeDrive.ts';
import { drawnMount, levelledEye, type Mounts, Rig } from './obstaclesSeeRig.ts';
import { isWayClear, outlinePoints, sizeOf } from './obstaclesSeeTruth.ts';

/** A place on a face, and the way out of it. */
const sites = [
  { x: 0.95, y: 0, theta: Math.PI / 2 },
  { x: 3.2, y: 0, theta: Math.PI / 2 },
  { x: 4, y: 1.05, theta: Math.PI },
  { x: 4, y: 2, theta: Math.PI },
  { x: 2.05, y: 2.6, theta: -Math.PI / 2 },
  { x: 0.9, y: 3, theta: -Math.PI / 2 },
  { x: 0, y: 1, theta: 0 },
] as const;
/** A cord of 6 mm that lies along the face. */
const cord: Piece = {
  kind: 'cable',
  sizeX_m: 0.5,
  sizeY_m: 0.006,
  shapes: [block(0, 0, 0.5, 0.006, 0, 0.006, black)],
};
const pieces = [small.petWaste, small.brick, small.toyCar, small.sock, small.charger, small.toyBlock] as const;
/** Most room between a thing and its face, m: of all but the cord they touch it as often as not. */
const GAP_M = 0.01;
const CORD_GAP_M = 0.03;
/** How far before the thing a drive begins, and how far the body keeps from the face that it follows, m. */
const START_M = 0.8;
const FOLLOWED_M = 0.03;

/** The lane's room with a cupboard and kitchen units, and at each place a thing that touches its face, or nearly. */
function wallWorld(seed: number, floor: LaneFloor): { world: World; things: readonly Solid[] } {
  const bare = obstacleLane('walls', { seed, floor, things: [] });
  const rng = createRng(seed).fork('walls');
  const furniture = [
    setDown(cupboard('cupboard', 1.1, 0.4, 0.8), 'cupboard 1', { x: 2.05, y: 2.8, theta: Math.PI }),
    setDown(kitchenUnits(0.8), 'kitchenUnits 1', { x: 0.3, y: 2, theta: -Math.PI / 2 }),
  ];
  const from = rng.int(sites.length);
  const things = [...pieces.map((piece) => piece()), cord].map((piece, k) =>
    againstFace(piece, sites[(from + k) % sites.length], rng),
  );
  return { world: { ...bare, solids: [...bare.solids, ...furniture, ...things] }, things };
}

function againstFace(piece: Piece, T_world_face: SE2, rng: Rng): Solid {
  const isCord = piece === cord;
  const yaw = isCord ? Math.PI / 2 : 2 * Math.PI * rng.uniform();
  const gap_m = isCord ? CORD_GAP_M * rng.uniform() : Math.max(0, GAP_M * (2 * rng.uniform() - 1));
  const points = outlinePoints(setDown({ ...piece, seen: piece.shapes }, '', { x: 0, y: 0, theta: yaw }));
  const back_m = -Math.min(...points.filter((_, i) => i % 2 === 0));
  const T = compose(T_world_face, { x: back_m + gap_m, y: 0, theta: yaw });
  return setDown(piece, `${piece.kind} 1`, T);
}

/** Drives at each thing that lies against a wall or a cupboard: along the face, close by, and straight at it. */
export function wallRun(seed: number, floor: LaneFloor, camera: CameraName, mounts: Mounts, draw?: Draw): SeeResult {
  const { world: dim, things } = wallWorld(seed, floor);
  const world = { ...dim, light: lightOf(dim, seed) };
  const mountError = drawnMount(seed, mounts);
  const { eye, levelled_s } = levelledEye(seed, floor, camera, mountError);
  const rig = new Rig(world, seed, camera, mountError, eye);
  const rng = createRng(seed).fork('approaches');
  const approaches: Approach[] = [];
  const ghosts: string[] = [];
  for (const thing of things) {
    const points = outlinePoints(thing);
    const name = thing.name.replace(/ \d+$/, '');
    for (const at of ['along', 'before'] as const) {
      const T_world_start = startOf(world, thing, at, rng);
      if (T_world_start === undefined) continue;
      rig.place(T_world_start);
      const end = approach(rig, world, points);
      const { found_m, placed_m, kind } = end;
      approaches.push({ seed, floor, thing: name, at, ...sizeOf(thing, world), found_m, placed_m, kind });
      ghosts.push(...end.ghosts.map((ghost) => `${ghost}, on the way ${at} to ${name}`));
      if (draw !== undefined && (found_m < 0.1 || end.ghosts.length > 0))
        draw(sceneOf(rig, world, `${found_m < 0.1 ? 'miss' : 'ghost'}-${camera}-${floor}-${seed}-${at}-${name}`, end));
    }
  }
  const { seen_m2, looks_ms, maps_ms, refused } = rig;
  rig.close();
  return { seed, floor, approaches, ghosts, seen_m2, looks_ms, maps_ms, refused, mountError, levelled_s };
}

/** Where a drive to a thing begins; undefined when something else stands in its way. */
function startOf({ solids }: World, thing: Solid, at: 'along' | 'before', rng: Rng): SE2 | undefined {
  const { x, y } = thing.T_world_solid;
  const T_face = sites.reduce((best, site) => (off(site, x, y) < off(best, x, y) ? site : best));
  const out_m = defaultGeometry.bodyRadius_m + FOLLOWED_M;
  const others = solids.filter(
    (solid) => solid !== thing && distanceToSolid(solid, solid.T_world_solid, T_face.x, T_face.y) > 0.02,
  );
  for (const side of rng.uniform() < 0.5 ? [1, -1] : [-1, 1]) {
    const T =
      at === 'along'
        ? compose(T_face, { x: out_m, y: -side * START_M, theta: (side * Math.PI) / 2 })
        : compose(compose(T_face, { x: 0, y: 0, theta: 0.5 * side * rng.uniform() }), {
            x: START_M + out_m,
            y: 0,
            theta: Math.PI,
          });
    if (isWayClear(T, at === 'along' ? START_M : START_M - 0.1, others)) return T;
  }
  return undefined;
}

function off({ x, y }: SE2, px: number, py: number): number {
  return Math.abs(x - px) + Math.abs(y - py);
}
