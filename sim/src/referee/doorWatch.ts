import { compose, wrapAngle } from '@homebound/math';
import type { Actor, SwingingDoor } from '../actors/actor.ts';
import { doorLeaf } from '../actors/bodies.ts';
import type { Truth } from '../truth.ts';
import type { Solid } from '../world.ts';

/** A door that has stood at an angle for so long was open that far: time to come and drive through, s. */
const STOOD_S = 60;
/** A leaf that turns less than this stands, rad. */
const STILL_RAD = 1e-6;

interface Watched {
  readonly door: SwingingDoor;
  angle_rad: number;
  since_s: number | undefined;
  judged_rad: number;
  hasStood: boolean;
}

/**
 * Where moving doors stand for the score: each at the widest angle at which it has stood for a minute or more so far, and
 * until then where it was at the start. So floor behind a door that never was open that long does not count, floor behind
 * one that was shut meanwhile does, and behind an open leaf is no floor.
 */
export class DoorWatch {
  readonly #doors: readonly Watched[];

  constructor(actors: readonly Actor[] = []) {
    this.#doors = actors
      .filter((actor) => actor.kind === 'door')
      .map((door) => {
        const { angle_rad } = door;
        return { door, angle_rad, since_s: undefined, judged_rad: angle_rad, hasStood: false };
      });
  }

  /** @returns whether a door stands elsewhere for the score from now on */
  observe({ stamp_s, looseSolids }: Truth): boolean {
    let changed = false;
    for (const watched of this.#doors) {
      const leaf = looseSolids.get(watched.door.name);
      if (leaf === undefined) continue;
      const angle_rad = wrapAngle(leaf.theta - watched.door.T_world_hinge.theta);
      const moves = Math.abs(wrapAngle(angle_rad - watched.angle_rad)) > STILL_RAD;
      if (moves || watched.since_s === undefined) Object.assign(watched, { angle_rad, since_s: stamp_s });
      else if (stamp_s - watched.since_s >= STOOD_S && judge(watched)) changed = true;
    }
    return changed;
  }

  /** The leaves where they stand for the score. */
  leaves(): Solid[] {
    return this.#doors.map(({ door, judged_rad }) =>
      doorLeaf(door.name, compose(door.T_world_hinge, { x: 0, y: 0, theta: judged_rad }), door.width_m),
    );
  }
}

function judge(watched: Watched): boolean {
  const { angle_rad, judged_rad, hasStood } = watched;
  watched.hasStood = true;
  const isWider = Math.abs(angle_rad) > Math.abs(judged_rad) + STILL_RAD;
  if (hasStood ? !isWider : Math.abs(angle_rad - judged_rad) <= STILL_RAD) return false;
  watched.judged_rad = angle_rad;
  return true;
}
