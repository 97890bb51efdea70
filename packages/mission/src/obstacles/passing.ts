import type { ObstacleKind } from '@homebound/vision';

/** How the robot passes something on the floor. */
export interface Passing {
  /** m that the body keeps from its outline. */
  readonly berth_m: number;
  /** Rather driven around any way than over it: what must not come under the brush, and floor that is none. */
  readonly isNeverCrossed: boolean;
  /** The wheels climb it: it is driven over, at `speed_mps`. */
  readonly isCrossed: boolean;
  /** m/s while the body is within `near_m` of it; the body's own speed when absent. */
  readonly slow?: { readonly speed_mps: number; readonly near_m: number };
  /** Why, in words for a person. */
  readonly reason: string;
  /** What it is called, alone and together. */
  readonly one: string;
  readonly several: string;
}

const skirted = { isNeverCrossed: false, isCrossed: false } as const;
const shunned = { isNeverCrossed: true, isCrossed: false } as const;
/** Somebody who may walk or jump up. */
const alive = { berth_m: 0.15, ...skirted, slow: { speed_mps: 0.1, near_m: 0.6 } } as const;

/**
 * The one table of what is done about what lies on the floor. The side brush's tips reach 4.7 cm beyond the body at 45° to the right of its front
 * (hypot(0.09, 0.09) + 0.09 - 0.17), and turning in place they sweep that all around; outlines and the robot's place are known to 1 cm each: 6 cm are
 * close and no touch. What would be spread over the home or pulled in gets twice that.
 */
export const passings: Readonly<Record<ObstacleKind, Passing>> = {
  cable: { berth_m: 0.1, ...shunned, reason: 'A cable, given a wide berth.', one: 'a cable', several: 'cables' },
  low: {
    berth_m: 0.12,
    ...shunned,
    reason: 'Something low: kept well clear of, in case a pet left it.',
    one: 'something low',
    several: 'low things',
  },
  thing: {
    berth_m: 0.07,
    ...skirted,
    reason: 'Something lies there: gone round.',
    one: 'something on the floor',
    several: 'things on the floor',
  },
  threshold: {
    berth_m: 0,
    isNeverCrossed: false,
    isCrossed: true,
    slow: { speed_mps: 0.15, near_m: 0.1 },
    reason: 'A threshold or a thick rug, crossed slowly.',
    one: 'a threshold',
    several: 'thresholds',
  },
  drop: { berth_m: 0.05, ...shunned, reason: 'The floor ends there: kept clear of.', one: 'an edge', several: 'edges' },
  overhang: {
    berth_m: 0.01,
    ...skirted,
    reason: 'Something hangs too low to pass under.',
    one: 'something that hangs low',
    several: 'things that hang low',
  },
  shoe: { berth_m: 0.06, ...skirted, reason: 'A shoe, passed closely.', one: 'a shoe', several: 'shoes' },
  soft: {
    berth_m: 0.07,
    ...skirted,
    reason: 'Something soft, like a sock: gone round.',
    one: 'something soft',
    several: 'soft things',
  },
  toy: { berth_m: 0.07, ...skirted, reason: 'A toy: gone round.', one: 'a toy', several: 'toys' },
  person: { ...alive, reason: 'A person: passed slowly.', one: 'a person', several: 'persons' },
  pet: { ...alive, reason: 'A pet: passed slowly.', one: 'a pet', several: 'pets' },
};
