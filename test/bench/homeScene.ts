import { cellX, cellY, centreX, centreY, distanceToCells, floodFill, type OccupancyGrid } from '@homebound/grid';
import { cos, hypot, type Rng, type SE2, sin } from '@homebound/math';
import { segmentRooms } from '@homebound/plan';
import type { Material, Shape, SimulatorControl, Solid } from '@homebound/sim';

/** What people move about in a home. `sizeX_m`, `sizeY_m` are of its footprint along its own axes. */
export interface Thing {
  readonly name: string;
  readonly kind: 'box' | 'chair' | 'door';
  readonly sizeX_m: number;
  readonly sizeY_m: number;
  readonly T_world_thing: SE2;
}

const wood: Material = { kind: 'matte', reflectivity: 0.5 };
const LEG_RADIUS_M = 0.02;
const DOOR_THICKNESS_M = 0.04;
/** Things stand with so much room to the walls and to each other that the robot can pass, and not before the dock. */
const ROOM_M = 0.6;
const APART_M = 1;
const FROM_DOCK_M = 1.2;
const MAX_DOORS = 4;
const CLOSED_SHARE = 0.3;
/** Doors that would leave less of the floor to the robot stay open. */
const LEAST_OPEN = 0.6;

/** Furniture and doors of a home that differ from run to run: 2 to 4 pieces move, doors open and close. Seeded. */
export class HomeScene {
  readonly #plan: OccupancyGrid;
  readonly #dock: SE2;
  readonly #rng: Rng;
  readonly #roomy: number[] = [];
  readonly #doors: readonly Thing[];
  #furniture: Thing[] = [];
  #closed: readonly Thing[] = [];

  constructor(plan: OccupancyGrid, T_world_dock: SE2, rng: Rng) {
    this.#plan = plan;
    this.#dock = T_world_dock;
    this.#rng = rng;
    const blocked = Uint8Array.from(plan.data, (value) => (value >= 0 && value < 50 ? 0 : 1));
    const clearance = distanceToCells(blocked, plan.width, plan.height);
    for (let i = 0; i < clearance.length; i++) if (clearance[i] * plan.resolution_m > ROOM_M) this.#roomy.push(i);
    this.#doors = doorsOf(plan);
    for (let k = 0; k < 6; k++) this.#setUp(k);
  }

  /** What stands in the home now besides its walls. */
  get things(): readonly Thing[] {
    return [...this.#furniture, ...this.#closed];
  }

  /** Moves 2 to 4 pieces and opens or closes doors. */
  rearrange(): void {
    for (let moves = 2 + this.#rng.int(3); moves > 0; moves--) {
      const k = this.#rng.int(this.#furniture.length);
      this.#furniture[k] = { ...this.#furniture[k], T_world_thing: this.#place() };
    }
    this.#closed = this.#doors.filter(() => this.#rng.uniform() < CLOSED_SHARE);
    if (this.#openShare() < LEAST_OPEN) this.#closed = [];
  }

  /** Share of the floor that hangs together with the dock. */
  #openShare(): number {
    const plan = this.planNow();
    const free = Uint8Array.from(plan.data, (value) => (value >= 0 && value < 50 ? 1 : 0));
    const dockCell = cellY(plan, this.#dock.y) * plan.width + cellX(plan, this.#dock.x);
    const count = (mask: Uint8Array) => mask.reduce((sum, is) => sum + is, 0);
    return count(floodFill(free, plan.width, plan.height, dockCell, 4)) / count(free);
  }

  /** Sets all of it up in a simulator. */
  apply(control: SimulatorControl): void {
    for (const door of this.#doors) control.removeSolid(door.name);
    for (const thing of this.things) control.addSolid(solidOf(thing));
  }

  /** The home's plan with the things in it, for whoever finds a way through. */
  planNow(): OccupancyGrid {
    const plan = { ...this.#plan, data: this.#plan.data.slice() };
    for (const thing of this.things) draw(plan, thing);
    return plan;
  }

  /** Whether a point lies on something that stands here now, or within a margin around its footprint. */
  isNear(x: number, y: number, margin_m: number): boolean {
    return this.things.some((thing) => covers(thing, x, y, margin_m));
  }

  #setUp(k: number): void {
    const isChair = k % 2 === 0;
    const size = () => (isChair ? 0.42 : 0.3 + 0.4 * this.#rng.uniform());
    const thing = { name: `thing ${k}`, kind: isChair ? ('chair' as const) : ('box' as const) };
    this.#furniture.push({ ...thing, sizeX_m: size(), sizeY_m: size(), T_world_thing: this.#place() });
  }

  /** A roomy place, clear of the dock and of the other things; after many tries the last one tried. */
  #place(): SE2 {
    const { width } = this.#plan;
    let T: SE2 = { x: 0, y: 0, theta: 0 };
    for (let tries = 0; tries < 100; tries++) {
      const cell = this.#roomy[this.#rng.int(this.#roomy.length)];
      T = {
        x: centreX(this.#plan, cell % width),
        y: centreY(this.#plan, Math.floor(cell / width)),
        theta: Math.PI * this.#rng.uniform(),
      };
      const isFree = this.#furniture.every(({ T_world_thing: o }) => hypot(T.x - o.x, T.y - o.y) > APART_M);
      if (isFree && hypot(T.x - this.#dock.x, T.y - this.#dock.y) > FROM_DOCK_M) break;
    }
    return T;
  }
}

function covers({ T_world_thing: T, sizeX_m, sizeY_m }: Thing, x: number, y: number, margin_m: number): boolean {
  const [dx, dy] = [x - T.x, y - T.y];
  // Most points are nowhere near: the turn is for those that may be.
  const reach_m = sizeX_m + sizeY_m + margin_m;
  if (Math.abs(dx) > reach_m || Math.abs(dy) > reach_m) return false;
  const ahead = Math.abs(dx * cos(T.theta) + dy * sin(T.theta));
  const left = Math.abs(dy * cos(T.theta) - dx * sin(T.theta));
  return ahead <= 0.5 * sizeX_m + margin_m && left <= 0.5 * sizeY_m + margin_m;
}

/** Marks the cells of a plan that a thing stands on. */
function draw(plan: OccupancyGrid, thing: Thing): void {
  const { x, y } = thing.T_world_thing;
  const reach_m = 0.5 * (thing.sizeX_m + thing.sizeY_m) + plan.resolution_m;
  const [ix1, iy1] = [cellX(plan, x + reach_m), cellY(plan, y + reach_m)];
  for (let iy = Math.max(0, cellY(plan, y - reach_m)); iy <= Math.min(plan.height - 1, iy1); iy++)
    for (let ix = Math.max(0, cellX(plan, x - reach_m)); ix <= Math.min(plan.width - 1, ix1); ix++)
      if (covers(thing, centreX(plan, ix), centreY(plan, iy), 0.5 * plan.resolution_m))
        plan.data[iy * plan.width + ix] = 100;
}

/** A closed leaf across each of the widest doorways between rooms. */
function doorsOf(plan: OccupancyGrid): Thing[] {
  const doors = segmentRooms(plan).rooms.flatMap(({ id, doors: own }) => own.filter(({ to }) => to > id));
  const widest = doors.filter(({ width_m }) => width_m < 1.3).sort((a, b) => b.width_m - a.width_m);
  return widest.slice(0, MAX_DOORS).map(({ x, y }, k) => {
    const { theta, length_m } = shortestChord(plan, x, y);
    return {
      name: `door ${k}`,
      kind: 'door',
      sizeX_m: length_m,
      sizeY_m: DOOR_THICKNESS_M,
      T_world_thing: { x, y, theta },
    };
  });
}

/** The direction in which a doorway is narrowest, and how wide it is there. */
function shortestChord(plan: OccupancyGrid, x: number, y: number): { theta: number; length_m: number } {
  let best = { theta: 0, length_m: Number.POSITIVE_INFINITY };
  for (let k = 0; k < 32; k++) {
    const theta = (Math.PI * k) / 32;
    const length_m = 2 * Math.max(reach(plan, x, y, theta), reach(plan, x, y, theta + Math.PI));
    if (length_m < best.length_m) best = { theta, length_m };
  }
  return best;
}

function reach(plan: OccupancyGrid, x: number, y: number, theta: number): number {
  const step = 0.5 * plan.resolution_m;
  for (let r = 0; ; r += step) {
    const ix = Math.floor((x + r * cos(theta) - plan.originX_m) / plan.resolution_m);
    const iy = Math.floor((y + r * sin(theta) - plan.originY_m) / plan.resolution_m);
    const value = ix < 0 || iy < 0 || ix >= plan.width || iy >= plan.height ? -1 : plan.data[iy * plan.width + ix];
    if (value < 0 || value >= 50) return r;
  }
}

function solidOf({ name, kind, sizeX_m, sizeY_m, T_world_thing }: Thing): Solid {
  const [hx, hy] = [0.5 * sizeX_m - LEG_RADIUS_M, 0.5 * sizeY_m - LEG_RADIUS_M];
  const height = { z0_m: 0, z1_m: kind === 'door' ? 2 : 0.45, material: wood };
  const legs = [
    [hx, hy],
    [hx, -hy],
    [-hx, hy],
    [-hx, -hy],
  ];
  const shapes: Shape[] =
    kind === 'chair'
      ? legs.map(([x_m, y_m]) => ({ kind: 'cylinder', x_m, y_m, radius_m: LEG_RADIUS_M, ...height }))
      : [{ kind: 'box', x_m: 0, y_m: 0, yaw_rad: 0, sizeX_m, sizeY_m, ...height }];
  return { name, mobility: 'static', mass_kg: 10, friction: 0.5, T_world_solid: T_world_thing, shapes };
}
