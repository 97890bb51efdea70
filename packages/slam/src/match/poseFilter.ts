import { angleDiff, cos, identity, type SE2, sin, solveSpd, wrapAngle } from '@homebound/math';
import { motionNoise, type OdometryPose } from '../odometry/motionNoise.ts';
import type { Alignment } from './align.ts';
import { matchCovariance } from './covariance.ts';

/** Neighbouring beams meet the same edge, door or error of the map: so many of them tell as much as one. */
const BEAMS_ALIKE = 4;
/** No match is better than the map's cells: m and rad. */
const FLOOR_M = 0.001;
const FLOOR_RAD = 0.0003;
/** Squared distance of match and odometry, in standard deviations of both, beyond which odometry is not believed: 1 in 10000 for three dimensions. */
const GATE = 21;
/** Where a scan says nothing it is as good as a guess: m and rad. */
const NOTHING = { T_map_base: identity, sigma_m: 1, sigma_rad: 1 } as const;

/**
 * Weighs what odometry says of the pose against what the match says, by the noise of either: a Kalman filter of the pose in
 * the map. A single match errs by the lidar's noise, and the map learns from it; what the filter lets through is less.
 * When they contradict each other (slip, a bump, a push) the match is believed, as without a filter.
 */
export class PoseFilter {
  /** Of x, y, theta in the map frame, row-major [3, 3]. Nothing is surer than the pose that the map begins with. */
  #P: Float64Array = new Float64Array(9);
  #before: OdometryPose | undefined;
  readonly #pointNoise_m: number;

  /** @param pointNoise_m the noise of a point that the information of a match is told for */
  constructor(pointNoise_m: number) {
    this.#pointNoise_m = pointNoise_m;
  }

  /**
   * @param odometry        as of the scan
   * @param T_map_before    the pose of the last scan that was fused
   * @param T_map_predicted from there by odometry
   * @param match           what the scan says
   */
  fuse(odometry: OdometryPose, T_map_before: SE2, T_map_predicted: SE2, match: Alignment): SE2 {
    const before = this.#before ?? odometry;
    this.#before = odometry;
    const P = predicted(this.#P, motionNoise(before, odometry).covariance, T_map_before, T_map_predicted);
    const R = matchNoise(match, this.#pointNoise_m);
    const S = R.map((r, i) => r + P[i]);
    const T = match.T_map_base;
    const z = Float64Array.of(
      T.x - T_map_predicted.x,
      T.y - T_map_predicted.y,
      angleDiff(T.theta, T_map_predicted.theta),
    );
    const weighed = z.slice();
    if (!solveSpd(S.slice(), weighed, 3) || z[0] * weighed[0] + z[1] * weighed[1] + z[2] * weighed[2] > GATE) {
      this.#P = R;
      return T;
    }
    this.#P = updated(P, S);
    const step = times(P, weighed);
    return {
      x: T_map_predicted.x + step[0],
      y: T_map_predicted.y + step[1],
      theta: wrapAngle(T_map_predicted.theta + step[2]),
    };
  }

  /** The map was corrected: the pose in it is as sure as a match from now on. */
  loosen(): void {
    this.#P[0] += CORRECTED_M * CORRECTED_M;
    this.#P[4] += CORRECTED_M * CORRECTED_M;
    this.#P[8] += CORRECTED_RAD * CORRECTED_RAD;
  }
}

/** How far a corrected map may lie from the pose that was corrected with it. */
const CORRECTED_M = 0.02;
const CORRECTED_RAD = 0.01;

/** F P F^T + Q, where the old heading's error swings the way driven. */
function predicted(P: Float64Array, Q_before: Float64Array, from: SE2, to: SE2): Float64Array {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const c = cos(from.theta);
  const s = sin(from.theta);
  const [xx, xy, xt, , yy, yt, , , tt] = P;
  const [a, b, e, , d, f, , , g] = Q_before;
  const pxx = xx - 2 * dy * xt + dy * dy * tt + c * c * a - 2 * c * s * b + s * s * d;
  const pxy = xy + dx * xt - dy * yt - dx * dy * tt + c * s * (a - d) + (c * c - s * s) * b;
  const pyy = yy + 2 * dx * yt + dx * dx * tt + s * s * a + 2 * c * s * b + c * c * d;
  const pxt = xt - dy * tt + c * e - s * f;
  const pyt = yt + dx * tt + s * e + c * f;
  return Float64Array.of(pxx, pxy, pxt, pxy, pyy, pyt, pxt, pyt, tt + g);
}

/** What a match leaves open by the spread of its own points. */
function matchNoise({ information, rms_m }: Alignment, pointNoise_m: number): Float64Array {
  const share = (pointNoise_m * pointNoise_m) / (BEAMS_ALIKE * Math.max(rms_m * rms_m, 1e-8));
  const R = matchCovariance(
    information.map((v) => v * share),
    NOTHING,
  );
  R[0] += FLOOR_M * FLOOR_M;
  R[4] += FLOOR_M * FLOOR_M;
  R[8] += FLOOR_RAD * FLOOR_RAD;
  return R;
}

/** P - P S^-1 P: symmetric, whatever rounding does. */
function updated(P: Float64Array, S: Float64Array): Float64Array {
  const out = P.slice();
  for (let column = 0; column < 3; column++) {
    const v = Float64Array.of(P[column], P[3 + column], P[6 + column]);
    solveSpd(S.slice(), v, 3);
    const taken = times(P, v);
    for (let row = 0; row <= column; row++)
      out[3 * row + column] = out[3 * column + row] = P[3 * row + column] - taken[row];
  }
  return out;
}

function times(P: Float64Array, v: Float64Array): Float64Array {
  return Float64Array.of(
    P[0] * v[0] + P[1] * v[1] + P[2] * v[2],
    P[3] * v[0] + P[4] * v[1] + P[5] * v[2],
    P[6] * v[0] + P[7] * v[1] + P[8] * v[2],
  );
}
