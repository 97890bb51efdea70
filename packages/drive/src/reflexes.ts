import { compose, cos, type SE2, sin } from '@homebound/math';
import type { RobotGeometry, SafetyRecord } from '@homebound/robot';
import type { Touch } from './situation.ts';

/** rad; where on the body's edge a bumper zone is taken to be touched. */
const SIDE_ZONE = 0.9;
const BETWEEN_ZONES = 0.45;

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
  latest: SafetyRecord | undefined;

  add(r: SafetyRecord): void {
    this.latest = r;
    this.#cliffs |= cliffsOf(r);
    this.#left ||= r.bumpLeft;
    this.#centre ||= r.bumpCentre;
    this.#right ||= r.bumpRight;
  }

  get cliffs(): number {
    return this.#cliffs;
  }

  get bumped(): boolean {
    return this.#left || this.#centre || this.#right;
  }

  get wheelDropped(): boolean {
    return this.latest !== undefined && (this.latest.wheelDropLeft || this.latest.wheelDropRight);
  }

  /** What the bumper felt, as a place on the body's edge. */
  touch(T_map_base: SE2, bodyRadius_m: number): Touch {
    const left = this.#left;
    const centre = this.#centre;
    const right = this.#right;
    const side = (left ? 1 : 0) - (right ? 1 : 0);
    const angle = side * (centre ? BETWEEN_ZONES : SIDE_ZONE);
    const edge = { x: bodyRadius_m * cos(angle), y: bodyRadius_m * sin(angle), theta: 0 };
    const { x, y } = compose(T_map_base, edge);
    return { left, centre, right, at_map: { x, y } };
  }

  /** Forgets what has been taken; what is true right now comes back with the next record. */
  clear(): void {
    this.#cliffs = 0;
    this.#left = this.#centre = this.#right = false;
  }
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
