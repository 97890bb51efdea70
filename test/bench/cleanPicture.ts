import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RobotGeometry } from '@homebound/robot';
import type { World } from '@homebound/sim';
import type { SimulatedHome } from '../../packages/cli/src/simulatedHome.ts';
import { sweptPicture } from '../../packages/cli/src/sweptPicture.ts';

/** The true way of a run, world frame, interleaved x, y: a point for each step of some millimetres. */
export class TrueWay {
  readonly points: number[] = [];
  readonly #stride_m: number;

  constructor(stride_m: number) {
    this.#stride_m = stride_m;
  }

  readonly follow = (home: SimulatedHome, onPose?: (stamp_s: number, x: number, y: number) => void): void => {
    home.simulator.onStep(({ stamp_s, T_world_base: { x, y } }) => {
      const n = this.points.length;
      if (n > 0 && Math.hypot(x - this.points[n - 2], y - this.points[n - 1]) < this.#stride_m) return;
      this.points.push(x, y);
      onPose?.(stamp_s, x, y);
    });
  };
}

export interface SweptScene {
  readonly world: World;
  readonly geometry: RobotGeometry;
  readonly way: TrueWay;
  /** Areas that were to be kept out of, world frame. */
  readonly areas?: readonly Float64Array[];
}

/** Writes what was really swept as OUT/NAME.png, slashes in the name as dashes. */
export function writeSwept(out: string | undefined, name: string, home: SimulatedHome, seen: SweptScene): void {
  if (out === undefined) return;
  mkdirSync(out, { recursive: true });
  const { T_world_base } = home.simulator.truth();
  const { world, way, areas } = seen;
  const { bodyRadius_m } = seen.geometry;
  const { referee } = home;
  const picture = sweptPicture({ referee, world, way: way.points, areas, T_world_base, bodyRadius_m });
  writeFileSync(join(out, `${name.replaceAll('/', '-')}.png`), picture);
}
