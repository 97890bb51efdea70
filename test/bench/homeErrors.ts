import {
  angleDiff,
  atan2,
  between,
  compose,
  cos,
  hypot,
  PoseBuffer,
  type SE2,
  type StampedPose,
  sin,
} from '@homebound/math';

/** A run's true poses by time. */
export class TruthLog {
  readonly T_world_start: SE2;
  readonly stamps: number[] = [];
  /** Way driven until each stamp, m. */
  readonly way: number[] = [];
  readonly #poses = new PoseBuffer(Number.MAX_VALUE);
  #last: SE2;

  constructor(T_world_start: SE2) {
    this.T_world_start = T_world_start;
    this.#last = T_world_start;
  }

  add(stamp_s: number, T_world_base: SE2): void {
    const step = hypot(T_world_base.x - this.#last.x, T_world_base.y - this.#last.y);
    this.stamps.push(stamp_s);
    this.way.push((this.way.at(-1) ?? 0) + step);
    this.#poses.add(stamp_s, T_world_base);
    this.#last = T_world_base;
  }

  get length_m(): number {
    return this.way.at(-1) ?? 0;
  }

  /** The true base in the map frame, which is the base's pose at the start; `undefined` outside the run. */
  at(stamp_s: number): SE2 | undefined {
    return this.from(this.T_world_start, stamp_s);
  }

  /** The true base in the world; `undefined` outside the run. */
  worldAt(stamp_s: number): SE2 | undefined {
    return this.#poses.at(stamp_s);
  }

  /** A pose of the world in the map frame. */
  inStart(T_world_base: SE2): SE2 {
    return between(this.T_world_start, T_world_base);
  }

  /** The true base in a frame fixed in the world at a time. */
  from(T_world_frame: SE2, stamp_s: number): SE2 | undefined {
    const T_world_base = this.#poses.at(stamp_s);
    return T_world_base && between(T_world_frame, T_world_base);
  }

  /** Way driven until a time, m. */
  wayAt(stamp_s: number): number {
    // Stamps are equally spaced steps of the simulator.
    const step_s = (this.stamps[this.stamps.length - 1] - this.stamps[0]) / (this.stamps.length - 1);
    const k = Math.round((stamp_s - this.stamps[0]) / step_s);
    return this.way[Math.min(this.way.length - 1, Math.max(0, k))];
  }
}

/** Absolute trajectory error, against the truth in the frame of the start: one shift, no fit. */
export interface AbsoluteError {
  readonly rmse_m: number;
  readonly max_m: number;
  readonly end_m: number;
  readonly heading_deg: number;
  /** RMSE after the best turn and shift: what is left is the trajectory's shape. */
  readonly shape_m: number;
  /** That turn: how far the trajectory as a whole is turned counter-clockwise against the truth. */
  readonly turned_deg: number;
}

export function absoluteError(trajectory: readonly StampedPose[], truth: Pick<TruthLog, 'at'>): AbsoluteError {
  const pairs = trajectory.flatMap(({ stamp_s, T }) => {
    const T_map_base = truth.at(stamp_s);
    return T_map_base === undefined ? [] : [{ T, T_map_base }];
  });
  let [turn, max_m, end_m] = [0, 0, 0];
  for (const { T, T_map_base } of pairs) {
    end_m = hypot(T.x - T_map_base.x, T.y - T_map_base.y);
    max_m = Math.max(max_m, end_m);
    const wrong = angleDiff(T.theta, T_map_base.theta);
    turn += wrong * wrong;
  }
  const T_true_map = bestFit(pairs);
  const shape = pairs.map(({ T, T_map_base }) => ({ T: compose(T_true_map, T), T_map_base }));
  const heading_deg = degrees(Math.sqrt(turn / pairs.length));
  const turned_deg = degrees(-T_true_map.theta);
  return { rmse_m: rmsDistance(pairs), max_m, end_m, heading_deg, shape_m: rmsDistance(shape), turned_deg };
}

type PosePair = { readonly T: SE2; readonly T_map_base: SE2 };

function rmsDistance(pairs: readonly PosePair[]): number {
  const sum = pairs.reduce(
    (all, { T, T_map_base: t }) => all + (T.x - t.x) * (T.x - t.x) + (T.y - t.y) * (T.y - t.y),
    0,
  );
  return Math.sqrt(sum / pairs.length);
}

/** The turn and shift that take the estimated places nearest to the true ones (Umeyama 1991, in the plane). */
function bestFit(pairs: readonly PosePair[]): SE2 {
  const n = pairs.length;
  const mean = (of: (pair: PosePair) => number) => pairs.reduce((sum, pair) => sum + of(pair), 0) / n;
  const [mx, my] = [mean(({ T }) => T.x), mean(({ T }) => T.y)];
  const [tx, ty] = [mean(({ T_map_base: t }) => t.x), mean(({ T_map_base: t }) => t.y)];
  const along = mean(({ T, T_map_base: t }) => (T.x - mx) * (t.x - tx) + (T.y - my) * (t.y - ty));
  const across = mean(({ T, T_map_base: t }) => (T.x - mx) * (t.y - ty) - (T.y - my) * (t.x - tx));
  const theta = atan2(across, along);
  const [c, s] = [cos(theta), sin(theta)];
  return { x: tx - c * mx + s * my, y: ty - s * mx - c * my, theta };
}

/** Relative pose error (Sturm et al. 2012): how wrong motions of a given length are. RMSE over all of them. */
export interface RelativeError {
  readonly rmse_m: number;
  readonly rmse_deg: number;
}

/** Over motions of at least 1 m of true way, or at least 1 s. */
export function relativeError(
  trajectory: readonly StampedPose[],
  truth: TruthLog,
  per: 'metre' | 'second',
): RelativeError {
  const measure = (stamp_s: number) => (per === 'second' ? stamp_s : truth.wayAt(stamp_s));
  let [sum, turn, n, k] = [0, 0, 0, 0];
  for (const from of trajectory) {
    const aim = measure(from.stamp_s) + 1;
    while (k < trajectory.length && measure(trajectory[k].stamp_s) < aim) k++;
    if (k === trajectory.length) break;
    const [a, b] = [truth.at(from.stamp_s), truth.at(trajectory[k].stamp_s)];
    if (a === undefined || b === undefined) continue;
    const wrong = between(between(a, b), between(from.T, trajectory[k].T));
    sum += wrong.x * wrong.x + wrong.y * wrong.y;
    turn += wrong.theta * wrong.theta;
    n++;
  }
  return { rmse_m: Math.sqrt(sum / n), rmse_deg: degrees(Math.sqrt(turn / n)) };
}

function degrees(angle_rad: number): number {
  return (angle_rad * 180) / Math.PI;
}
