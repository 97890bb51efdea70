import { angleDiff, between, compose, hypot, type SE2, type StampedPose } from '@homebound/math';

/** Poses of the tour this near say how the map lies there, m; at least so many are taken. */
const NEAR_M = 1;
const LEAST = 20;

interface MappedPose {
  readonly T_world_base: SE2;
  readonly T_map_base: SE2;
}

/**
 * Where things are in a map that SLAM drew, which is bent a little everywhere: what SLAM made of true poses on the tour that
 * drew it, the nearest ones counting most. So a robot that finds itself is not blamed for the map.
 */
export class MapTruth {
  readonly #poses: readonly MappedPose[];

  /** @param truthAt true pose of the base in the world */
  constructor(trajectory: readonly StampedPose[], truthAt: (stamp_s: number) => SE2 | undefined) {
    this.#poses = trajectory.flatMap(({ stamp_s, T }) => {
      const T_world_base = truthAt(stamp_s);
      return T_world_base === undefined ? [] : [{ T_world_base, T_map_base: T }];
    });
  }

  /** The pose in the map of a base whose pose in the world is known. */
  inMap(T_world_base: SE2): SE2 {
    const away = this.#poses.map((pose) => {
      const { x, y } = pose.T_world_base;
      return { pose, away_m: hypot(x - T_world_base.x, y - T_world_base.y) };
    });
    away.sort((a, b) => a.away_m - b.away_m);
    const count = Math.max(
      LEAST,
      away.findIndex(({ away_m }) => away_m > NEAR_M),
    );
    const near = away.slice(0, count).map(({ pose, away_m }) => ({
      T: compose(pose.T_map_base, between(pose.T_world_base, T_world_base)),
      weight: 1 / (0.1 + away_m),
    }));
    const { T: first } = near[0];
    const total = near.reduce((sum, { weight }) => sum + weight, 0);
    const mean = (of: (T: SE2) => number) => near.reduce((sum, { T, weight }) => sum + weight * of(T), 0) / total;
    return {
      x: mean(({ x }) => x),
      y: mean(({ y }) => y),
      theta: first.theta + mean(({ theta }) => angleDiff(theta, first.theta)),
    };
  }
}
