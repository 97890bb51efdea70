import { compose, hypot, type SE2 } from '@homebound/math';
import { defaultGeometry } from '@homebound/robot';
import type { Simulator, Solid, Truth, World } from '@homebound/sim';
import { outlineOf, polygonOf } from '../../sim/src/physics/outline.ts';
import { thingKinds } from './obstaclesAvoidWorld.ts';

/** A pass begins when the body's edge comes this near to a thing, and is over when it is so far away, m. */
const PASS_M = 0.25;
const OVER_M = 0.35;
/** m by which the body must be over a thing to have driven over it: what is pushed stays at its edge. */
const OVER_IT_M = 0.01;
/** A brush that turns slower than this sweeps nothing. */
const TURNS = 0.1;
/** rad/s, m/s: turning in place. */
const TURNING_RADPS = 0.6;
const CREEP_MPS = 0.08;

export interface Pass {
  readonly thing: string;
  readonly from_s: number;
  /** What the robot was at when it was nearest. */
  approach: string;
  /** Between the body's edge and the thing at the nearest, m; below 0: over it. */
  nearest_m: number;
  /** Where the robot was then, world frame. */
  at: SE2;
  at_s: number;
  touched: boolean;
  drivenOver: boolean;
}

interface Watched {
  readonly thing: string;
  readonly solid: Solid;
  pass: Pass | undefined;
}

/** Counts, from the truth, how often the robot passes each thing, and whether its body or a turning brush touches it. */
export class AvoidMeter {
  readonly passes: Pass[] = [];
  readonly #watched: Watched[];

  /**
   * @param whatNow  what the robot is at, in one word
   * @param thingOf  what is watched, and as what it is counted
   */
  constructor(
    world: World,
    simulator: Simulator,
    whatNow: () => string,
    thingOf: (solid: Solid) => string | undefined = ({ name }) => thingKinds.find((kind) => name.startsWith(kind)),
  ) {
    this.#watched = world.solids.flatMap((solid) => {
      const thing = thingOf(solid);
      return thing === undefined ? [] : [{ thing, solid, pass: undefined }];
    });
    simulator.onStep((truth) => {
      for (const watched of this.#watched) this.#look(watched, truth, whatNow);
    });
  }

  #look(watched: Watched, truth: Truth, whatNow: () => string): void {
    const { thing, solid } = watched;
    const T_world_solid = truth.looseSolids.get(solid.name) ?? solid.T_world_solid;
    const { x, y } = truth.T_world_base;
    if (hypot(T_world_solid.x - x, T_world_solid.y - y) > 2) return;
    const room_m = distanceToSolid(solid, T_world_solid, x, y) - defaultGeometry.bodyRadius_m;
    if (room_m > OVER_M) watched.pass = undefined;
    if (room_m < PASS_M && watched.pass === undefined) {
      const at = truth.T_world_base;
      const none = { approach: '', nearest_m: Number.POSITIVE_INFINITY, touched: false, drivenOver: false };
      watched.pass = { thing, from_s: truth.stamp_s, at, at_s: truth.stamp_s, ...none };
      this.passes.push(watched.pass);
    }
    const { pass } = watched;
    if (pass === undefined) return;
    if (room_m < pass.nearest_m) {
      pass.nearest_m = room_m;
      pass.at = truth.T_world_base;
      pass.at_s = truth.stamp_s;
      const isTurning = Math.abs(truth.w_radps) > TURNING_RADPS && Math.abs(truth.v_mps) < CREEP_MPS;
      pass.approach = isTurning ? 'turning' : whatNow();
    }
    const side = defaultGeometry.sideBrush;
    const hub = compose(truth.T_world_base, { x: side.x_m, y: side.y_m, theta: 0 });
    const isBrushed = truth.sideBrush > TURNS && distanceToSolid(solid, T_world_solid, hub.x, hub.y) < side.radius_m;
    pass.touched ||= room_m < 0 || isBrushed;
    pass.drivenOver ||= room_m < -OVER_IT_M;
  }
}

/** m from a point to a solid as seen from above; 0 inside. */
export function distanceToSolid(solid: Solid, T_world_solid: SE2, x: number, y: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (const shape of solid.shapes) {
    const points = polygonOf(outlineOf(shape, T_world_solid));
    let isInside = true;
    for (let i = 0, j = points.length - 2; i < points.length; j = i, i += 2) {
      const [ex, ey] = [points[i] - points[j], points[i + 1] - points[j + 1]];
      const [dx, dy] = [x - points[j], y - points[j + 1]];
      if (ex * dy - ey * dx < 0) isInside = false;
      const t = Math.max(0, Math.min(1, (dx * ex + dy * ey) / (ex * ex + ey * ey)));
      least = Math.min(least, hypot(dx - t * ex, dy - t * ey));
    }
    if (isInside) return 0;
  }
  return least;
}

/** The outlines of a solid's parts as seen from above, world frame. */
export function outlinesOf(solid: Solid, T_world_solid: SE2): Float64Array[] {
  return solid.shapes.map((shape) => polygonOf(outlineOf(shape, T_world_solid)));
}
