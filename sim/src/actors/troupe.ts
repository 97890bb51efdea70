import type { SE2 } from '@homebound/math';
import type { PlanarWorld } from '../physics/planarWorld.ts';
import type { World } from '../world.ts';
import type { Actor, RobotPlace } from './actor.ts';
import { DoorBody } from './doorBody.ts';
import { WalkerBody } from './walkerBody.ts';

/** All that moves by itself in a world, one time step at a time. Throws RangeError for a walker without a way. */
export class Troupe {
  readonly #walkers: WalkerBody[] = [];
  readonly #doors: DoorBody[] = [];

  constructor(world: World, physics: PlanarWorld) {
    for (const actor of world.actors ?? []) {
      if (actor.kind === 'door') this.#doors.push(new DoorBody(actor, physics));
      else {
        if (actor.legs.length === 0 || actor.legs.some(({ way }) => way.length < 4))
          throw new RangeError(`Cannot let ${actor.name} walk: each leg needs a way of at least two points`);
        this.#walkers.push(new WalkerBody(actor, world, physics));
      }
    }
  }

  /** Where a walker is, turned as it goes; undefined when there is none of that name. */
  poseOf(name: string): SE2 | undefined {
    return this.#walkers.find((walker) => walker.name === name)?.pose;
  }

  /** Sets a walker down, where it then stands; false when there is none of that name. */
  place(name: string, T_world_walker: SE2): boolean {
    const walker = this.#walkers.find((each) => each.name === name);
    walker?.stand(T_world_walker);
    return walker !== undefined;
  }

  /** @param time_s since the start of the world */
  step(time_s: number, dt: number, robot: RobotPlace): void {
    for (const walker of this.#walkers) walker.step(dt, robot, this.#doors);
    if (this.#doors.length === 0) return;
    const walkers = this.#walkers.map(({ place }) => place);
    for (const door of this.#doors) door.step(time_s, dt, robot, walkers);
  }
}

/** Names of the loose solids that an actor consists of. */
export function partsOf({ kind, name }: Actor): string[] {
  return kind === 'person' ? [`${name} left`, `${name} right`] : [name];
}

/** Whether a thing of that name is one of the actors, or a leg of one. */
export function isActor(actors: readonly Actor[] | undefined, name: string): boolean {
  return actors?.some((actor) => name === actor.name || name.startsWith(`${actor.name} `)) ?? false;
}
