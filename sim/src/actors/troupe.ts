import type { PlanarWorld } from '../physics/planarWorld.ts';
import type { Actor } from './actor.ts';
import { DoorBody } from './doorBody.ts';
import { type RobotPlace, WalkerBody } from './walkerBody.ts';

/** All that moves by itself in a world, one time step at a time. Throws RangeError for a walker without a way. */
export class Troupe {
  readonly #walkers: WalkerBody[] = [];
  readonly #doors: DoorBody[] = [];

  constructor(actors: readonly Actor[], physics: PlanarWorld) {
    for (const actor of actors) {
      if (actor.kind === 'door') this.#doors.push(new DoorBody(actor, physics));
      else {
        if (actor.legs.length === 0 || actor.legs.some(({ way }) => way.length < 4))
          throw new RangeError(`Cannot let ${actor.name} walk: each leg needs a way of at least two points`);
        this.#walkers.push(new WalkerBody(actor, physics));
      }
    }
  }

  /** @param time_s since the start of the world */
  step(time_s: number, dt: number, robot: RobotPlace): void {
    for (const walker of this.#walkers) walker.step(dt, robot);
    for (const door of this.#doors) door.step(time_s, dt, robot);
  }
}

/** Whether a thing of that name is one of the actors, or a leg of one. */
export function isActor(actors: readonly Actor[] | undefined, name: string): boolean {
  return actors?.some((actor) => name === actor.name || name.startsWith(`${actor.name} `)) ?? false;
}
