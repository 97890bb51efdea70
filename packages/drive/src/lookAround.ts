import { angleDiff, atan2, cos, hypot, sin } from '@homebound/math';
import { contactAhead, speedBefore } from './contactAhead.ts';
import type { NearPoints } from './nearPoints.ts';
import type { Activity, DriveResult, Situation, Touch, Wish } from './situation.ts';
import { turnRate } from './steer.ts';

/** m/s; slow, since nothing is known of the floor. */
const SPEED = 0.15;
/** m up to which returns are looked at, and beyond which a way is as good as endless. */
const REACH = 3;
const FARTHEST = 2;
/** Headings that are weighed. */
const HEADINGS = 48;
/** m of one hop. */
const SHORTEST = 0.5;
const LONGEST = 1.5;
/** m kept from the base's centre to returns, widest first: in a narrow place less must do. The body's radius is 0.17. */
const CLEARANCES = [0.3, 0.24, 0.2];
/** m between two places that count as visited, and from them up to which a place is less than new. */
const VISIT_STEP = 0.3;
const NEW_PLACE = 1.5;
/** Places kept: 60 m of way. */
const KEPT = 200;
/** What a turn by half a circle costs, in m of open way. */
const TURN_COST = 0.4;
/** s that the robot stands before it chooses: two turns of the lidar that nothing blurs, for SLAM and for itself. */
const LOOK_S = 0.6;
/** rad; turned so far when no way is open: a lidar that sees less than a full circle sees more then. */
const THIRD = (2 * Math.PI) / 3;
const MAX_SHUT_IN = 6;
/** rad; the heading is good enough to drive off, and s that a turn may take: a body that is held does not turn. */
const AIMED = 0.05;
const TURN_LIMIT_S = 8;

type Phase =
  | { readonly kind: 'look'; readonly since_s: number }
  | { readonly kind: 'turn'; readonly heading_odom: number; readonly length_m: number; readonly since_s: number }
  | {
      readonly kind: 'go';
      readonly x: number;
      readonly y: number;
      readonly heading_odom: number;
      readonly length_m: number;
    };

/**
 * Wanders by lidar, bumper and cliff sensors alone, so that SLAM sees enough to know the place again: looks, turns to where
 * the way is open and new, drives 0.5 to 1.5 m, and again, until it is cancelled or the distance is driven. All in odom.
 */
export class LookAround implements Activity {
  readonly frame = 'odom';
  readonly scanReach_m = REACH;
  lastProgress_s = Number.NEGATIVE_INFINITY;
  progress_m = 0;
  readonly #distance_m: number;
  readonly #speed: number;
  #phase: Phase | undefined;
  #done_m = 0;
  #best_m = 0;
  #shutIn = 0;
  /** Where the robot has been, and what it met there that the lidar does not see; x, y in odom. */
  readonly #visited: number[] = [];
  readonly #met: number[] = [];
  readonly #way = new Float64Array(4);

  /** @param distance_m way after which it ends; 0 for never */
  constructor(distance_m: number, maxSpeed_mps: number) {
    this.#distance_m = distance_m;
    this.#speed = Math.min(SPEED, maxSpeed_mps);
  }

  get remaining_m(): number {
    return this.#distance_m > 0 ? Math.max(0, this.#distance_m - this.progress_m) : 0;
  }

  step(now: Situation): Wish {
    this.#noteVisit(now);
    const phase = this.#phase ?? this.#look(now);
    switch (phase.kind) {
      case 'look':
        // A scan that was begun before the robot stood still may be blurred; without one, nothing is known to be open.
        if (now.now_s - phase.since_s < LOOK_S || !((now.view?.stamp_s ?? 0) > phase.since_s)) return halt;
        if (this.#distance_m > 0 && this.remaining_m === 0)
          return { ...halt, result: { outcome: 'arrived', reason: 'looked around as far as asked' } };
        return this.#choose(now);
      case 'turn':
        return this.#turn(phase, now);
      case 'go':
        return this.#go(phase, now);
    }
  }

  bumped(touch: Touch, now: Situation): DriveResult | undefined {
    if (!touch.isSeen) this.#met.push(touch.at_map.x, touch.at_map.y);
    this.#look(now);
    return undefined;
  }

  metCliff(at: { readonly x: number; readonly y: number }, now: Situation): void {
    this.#met.push(at.x, at.y);
    this.#look(now);
  }

  #look(now: Situation): Phase {
    this.lastProgress_s = now.now_s;
    this.progress_m += this.#done_m;
    this.#done_m = 0;
    this.#phase = { kind: 'look', since_s: now.now_s };
    return this.#phase;
  }

  #noteVisit({ T_odom_base: { x, y } }: Situation): void {
    const n = this.#visited.length;
    if (n > 0 && hypot(this.#visited[n - 2] - x, this.#visited[n - 1] - y) < VISIT_STEP) return;
    this.#visited.push(x, y);
    if (n >= 2 * KEPT) this.#visited.splice(0, 2);
  }

  /** The heading that leads farthest into the open and the new. */
  #choose(now: Situation): Wish {
    const { x, y, theta } = now.T_odom_base;
    const met = this.#metFrom(now);
    for (const clear_m of CLEARANCES) {
      let best = Number.NEGATIVE_INFINITY;
      let chosen = { heading_odom: 0, length_m: 0 };
      for (let k = 0; k < HEADINGS; k++) {
        const off = (2 * Math.PI * k) / HEADINGS - Math.PI;
        if (!isInView(off, now)) continue;
        const open_m = Math.min(openWay(off, now.near, clear_m), openWay(off, met, clear_m), FARTHEST);
        if (open_m < SHORTEST) continue;
        const length_m = Math.min(LONGEST, open_m);
        const there = theta + off;
        const newness = this.#newness(x + length_m * cos(there), y + length_m * sin(there));
        const score = open_m + newness - (TURN_COST * Math.abs(off)) / Math.PI;
        if (score <= best) continue;
        best = score;
        chosen = { heading_odom: there, length_m };
      }
      if (best === Number.NEGATIVE_INFINITY) continue;
      this.#shutIn = 0;
      this.#phase = { kind: 'turn', ...chosen, since_s: now.now_s };
      return halt;
    }
    if (++this.#shutIn > MAX_SHUT_IN)
      return { ...halt, result: { outcome: 'blocked', reason: 'there is no open way around the robot' } };
    this.#phase = { kind: 'turn', heading_odom: theta + THIRD, length_m: 0, since_s: now.now_s };
    return halt;
  }

  /** What was met and is not seen, from where the robot is now. */
  #metFrom({ T_odom_base: T }: Situation): NearPoints {
    const xy = new Float64Array(this.#met.length);
    const c = cos(T.theta);
    const s = sin(T.theta);
    for (let i = 0; i < xy.length; i += 2) {
      const dx = this.#met[i] - T.x;
      const dy = this.#met[i + 1] - T.y;
      xy[i] = c * dx + s * dy;
      xy[i + 1] = -s * dx + c * dy;
    }
    return { xy, n: xy.length >> 1 };
  }

  /** Distance to the nearest place where it has been, up to what counts as new, m. */
  #newness(x: number, y: number): number {
    let nearest = NEW_PLACE;
    for (let i = 0; i < this.#visited.length; i += 2)
      nearest = Math.min(nearest, hypot(this.#visited[i] - x, this.#visited[i + 1] - y));
    return nearest;
  }

  #turn(phase: Phase & { kind: 'turn' }, now: Situation): Wish {
    const { x, y, theta } = now.T_odom_base;
    const missing = angleDiff(phase.heading_odom, theta);
    this.lastProgress_s = now.now_s; // bounded by its own time
    if (now.now_s - phase.since_s > TURN_LIMIT_S) {
      this.#look(now);
      return halt;
    }
    if (Math.abs(missing) > AIMED) return { v_mps: 0, w_radps: 0.5 * turnRate(missing, now.options), state: 'turning' };
    if (phase.length_m === 0) this.#look(now);
    else {
      this.#phase = { ...phase, kind: 'go', x, y };
      this.#best_m = 0;
    }
    return halt;
  }

  #go(phase: Phase & { kind: 'go' }, now: Situation): Wish {
    const { options, geometry } = now;
    const { x, y, theta } = now.T_odom_base;
    const c = cos(phase.heading_odom);
    const s = sin(phase.heading_odom);
    this.#done_m = Math.max(0, (x - phase.x) * c + (y - phase.y) * s);
    if (this.#done_m > this.#best_m + 0.02) {
      this.#best_m = this.#done_m;
      this.lastProgress_s = now.now_s;
    }
    const left_m = phase.length_m - this.#done_m;
    this.#way[2] = Math.max(0, left_m);
    const contact = contactAhead(this.#way, 2, now.near, geometry.bodyRadius_m + options.bodyMargin_m, options);
    if (left_m < 0.02 || contact.blocked_m <= options.stopGap_m + 0.01) {
      if (Math.abs(now.v_mps) < 0.03) this.#look(now);
      return halt;
    }
    const v = Math.min(
      Math.max(0.03, Math.sqrt(2 * options.deceleration_mps2 * left_m)),
      this.#speed,
      speedBefore(contact, options),
      now.careful_mps,
    );
    const across = -(x - phase.x) * s + (y - phase.y) * c;
    const towards = atan2(-across, 0.3);
    const turn = 3 * angleDiff(phase.heading_odom + towards, theta);
    return { v_mps: v, w_radps: Math.min(0.5, Math.max(-0.5, turn)), state: v < this.#speed ? 'slowing' : 'tracking' };
  }
}

const halt: Wish = { v_mps: 0, w_radps: 0, state: 'tracking' };

/** Whether the lidar looks that way, with the body's width to both sides; all around when it has but a small gap. */
function isInView(off_rad: number, { view }: Situation): boolean {
  if (view === undefined) return false;
  if (view.width_rad > 2 * Math.PI - 0.35) return true;
  const middle = view.from_rad + 0.5 * view.width_rad;
  return Math.abs(angleDiff(off_rad, middle)) < 0.5 * view.width_rad - 0.3;
}

/** How far a disc gets along a heading before it would touch a point, m; what it stands beside already does not hold it. */
function openWay(off_rad: number, { xy, n }: NearPoints, radius_m: number): number {
  const c = cos(off_rad);
  const s = sin(off_rad);
  let open_m = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 2 * n; i += 2) {
    const along = c * xy[i] + s * xy[i + 1];
    const beside = c * xy[i + 1] - s * xy[i];
    if (along <= 0 || beside >= radius_m || beside <= -radius_m) continue;
    open_m = Math.min(open_m, along - Math.sqrt(radius_m * radius_m - beside * beside));
  }
  return open_m;
}
