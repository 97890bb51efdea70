import { between, compose, cos, identity, type SE2, sin } from '@homebound/math';
import { isActor, partsOf } from '../actors/troupe.ts';
import { isPushable } from '../physics/planarWorld.ts';
import type { MovingSolid } from '../simulator.ts';
import type { Solid } from '../world.ts';
import { type Box, bodyMeets, boxAround, type Placed } from './footprint.ts';
import { Refused } from './refused.ts';
import type { SimulationRun } from './simulationRun.ts';

export type EntityCategory = 'object' | 'robot' | 'human' | 'dynamicObject' | 'staticObject';

/** What people may be told of an entity, and may say otherwise. */
export interface EntityInfo {
  readonly category: EntityCategory;
  readonly description: string;
  readonly tags: readonly string[];
}

/** Pose in the world; speed in the world's frame, m/s and rad/s. */
export interface EntityState {
  readonly T_world_entity: SE2;
  readonly vx_mps: number;
  readonly vy_mps: number;
  readonly w_radps: number;
}

/** The robot among the entities. */
export const ROBOT = 'robot';
/** Nothing is set down farther from the origin, m. */
const FARTHEST_M = 500;
/** The body may stand this much in something: on its dock it all but touches it. */
const TOUCHING_M = 0.003;

interface Entity extends EntityInfo {
  readonly name: string;
  /** How it is moved: the robot, somebody, a body of its own, or not at all and why. */
  readonly is: 'robot' | 'actor' | 'loose' | 'fixed' | 'hinged';
}

/** Everything in a simulation that has a name: the robot, people, pets, doors, things that are pushed or were spawned, and what stands. */
export class Entities {
  readonly #run: SimulationRun;
  readonly #told = new Map<string, EntityInfo>();

  constructor(run: SimulationRun) {
    this.#run = run;
    run.onBegin(() => this.#told.clear());
  }

  /** In the order: robot, actors, what is loose, what stands. */
  names(): string[] {
    return [...this.#all().keys()];
  }

  has(name: string): boolean {
    return this.#all().has(name);
  }

  info(name: string): EntityInfo {
    const entity = this.#find(name);
    return this.#told.get(name) ?? entity;
  }

  setInfo(name: string, info: EntityInfo): void {
    this.#find(name);
    this.#told.set(name, info);
  }

  state(name: string): EntityState {
    const { is } = this.#find(name);
    const { simulator, world } = this.#run;
    if (is === 'robot') {
      const { T_world_base: T, v_mps, w_radps } = simulator.truth();
      return { T_world_entity: T, vx_mps: v_mps * cos(T.theta), vy_mps: v_mps * sin(T.theta), w_radps };
    }
    if (is === 'fixed') {
      const T = world?.solids.find((solid) => solid.name === name)?.T_world_solid ?? identity;
      return { T_world_entity: T, vx_mps: 0, vy_mps: 0, w_radps: 0 };
    }
    const [first] = this.#parts(name);
    const { x, y } = first.body.linvel();
    const T_world_entity = simulator.actorPose(name) ?? first.T_world_solid;
    return { T_world_entity, vx_mps: x, vy_mps: y, w_radps: first.body.angvel() };
  }

  /** In the entity's own frame. */
  bounds(name: string): Box {
    const { geometry } = this.#run;
    if (this.#find(name).is === 'robot') {
      const r = geometry.bodyRadius_m;
      return { low: [-r, -r, 0], high: [r, r, geometry.bodyHeight_m] };
    }
    const { T_world_entity } = this.state(name);
    return boxAround(this.#placed(name).map(({ shapes, T }) => ({ shapes, T: between(T_world_entity, T) })));
  }

  /** In the world. */
  boundsInWorld(name: string): Box {
    const { bodyRadius_m: r, bodyHeight_m } = this.#run.geometry;
    if (this.#find(name).is !== 'robot') return boxAround(this.#placed(name));
    const { x, y } = this.state(name).T_world_entity;
    return { low: [x - r, y - r, 0], high: [x + r, y + r, bodyHeight_m] };
  }

  /** Sets an entity elsewhere, at a speed. Throws Refused when it is not to be moved, or not to there. */
  setState(name: string, { T_world_entity: T, vx_mps, vy_mps, w_radps }: EntityState): void {
    const { is } = this.#find(name);
    const { control } = this.#run.simulator;
    const isMoving = vx_mps !== 0 || vy_mps !== 0 || w_radps !== 0;
    if (is === 'fixed') throw new Refused('failed', `${name} stands firm: the world was built around it`);
    if (is === 'hinged') throw new Refused('failed', `${name} hangs on hinges: people open it`);
    if (isMoving && !this.#canBePushed(name))
      throw new Refused('failed', `${name} moves by itself or stands firm: only a speed of 0 can be set`);
    if (is === 'robot') {
      this.checkRobotPlace(T);
      return this.#run.placeRobot(T);
    }
    const parts = is === 'actor' ? this.#placed(name) : this.#placed(name).map((part) => ({ ...part, T }));
    this.checkPlace(T, is === 'actor' ? movedTo(parts, this.state(name).T_world_entity, T) : parts);
    if (is === 'actor') control.placeActor(name, T);
    else {
      control.moveSolid(name, T);
      control.speedSolid(name, vx_mps, vy_mps, w_radps);
    }
  }

  /** Takes an entity out for good. Throws Refused for what belongs to the world. */
  remove(name: string): void {
    const { is } = this.#find(name);
    if (is === 'robot') throw new Refused('unsupported', 'the robot cannot be deleted: a simulation is about it');
    if (is !== 'loose')
      throw new Refused('unsupported', `${name} belongs to the world: only what can be pushed or was spawned goes`);
    this.#run.remove(name);
    this.#told.delete(name);
  }

  /** Throws Refused where a thing cannot be set down: out of the world, or on the robot. */
  checkPlace(T: SE2, placed: Placed): void {
    checkWithin(T);
    const { T_world_base: robot, lifted } = this.#run.simulator.truth();
    if (!lifted && bodyMeets(placed, robot.x, robot.y, this.#run.geometry))
      throw new Refused('invalidPose', `the robot stands there, at (${robot.x.toFixed(2)}, ${robot.y.toFixed(2)})`);
  }

  /** Throws Refused where the robot cannot be set down: out of the world, or in something. */
  checkRobotPlace(T: SE2): void {
    checkWithin(T);
    const { geometry } = this.#run;
    const body = { ...geometry, bodyRadius_m: geometry.bodyRadius_m - TOUCHING_M };
    const inTheWay = this.names().find((name) => name !== ROBOT && bodyMeets(this.#placed(name), T.x, T.y, body));
    if (inTheWay !== undefined) throw new Refused('invalidPose', `${inTheWay} is in the way there`);
  }

  #find(name: string): Entity {
    const found = this.#all().get(name);
    if (found === undefined) throw new Refused('notFound', `there is no entity ${JSON.stringify(name)}`);
    return found;
  }

  #all(): Map<string, Entity> {
    const { simulator, world, spawned } = this.#run;
    const all = new Map<string, Entity>();
    const add = (
      name: string,
      is: Entity['is'],
      category: EntityCategory,
      description: string,
      tags: string[],
    ): void => {
      if (!all.has(name)) all.set(name, { name, is, category, description, tags });
    };
    add(ROBOT, 'robot', 'robot', 'the robot vacuum', []);
    for (const { kind, name } of world?.actors ?? [])
      if (kind === 'door') add(name, 'hinged', 'dynamicObject', 'a door that people open', [kind]);
      else add(name, 'actor', kind === 'person' ? 'human' : 'dynamicObject', `a ${kind} on its rounds`, [kind]);
    for (const { solid } of simulator.loose.values()) {
      if (isActor(world?.actors, solid.name)) continue;
      const tags = [...(spawned.has(solid.name) ? ['spawned'] : []), ...(isPushable(solid) ? ['pushable'] : [])];
      add(solid.name, 'loose', isPushable(solid) ? 'object' : 'staticObject', words(solid), tags);
    }
    for (const solid of world?.solids ?? [])
      if (solid.mobility === 'static') add(solid.name, 'fixed', 'staticObject', words(solid), []);
    return all;
  }

  #canBePushed(name: string): boolean {
    const found = this.#run.simulator.loose.get(name);
    return found !== undefined && isPushable(found.solid);
  }

  /** The solids with bodies of their own that an entity consists of. */
  #parts(name: string): MovingSolid[] {
    const actor = this.#run.world?.actors?.find((each) => each.name === name);
    const { loose } = this.#run.simulator;
    return (actor === undefined ? [name] : partsOf(actor)).flatMap((part) => loose.get(part) ?? []);
  }

  /** Every shape of an entity but the robot, where it is now. */
  #placed(name: string): Placed {
    const parts = this.#parts(name);
    if (parts.length > 0) return parts.map(({ solid, T_world_solid }) => ({ shapes: solid.shapes, T: T_world_solid }));
    const solids = (this.#run.world?.solids ?? []).filter((solid) => solid.name === name);
    return solids.map(({ shapes, T_world_solid }) => ({ shapes, T: T_world_solid }));
  }
}

/** Parts of one thing after it was moved from one pose to another. */
function movedTo(parts: Placed, T_world_from: SE2, T_world_to: SE2): Placed {
  return parts.map(({ shapes, T }) => ({ shapes, T: compose(T_world_to, between(T_world_from, T)) }));
}

function checkWithin({ x, y, theta }: SE2): void {
  if (!(Math.abs(x) <= FARTHEST_M && Math.abs(y) <= FARTHEST_M && Number.isFinite(theta)))
    throw new Refused('invalidPose', `(${x}, ${y}) is out of the world: at most ${FARTHEST_M} m from its origin`);
}

function words(solid: Solid): string {
  if (!isPushable(solid)) return 'stands firm';
  return `${solid.mass_kg} kg: the robot pushes it`;
}
