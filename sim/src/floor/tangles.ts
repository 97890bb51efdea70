import { cos, type Rng, type SE2, sin } from '@homebound/math';
import type { RobotGeometry } from '@homebound/robot';
import { outlineOf, polygonOf } from '../physics/outline.ts';
import type { World } from '../world.ts';

/** Bristles reach so far before and behind the brush's axle, m. */
const BRISTLES_M = 0.025;
/** Of the cords that a brush catches this share is let go when it turns backwards once; the others at the second time. */
const EASY = 0.8;

/** A thing that catches brushes: middles of its parts, interleaved x, y, and the box around them. */
interface Cord {
  readonly chance: number;
  readonly points: Float64Array;
  readonly box: readonly [number, number, number, number];
  isUnder: boolean;
}

/** Cords and tassels on the floor, and whether the main brush winds one up as it passes. */
export class Tangles {
  readonly #cords: Cord[];
  readonly #brush: RobotGeometry['mainBrush'];
  readonly #rng: Rng;

  constructor(world: World, { mainBrush }: RobotGeometry, rng: Rng) {
    this.#brush = mainBrush;
    this.#rng = rng;
    const reach = mainBrush.width_m / 2 + Math.abs(mainBrush.x_m) + BRISTLES_M;
    this.#cords = world.solids.flatMap((solid) => {
      if (solid.tangles === undefined) return [];
      const points = Float64Array.from(
        solid.shapes.flatMap((shape) => middleOf(polygonOf(outlineOf(shape, solid.T_world_solid)))),
      );
      const xs = points.filter((_, i) => i % 2 === 0);
      const ys = points.filter((_, i) => i % 2 === 1);
      const box = [Math.min(...xs) - reach, Math.min(...ys) - reach, Math.max(...xs) + reach, Math.max(...ys) + reach];
      return [{ chance: solid.tangles, points, box: box as [number, number, number, number], isUnder: false }];
    });
  }

  /**
   * Whether the turning brush catches something where the robot is now: each passage over a cord throws the dice once.
   * @returns how many reversals it takes to let go; 0 when nothing is caught
   */
  catches({ x, y, theta }: SE2): 0 | 1 | 2 {
    let caught: 0 | 1 | 2 = 0;
    for (const cord of this.#cords) {
      const [x0, y0, x1, y1] = cord.box;
      const isNear = x > x0 && x < x1 && y > y0 && y < y1;
      const isUnder = isNear && this.#isUnder(cord.points, x, y, cos(theta), sin(theta));
      if (isUnder && !cord.isUnder && this.#rng.uniform() < cord.chance) caught = this.#rng.uniform() < EASY ? 1 : 2;
      cord.isUnder = isUnder;
    }
    return caught;
  }

  #isUnder(points: Float64Array, x: number, y: number, c: number, s: number): boolean {
    const { x_m, width_m } = this.#brush;
    for (let i = 0; i < points.length; i += 2) {
      const dx = points[i] - x;
      const dy = points[i + 1] - y;
      if (Math.abs(c * dx + s * dy - x_m) < BRISTLES_M && Math.abs(c * dy - s * dx) < width_m / 2) return true;
    }
    return false;
  }
}

function middleOf(points: Float64Array): [number, number] {
  let [x, y] = [0, 0];
  for (let i = 0; i < points.length; i += 2) {
    x += (2 * points[i]) / points.length;
    y += (2 * points[i + 1]) / points.length;
  }
  return [x, y];
}
