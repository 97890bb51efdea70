import { cos, type SE2, sin, solveSpd } from '@homebound/math';
import { PoseGraph } from '../graph/poseGraph.ts';

/** Two key frames and where the one stood as seen from the other. */
export interface Link {
  readonly from: number;
  readonly to: number;
  readonly T_from_to: SE2;
  /** Of x, y, theta of `T_from_to`, in the frame of `from`: m², m rad, rad², row-major [3, 3]. */
  readonly covariance: Float64Array;
  /** Driven one after the other, or recognised later. */
  readonly kind: 'step' | 'loop';
  /** Its edge in the pose graph. */
  readonly edge: number;
}

/** Loops are believed up to about this many standard deviations, and less and less beyond. */
const LOOP_KERNEL_SIGMAS = 3;

/** The pose graph of key frames with its neighbourhoods: what was measured, and how well. */
export class KeyGraph {
  readonly graph = new PoseGraph();
  readonly links: Link[] = [];
  readonly #linksOf: number[][] = [];

  get count(): number {
    return this.#linksOf.length;
  }

  addKey(T_map_key: SE2): number {
    this.#linksOf.push([]);
    return this.graph.addNode(T_map_key);
  }

  /** @param covariance of the measurement, frame of `from`, row-major [3, 3]; must be positive definite */
  addLink(kind: 'step' | 'loop', from: number, to: number, T_from_to: SE2, covariance: Float64Array): void {
    const edge = this.graph.addEdge({
      from,
      to,
      T_from_to,
      information: informationOf(covariance, T_from_to.theta),
      robustScale: kind === 'loop' ? LOOP_KERNEL_SIGMAS : undefined,
    });
    this.#linksOf[from].push(this.links.length);
    this.#linksOf[to].push(this.links.length);
    this.links.push({ from, to, T_from_to, covariance, kind, edge });
  }

  /** The links that touch a key frame, as indices into `links`. */
  linksOf(key: number): readonly number[] {
    return this.#linksOf[key];
  }
}

/**
 * The upper triangle of the information about the error of an edge: the error of g2o's convention is written in the
 * frame of the measured `to`, hence the turn by theta.
 */
function informationOf(covariance: Float64Array, theta: number): Float64Array {
  const c = cos(theta);
  const s = sin(theta);
  // R' C R for the translation, R' for the mixed column.
  const [xx, xy, xt, , yy, yt, , , tt] = covariance;
  const A = new Float64Array(9);
  A[0] = c * c * xx + 2 * c * s * xy + s * s * yy;
  A[4] = s * s * xx - 2 * c * s * xy + c * c * yy;
  A[1] = A[3] = c * s * (yy - xx) + (c * c - s * s) * xy;
  A[2] = A[6] = c * xt + s * yt;
  A[5] = A[7] = -s * xt + c * yt;
  A[8] = tt;
  const inverse = new Float64Array(9);
  const column = new Float64Array(3);
  for (let j = 0; j < 3; j++) {
    column.fill(0);
    column[j] = 1;
    if (!solveSpd(A.slice(), column, 3, 1e-18))
      throw new RangeError(
        `Cannot link key frames: covariance must be positive definite, got ${covariance.join(', ')}`,
      );
    for (let i = 0; i < 3; i++) inverse[3 * i + j] = column[i];
  }
  return Float64Array.of(inverse[0], inverse[1], inverse[2], inverse[4], inverse[5], inverse[8]);
}
