const window_s = 4;

/** How fast the robot's time runs against wall time, over the last few seconds. */
export class SpeedMeter {
  #samples: { stamp_s: number; wall_s: number }[] = [];

  clear(): void {
    this.#samples = [];
  }

  /** @returns the factor, or undefined before there is enough to tell */
  add(stamp_s: number, wall_s: number): number | undefined {
    const last = this.#samples.at(-1);
    if (last !== undefined && (stamp_s < last.stamp_s || wall_s < last.wall_s)) this.clear();
    this.#samples.push({ stamp_s, wall_s });
    while (this.#samples.length > 2 && wall_s - this.#samples[1].wall_s >= window_s) this.#samples.shift();
    const first = this.#samples[0];
    const passed_s = wall_s - first.wall_s;
    return passed_s < 1 ? undefined : (stamp_s - first.stamp_s) / passed_s;
  }
}
