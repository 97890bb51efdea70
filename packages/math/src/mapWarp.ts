import { angleDiff, wrapAngle } from './angles.ts';
import { cos, sin } from './elementary.ts';
import type { SE2 } from './se2.ts';

/** m²; nearer than 0.03 mm to an anchor its own move is all that counts. */
const ON_ANCHOR_M2 = 1e-9;
/** m, and steps at most: how exact the way back is made. Where anchors pull apart full steps overshoot: later ones are short. */
const EXACT_M = 1e-5;
const MOST_STEPS = 30;
const FULL_STEPS = 6;
const SHORT = 0.4;

/**
 * How a corrected map moved: each anchor is a pose of the map frame before and after, and a point moves rigidly with the
 * anchors near it, by `after ∘ before⁻¹`. Of several the near ones are blended (Shepard, ACM 1968):
 *
 *   move(p) = p + Σ wᵢ dᵢ(p) / Σ wᵢ        dᵢ(p) = (tᵢ' − tᵢ) + (R(Δθᵢ) − I)(p − tᵢ)        wᵢ = |p − tᵢ|⁻⁴
 *
 * The fourth power makes it local in the plane (an anchor twice as far counts a sixteenth), and it has no steps. Written as
 * a displacement it is exactly 0 where no anchor moved. Costs O(n) for each point.
 */
export class MapWarp {
  /** Nothing moves, not by a bit. */
  readonly isIdentity: boolean;
  /** m that the anchor that moved farthest did. */
  readonly maxShift_m: number;
  readonly #before: Float64Array;
  readonly #after: Float64Array;
  /** Of each anchor cos(Δθ) − 1, sin(Δθ) and Δθ. */
  readonly #turns: Float64Array;
  /** dx, dy and turn at the point that was looked at last. */
  readonly #move = new Float64Array(3);
  #back: MapWarp | undefined;

  /**
   * @param before  anchors in the map frame as it was: x, y in m, theta in rad, interleaved, shape [n, 3]; copied
   * @param after   the same anchors in the map frame as it is now
   * Throws RangeError when there is no anchor, the shapes differ, or a number is not finite.
   */
  constructor(before: ArrayLike<number>, after: ArrayLike<number>) {
    if (before.length === 0 || before.length % 3 !== 0 || after.length !== before.length)
      throw new RangeError(
        `Cannot build map warp: needs x, y, theta of each anchor before and after, got ${before.length} and ${after.length} numbers`,
      );
    this.#before = Float64Array.from(before);
    this.#after = Float64Array.from(after);
    const bad = [...this.#before, ...this.#after].findIndex((value) => !Number.isFinite(value));
    if (bad >= 0)
      throw new RangeError(`Cannot build map warp: number ${bad % before.length} of an anchor is not finite`);
    this.#turns = new Float64Array(before.length);
    let most2 = 0;
    let isIdentity = true;
    for (let i = 0; i < before.length; i += 3) {
      const dx = after[i] - before[i];
      const dy = after[i + 1] - before[i + 1];
      const turn = angleDiff(after[i + 2], before[i + 2]);
      this.#turns[i] = cos(turn) - 1;
      this.#turns[i + 1] = sin(turn);
      this.#turns[i + 2] = turn;
      most2 = Math.max(most2, dx * dx + dy * dy);
      if (dx !== 0 || dy !== 0 || turn !== 0) isIdentity = false;
    }
    this.isIdentity = isIdentity;
    this.maxShift_m = Math.sqrt(most2);
  }

  /** The warp from after to before. Exact for one anchor; where several contradict each other `pointBefore` is nearer to the truth. */
  inverse(): MapWarp {
    return new MapWarp(this.#after, this.#before);
  }

  movePoint(x: number, y: number): { x: number; y: number } {
    if (this.isIdentity) return { x, y };
    this.#moveAt(x, y);
    return { x: x + this.#move[0], y: y + this.#move[1] };
  }

  movePose(T_before_a: SE2): SE2 {
    if (this.isIdentity) return T_before_a;
    const { x, y, theta } = T_before_a;
    this.#moveAt(x, y);
    return { x: x + this.#move[0], y: y + this.#move[1], theta: wrapAngle(theta + this.#move[2]) };
  }

  /** Where the point that now lies at (x, y) was before: what a raster is sampled by, so that it gets no holes. */
  pointBefore(x: number, y: number): { x: number; y: number } {
    if (this.isIdentity) return { x, y };
    this.#back ??= this.inverse();
    const at = this.#back.movePoint(x, y);
    for (let k = 0; k < MOST_STEPS; k++) {
      this.#moveAt(at.x, at.y);
      const [dx, dy, turn] = this.#move;
      const missingX = x - at.x - dx;
      const missingY = y - at.y - dy;
      if (missingX * missingX + missingY * missingY < EXACT_M * EXACT_M) break;
      const gain = k < FULL_STEPS ? 1 : SHORT;
      const c = gain * cos(turn);
      const s = gain * sin(turn);
      at.x += c * missingX + s * missingY;
      at.y += -s * missingX + c * missingY;
    }
    return at;
  }

  /**
   * Moves n points.
   * @param out  receives the points, interleaved [x0, y0, ...]; may be `pts` itself
   * @param pts  points before, m, interleaved, at least 2 n numbers; a pair of NaN stays one
   */
  moveInto(out: Float64Array, pts: ArrayLike<number>, n: number): void {
    if (this.isIdentity) return copyInto(out, pts, n);
    for (let i = 0; i < 2 * n; i += 2) {
      const x = pts[i];
      const y = pts[i + 1];
      this.#moveAt(x, y);
      out[i] = x + this.#move[0];
      out[i + 1] = y + this.#move[1];
    }
  }

  /** The points moved, as a new array: what `moveInto` does. */
  moved(pts: ArrayLike<number>): Float64Array {
    const out = new Float64Array(pts.length);
    this.moveInto(out, pts, pts.length >> 1);
    return out;
  }

  /** Leaves dx, dy and the turn at a point in `#move`. */
  #moveAt(x: number, y: number): void {
    const before = this.#before;
    const after = this.#after;
    const turns = this.#turns;
    const reference = turns[2];
    let sum = 0;
    let dx = 0;
    let dy = 0;
    let turned = 0;
    for (let i = 0; i < before.length; i += 3) {
      const px = x - before[i];
      const py = y - before[i + 1];
      const d2 = px * px + py * py + ON_ANCHOR_M2;
      const w = 1 / (d2 * d2);
      dx += w * (after[i] - before[i] + turns[i] * px - turns[i + 1] * py);
      dy += w * (after[i + 1] - before[i + 1] + turns[i + 1] * px + turns[i] * py);
      turned += w * angleDiff(turns[i + 2], reference);
      sum += w;
    }
    this.#move[0] = dx / sum;
    this.#move[1] = dy / sum;
    this.#move[2] = wrapAngle(reference + turned / sum);
  }
}

function copyInto(out: Float64Array, pts: ArrayLike<number>, n: number): void {
  for (let i = 0; i < 2 * n; i++) out[i] = pts[i];
}
