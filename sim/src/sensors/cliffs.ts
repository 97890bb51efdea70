import { cos, type SE2, sin } from '@homebound/math';
import type { RobotGeometry } from '@homebound/robot';
import type { FloorField } from '../floor/floorField.ts';
import type { Stance } from '../floor/stance.ts';

/** A cliff sensor reports when the floor lies further than this below where it should be. */
export const CLIFF_THRESHOLD_M = 0.035;

/** Four downward looks: side left, front left, front right, side right. */
export class Cliffs {
  readonly missing: [boolean, boolean, boolean, boolean] = [false, false, false, false];
  readonly #places: readonly { readonly x_m: number; readonly y_m: number }[];

  constructor({ cliffs }: RobotGeometry) {
    this.#places = [cliffs.sideLeft, cliffs.frontLeft, cliffs.frontRight, cliffs.sideRight];
  }

  step(floor: FloorField, stance: Stance, { x, y, theta }: SE2): void {
    const c = cos(theta);
    const s = sin(theta);
    for (let i = 0; i < 4; i++) {
      const { x_m, y_m } = this.#places[i];
      const under = floor.heightAt(x + c * x_m - s * y_m, y + s * x_m + c * y_m);
      this.missing[i] = stance.heightAt(x_m, y_m) - under > CLIFF_THRESHOLD_M;
    }
  }
}
