import { atan2, compose, cos, type SE2, sin } from '@homebound/math';
import type { RobotGeometry, SafetyRecord } from '@homebound/robot';
import type { NearPoints } from './nearPoints.ts';
import type { Touch } from './situation.ts';

/** rad; the centre zone reaches this far to both sides, the side zones from there to a right angle (Create 3, Roomba). */
const CENTRE_ZONE = 0.61;
const SIDE_ZONE = 0.5 * Math.PI;
/** m off the body's edge at which a return may be what was touched. */
const SEEN_WITHIN = 0.03;

/** rad off the heading from where on a touch only brushes by, and m of room that it takes on the other side to turn away. */
const GLANCING = 0.96;
const SLIDE_ROOM = 0.05;

/** Which cliff sensors saw no floor, as bits. */
export const cliffBits = { sideLeft: 1, frontLeft: 2, frontRight: 4, sideRight: 8 } as const;
const LEFT_CLIFFS = cliffBits.sideLeft | cliffBits.frontLeft;
const RIGHT_CLIFFS = cliffBits.sideRight | cliffBits.frontRight;

/**
 * What the raw safety records have said since the last control step. A bump or a cliff that lasted for one record only
 * is not missed: it stays until it is taken.
 */
export class SafetyLatch {
  #cliffs = 0;
  #left = false;
  #centre = false;
  #right = false;
  #dropped = false;
  latest: SafetyRecord | undefined;

  add(r: SafetyRecord): void {
    this.latest = r;
    this.#cliffs |= cliffsOf(r);
    this.#left ||= r.bumpLeft;
    this.#centre ||= r.bumpCentre;
    this.#right ||= r.bumpRight;
    this.#dropped ||= wheelHangs(r);
  }

  get cliffs(): number {
    return this.#cliffs;
  }

  get bumped(): boolean {
    return this.#left || this.#centre || this.#right;
  }

  get wheelDropped(): boolean {
    return this.#dropped;
  }

  /**
   * What the bumper felt, with its place on the body's edge: the lidar's nearest return in the pressed zones, or the middle
   * of the zones when what was touched is not seen.
   */
  touch(T_map_base: SE2, bodyRadius_m: number, near: NearPoints): Touch {
    const left = this.#left;
    const centre = this.#centre;
    const right = this.#right;
    const from = right ? -SIDE_ZONE : centre ? -CENTRE_ZONE : CENTRE_ZONE;
    const to = left ? SIDE_ZONE : centre ? CENTRE_ZONE : -CENTRE_ZONE;
    const seen = nearestIn(from, to, near, bodyRadius_m + SEEN_WITHIN);
    // Unseen: the middle of the one zone, or where two of them meet.
    const met = centre && left !== right ? (left ? CENTRE_ZONE : -CENTRE_ZONE) : 0.5 * (from + to);
    const angle = seen ?? met;
    const { x, y } = compose(T_map_base, { x: bodyRadius_m * cos(angle), y: bodyRadius_m * sin(angle), theta: 0 });
    const [otherFrom, otherTo] = left ? [-SIDE_ZONE, 0] : [0, SIDE_ZONE];
    const isGlancing =
      left !== right &&
      !centre &&
      Math.abs(seen ?? 0) > GLANCING &&
      nearestIn(otherFrom, otherTo, near, bodyRadius_m + SLIDE_ROOM) === undefined;
    return { left, centre, right, isSeen: seen !== undefined, isGlancing, at_map: { x, y } };
  }

  /** Forgets what has been taken. What lasts is still in `latest`, which may be older than a step. */
  clear(): void {
    this.#cliffs = 0;
    this.#left = this.#centre = this.#right = this.#dropped = false;
  }
}

/** Bearing of the nearest point within a sector and a range of the base, rad. */
function nearestIn(from: number, to: number, { xy, n }: NearPoints, reach_m: number): number | undefined {
  let nearest = reach_m * reach_m;
  let bearing: number | undefined;
  for (let i = 0; i < 2 * n; i += 2) {
    const d2 = xy[i] * xy[i] + xy[i + 1] * xy[i + 1];
    if (d2 >= nearest) continue;
    const angle = atan2(xy[i + 1], xy[i]);
    if (angle < from || angle > to) continue;
    nearest = d2;
    bearing = angle;
  }
  return bearing;
}

/** Whether a drive wheel has no floor under it. */
export function wheelHangs(r: SafetyRecord): boolean {
  return r.wheelDropLeft || r.wheelDropRight;
}

/** The cliff sensors that see no floor, as bits. */
export function cliffsOf(r: SafetyRecord): number {
  return (
    (r.cliffSideLeft ? cliffBits.sideLeft : 0) |
    (r.cliffFrontLeft ? cliffBits.frontLeft : 0) |
    (r.cliffFrontRight ? cliffBits.frontRight : 0) |
    (r.cliffSideRight ? cliffBits.sideRight : 0)
  );
}

/** The middle of the triggered cliff sensors, m, map frame. */
export function cliffPlace(bits: number, T_map_base: SE2, geometry: RobotGeometry): { x: number; y: number } {
  let x = 0;
  let y = 0;
  let n = 0;
  for (const [name, bit] of Object.entries(cliffBits)) {
    if ((bits & bit) === 0) continue;
    const sensor = geometry.cliffs[name as keyof typeof cliffBits];
    x += sensor.x_m;
    y += sensor.y_m;
    n++;
  }
  const at = compose(T_map_base, { x: x / n, y: y / n, theta: 0 });
  return { x: at.x, y: at.y };
}

/** Which way leads away from a cliff: +1 left, -1 right. Straight ahead it is left. */
export function awayFromCliff(bits: number): number {
  return (bits & LEFT_CLIFFS) !== 0 && (bits & RIGHT_CLIFFS) === 0 ? -1 : 1;
}

/** What was seen, in words. */
export function cliffWords(bits: number): string {
  const left = (bits & LEFT_CLIFFS) !== 0;
  const right = (bits & RIGHT_CLIFFS) !== 0;
  return `no floor ${left && right ? 'ahead' : left ? 'on the left' : 'on the right'}`;
}
