import { between, compose, interpolate, type SE2, type StampedPose } from '@homebound/math';

/** The way driven, each pose tied to the key frames before and after it, so that it follows every correction. */
export class Trajectory {
  readonly #poses: { readonly stamp_s: number; readonly visit: number; readonly T_key_base: SE2 }[] = [];
  // Key frames in the order in which the robot was at them; `T_before_key` as the map was drawn then.
  readonly #visits: { readonly stamp_s: number; readonly key: number; readonly T_before_key: SE2 }[] = [];
  #T_map_key: SE2 | undefined;

  /** @param T_map_key where the key frame `key`, at which the robot is, stands in the map that `T_map_base` holds in */
  add(stamp_s: number, T_map_base: SE2, key: number, T_map_key: SE2): void {
    if (this.#visits.at(-1)?.key !== key)
      this.#visits.push({ stamp_s, key, T_before_key: between(this.#T_map_key ?? T_map_key, T_map_key) });
    this.#T_map_key = T_map_key;
    this.#poses.push({ stamp_s, visit: this.#visits.length - 1, T_key_base: between(T_map_key, T_map_base) });
  }

  forget(): void {
    this.#poses.length = 0;
    this.#visits.length = 0;
  }

  /** Takes over that the map was drawn anew. */
  moveTo(T_map_key: SE2): void {
    this.#T_map_key = T_map_key;
  }

  /**
   * All poses by what is known now. Between two key frames a pose is what both say of it, blended by time: what a
   * correction changed between them is spread, not jumped.
   */
  corrected(poseOf: (key: number) => SE2): StampedPose[] {
    return this.#poses.map(({ stamp_s, visit, T_key_base }) => {
      const here = this.#visits[visit];
      const next = this.#visits[visit + 1];
      const T = compose(poseOf(here.key), T_key_base);
      if (next === undefined) return { stamp_s, T };
      const T_next = compose(poseOf(next.key), between(next.T_before_key, T_key_base));
      const share = (stamp_s - here.stamp_s) / (next.stamp_s - here.stamp_s);
      return { stamp_s, T: interpolate(T, T_next, Math.min(1, Math.max(0, share))) };
    });
  }
}
