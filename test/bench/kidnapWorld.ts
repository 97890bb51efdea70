// A home with a lidar carried through it at will: what the kidnap trials drive in. Kinematic, so that it is fast.
import { distanceToCells, floodFill, type OccupancyGrid } from '@homebound/grid';
import { ScanProjector } from '@homebound/lidar';
import { compose, driveArc, inverse, type Rng, type SE2 } from '@homebound/math';
import { defaultGeometry, type ScanRecord } from '@homebound/robot';
import {
  extrudeMap,
  FloorField,
  type LidarProfile,
  lidarProfiles,
  type Material,
  noiseProfiles,
  type Shape,
  type Solid,
} from '@homebound/sim';
import { OccupancyMap } from '../../packages/slam/src/map/occupancyMap.ts';
import { LidarSensor } from '../../sim/src/lidar/lidarSensor.ts';
import { RayScene } from '../../sim/src/lidar/rayScene.ts';

const STEP_S = 0.02;
const LEVEL = { z_m: 0, pitch_rad: 0, roll_rad: 0 };
/** The robot's radius and a little. */
const CLEARANCE_M = 0.19;
const WALK_MPS = 0.5;

/** Floor of a plan that the robot can stand on: the largest region, as cell indices, with the distance to the next wall. */
export class FreeFloor {
  readonly grid: OccupancyGrid;
  readonly cells: Int32Array;
  readonly #clearance_m: Float32Array;

  constructor(grid: OccupancyGrid) {
    this.grid = grid;
    const { width, height, resolution_m, data } = grid;
    const solid = Uint8Array.from(data, (value) => (value >= 0 && value < 50 ? 0 : 1));
    this.#clearance_m = distanceToCells(solid, width, height).map((cells) => cells * resolution_m);
    const roomy = Uint8Array.from(this.#clearance_m, (d) => (d >= CLEARANCE_M ? 1 : 0));
    this.cells = largestRegion(roomy, width, height);
  }

  clearance_m(x: number, y: number): number {
    const { width, height, resolution_m, originX_m, originY_m } = this.grid;
    const ix = Math.floor((x - originX_m) / resolution_m);
    const iy = Math.floor((y - originY_m) / resolution_m);
    return ix >= 0 && iy >= 0 && ix < width && iy < height ? this.#clearance_m[iy * width + ix] : 0;
  }

  /** A place within a cell, heading any way. */
  poseIn(cell: number, rng: Rng): SE2 {
    const { width, resolution_m, originX_m, originY_m } = this.grid;
    const ix = cell % width;
    const iy = (cell - ix) / width;
    return {
      x: originX_m + (ix + rng.uniform()) * resolution_m,
      y: originY_m + (iy + rng.uniform()) * resolution_m,
      theta: 2 * Math.PI * rng.uniform() - Math.PI,
    };
  }

  randomPose(rng: Rng): SE2 {
    return this.poseIn(this.cells[rng.int(this.cells.length)], rng);
  }
}

function largestRegion(mask: Uint8Array, width: number, height: number): Int32Array {
  const left = mask.slice();
  let best = new Int32Array(0);
  for (let cell = 0; cell < left.length; cell++) {
    if (left[cell] === 0) continue;
    const region = floodFill(left, width, height, cell, 8);
    const cells: number[] = [];
    for (let i = 0; i < region.length; i++)
      if (region[i] !== 0) {
        cells.push(i);
        left[i] = 0;
      }
    if (cells.length > best.length) best = Int32Array.from(cells);
  }
  return best;
}

/** How the odometry of a trial is off: shares of way and turn, constant for a robot. */
export interface OdometryError {
  readonly way: number;
  readonly turn: number;
}

export interface LidarRobotOptions {
  readonly odometry: OdometryError;
  readonly profile?: LidarProfile;
  /** Things that stand in the home besides what its plan shows. */
  readonly furniture?: readonly Solid[];
  /** People who walk about. */
  readonly people?: number;
}

/** A robot with one lidar in one home: moved by speeds, or by hand. */
export class LidarRobot {
  readonly floor: FreeFloor;
  T_world_base: SE2;
  T_odom_base: SE2 = { x: 0, y: 0, theta: 0 };
  stamp_s = 0;
  readonly #scene: RayScene;
  readonly #lidar: LidarSensor;
  readonly #odometry: OdometryError;
  readonly #rng: Rng;
  readonly #people: Person[];
  #steps = 0;

  constructor(floor: FreeFloor, rng: Rng, options: LidarRobotOptions) {
    const { odometry, profile = lidarProfiles.lds02rr, furniture = [], people = 0 } = options;
    this.floor = floor;
    this.#odometry = odometry;
    this.#rng = rng;
    const world = extrudeMap(floor.grid);
    const field = new FloorField(world, defaultGeometry.maxClimb_m);
    const solids = [...world.solids, ...furniture];
    this.#scene = new RayScene({ ...world, solids }, field, new Float64Array(0), defaultGeometry.lidar.z_m);
    this.#lidar = new LidarSensor(profile, defaultGeometry.lidar, noiseProfiles.realistic, this.#scene, rng, 0);
    this.T_world_base = floor.randomPose(rng);
    this.#people = Array.from({ length: people }, (_, i) => ({ solid: legs(i), T_world_solid: floor.randomPose(rng) }));
  }

  /** Carries the robot off. The turn of the lidar that is under way ends there and is lost. */
  place(T_world_base: SE2): void {
    this.T_world_base = T_world_base;
    while (this.step(0, 0) === undefined);
  }

  /** Drives for 20 ms; a wall stops it. Returns the scan that came to its end. */
  step(v: number, w: number): ScanRecord | undefined {
    const before = this.T_world_base;
    let after = driveArc(before, v, w, STEP_S);
    if (
      v !== 0 &&
      this.floor.clearance_m(after.x, after.y) < Math.min(0.17, this.floor.clearance_m(before.x, before.y))
    )
      after = driveArc(before, 0, w, STEP_S);
    const rolled = v === 0 || after.x !== before.x || after.y !== before.y ? v : 0;
    this.T_odom_base = driveArc(
      this.T_odom_base,
      rolled * (1 + this.#odometry.way),
      w * (1 + this.#odometry.turn),
      STEP_S,
    );
    const scans: ScanRecord[] = [];
    this.#walk();
    this.#lidar.sweep(this.stamp_s, this.stamp_s + STEP_S, before, after, LEVEL, scans);
    this.stamp_s += STEP_S;
    this.T_world_base = after;
    return scans[0];
  }

  /** People walk straight on until something is in their way. */
  #walk(): void {
    if (this.#people.length === 0) return;
    for (const person of this.#people) {
      const T = driveArc(person.T_world_solid, WALK_MPS, 0, STEP_S);
      const isFree = this.floor.clearance_m(T.x, T.y) > 0.2 && this.#isClearOfRobot(T);
      person.T_world_solid = isFree ? T : { ...person.T_world_solid, theta: 2 * Math.PI * this.#rng.uniform() };
    }
    this.#scene.update(new Map(this.#people.map((person) => [person.solid.name, person])), ++this.#steps);
  }

  #isClearOfRobot(T: SE2): boolean {
    const dx = T.x - this.T_world_base.x;
    const dy = T.y - this.T_world_base.y;
    return dx * dx + dy * dy > 0.4 * 0.4;
  }
}

interface Person {
  readonly solid: Solid;
  T_world_solid: SE2;
}

const cloth: Material = { kind: 'matte', reflectivity: 0.5 };

/** Two legs, side by side. */
function legs(index: number): Solid {
  const leg = (y_m: number): Shape => ({
    kind: 'cylinder',
    x_m: 0,
    y_m,
    radius_m: 0.06,
    z0_m: 0,
    z1_m: 0.8,
    material: cloth,
  });
  return {
    name: `person ${index}`,
    mobility: 'movable',
    mass_kg: 70,
    friction: 1,
    T_world_solid: { x: 0, y: 0, theta: 0 },
    shapes: [leg(-0.12), leg(0.12)],
  };
}

/** A home that lost more of its floor to furniture than this has a room shut off. */
const KEPT_FLOOR = 0.8;

/** Boxes the size of chests and bins that stand about in a home, one for so many square metres, none across a door. */
export function randomFurniture(floor: FreeFloor, perBox_m2: number, rng: Rng): Solid[] {
  const area_m2 = floor.cells.length * floor.grid.resolution_m * floor.grid.resolution_m;
  const boxes: Solid[] = [];
  let grid = floor.grid;
  let cells = floor.cells.length;
  for (let i = 0; i < Math.round(area_m2 / perBox_m2); i++) {
    const box = randomBox(`box ${i}`, floor.randomPose(rng), rng);
    const tried = furnish(grid, [box]);
    const left = new FreeFloor(tried).cells.length;
    // A box takes a square metre or two with the robot's radius around it; more means a room behind it.
    if ((cells - left) * grid.resolution_m * grid.resolution_m > 2.5 || left < KEPT_FLOOR * floor.cells.length)
      continue;
    boxes.push(box);
    grid = tried;
    cells = left;
  }
  return boxes;
}

function randomBox(name: string, T_world_solid: SE2, rng: Rng): Solid {
  const shape: Shape = {
    kind: 'box',
    x_m: 0,
    y_m: 0,
    yaw_rad: 0,
    sizeX_m: 0.2 + 0.8 * rng.uniform(),
    sizeY_m: 0.2 + 0.3 * rng.uniform(),
    z0_m: 0,
    z1_m: 0.8,
    material: cloth,
  };
  return { name, mobility: 'static', mass_kg: 20, friction: 0.5, T_world_solid, shapes: [shape] };
}

/** The plan with furniture drawn in: where the robot can then stand. */
export function furnish(grid: OccupancyGrid, furniture: readonly Solid[]): OccupancyGrid {
  const data = grid.data.slice();
  for (const { T_world_solid, shapes } of furniture)
    for (const shape of shapes)
      if (shape.kind === 'box') stampBox(grid, data, T_world_solid, shape.sizeX_m, shape.sizeY_m);
  return { ...grid, data };
}

function stampBox(grid: OccupancyGrid, data: Int8Array, T_world_box: SE2, sizeX_m: number, sizeY_m: number): void {
  const T_box_world = inverse(T_world_box);
  for (let i = 0; i < data.length; i++) {
    const ix = i % grid.width;
    const x = grid.originX_m + (ix + 0.5) * grid.resolution_m;
    const y = grid.originY_m + ((i - ix) / grid.width + 0.5) * grid.resolution_m;
    if (Math.abs(x - T_world_box.x) + Math.abs(y - T_world_box.y) > sizeX_m + sizeY_m) continue;
    const p = compose(T_box_world, { x, y, theta: 0 });
    if (Math.abs(p.x) <= 0.5 * sizeX_m && Math.abs(p.y) <= 0.5 * sizeY_m) data[i] = 100;
  }
}

export interface TourOptions {
  readonly resolution_m: number;
  /** How far each scan is drawn off, standard deviation: what a SLAM's own error leaves in a map. */
  readonly drawnOff_m: number;
  readonly drawnOff_rad: number;
  /** Which places the tour leads to. */
  readonly isVisited: (T_world_base: SE2) => boolean;
}

/** The map that a tour through a home leaves: two scans every half metre. */
export function tourMap(robot: LidarRobot, rng: Rng, options: TourOptions): OccupancyMap {
  const { resolution_m, drawnOff_m, drawnOff_rad, isVisited } = options;
  const map = new OccupancyMap({ resolution_m });
  const projector = new ScanProjector();
  const { cells } = robot.floor;
  const taken = new Set<string>();
  for (const cell of cells) {
    const T = robot.floor.poseIn(cell, rng);
    const key = `${Math.floor(T.x / 0.5)},${Math.floor(T.y / 0.5)}`;
    if (taken.has(key) || !isVisited(T)) continue;
    taken.add(key);
    robot.place(T);
    const drawn = {
      x: T.x + drawnOff_m * rng.normal(),
      y: T.y + drawnOff_m * rng.normal(),
      theta: T.theta + drawnOff_rad * rng.normal(),
    };
    for (let turns = 0; turns < 2; ) {
      const scan = robot.step(0, 0);
      if (scan === undefined) continue;
      map.insert(projector.project(scan)!, drawn);
      turns++;
    }
  }
  return map;
}
