import { between, compose } from '@homebound/math';
import type { ContactAhead } from './contactAhead.ts';
import type { Situation } from './situation.ts';

/** s; blocked on and off for so long without progress is blocked, once it has been looked at twice. */
const STOP_AND_GO_S = 5;
const LOOK_TWICE_S = 0.5;
/** s that somebody who moves about in the way is given to pass. */
const LET_PASS_S = 15;
/** m within which a return is taken for the same thing as before. */
const SAME_PLACE_M = 0.06;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** How long the robot waits before something in its way: a moment for a thing, longer for somebody who moves about. */
export class BlockedWay {
  #since_s = Number.NaN;
  #last_s = Number.NaN;
  /** What blocked the way since it last came on, and for how long it waited for that to pass: a person, a pet. */
  #blocker_map: Point | undefined;
  #letPass_s = 0;

  /** The robot came on. */
  passed(): void {
    this.#blocker_map = undefined;
    this.#letPass_s = 0;
  }

  /**
   * The robot stands before what its way touches.
   * @param standing_s  how long it has made no progress
   * @returns `passing`: it waits for somebody, which is no being stuck; the place in the map, m, when it has waited enough
   */
  wait(contact: ContactAhead, standing_s: number, now: Situation): 'waiting' | 'passing' | Point {
    const { x, y } = compose(now.T_map_base, { x: contact.x, y: contact.y, theta: 0 });
    const hasMoved = this.#blocker_map !== undefined && !isStillThere(this.#blocker_map, now);
    const isPassing = hasMoved && this.#letPass_s < LET_PASS_S;
    if (isPassing) this.#letPass_s += standing_s;
    if (hasMoved || !(now.now_s - this.#last_s < LOOK_TWICE_S)) {
      this.#since_s = now.now_s;
      this.#blocker_map = { x, y };
    }
    this.#last_s = now.now_s;
    const stood_s = isPassing ? 0 : standing_s;
    const patience_s = stood_s < STOP_AND_GO_S ? now.options.blockedPatience_s : LOOK_TWICE_S;
    if (now.now_s - this.#since_s >= patience_s) return { x, y };
    return isPassing ? 'passing' : 'waiting';
  }
}

/** Whether the lidar still sees something where it saw it before. */
function isStillThere(at_map: Point, { T_map_base, near }: Situation): boolean {
  const at = between(T_map_base, { ...at_map, theta: 0 });
  for (let i = 0; i < 2 * near.n; i += 2) {
    const dx = near.xy[i] - at.x;
    const dy = near.xy[i + 1] - at.y;
    if (dx * dx + dy * dy < SAME_PLACE_M * SAME_PLACE_M) return true;
  }
  return false;
}
