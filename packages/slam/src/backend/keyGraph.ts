import { type SE2, solveSpd } from '@homebound/math';
import { PoseGraph } from '../graph/poseGraph.ts';
import { turnedInto } from './turnCovariance.ts';

/** Driven one after the other, or recognised later. */
export type LinkKind = 'step' | 'loop';

/** Two key frames and where the one stood as seen from the other. */
export interface Link {
  readonly from: number;
  readonly to: number;
  readonly T_from_to: SE2;
  /** Of x, y, theta of `T_from_to`, in the frame of `from`: m², m rad, rad², row-major [3, 3]. */
  readonly covariance: Float64Array;
  readonly kind: LinkKind;
  /** Its edge in the pose graph. */
  readonly edge: number;
}

/** A link as a file keeps it. */
export interface PlainLink {
  readonly kind: LinkKind;
  readonly from: number;
  readonly to: number;
  readonly T_from_to: SE2;
  /** Upper triangle, g2o's convention. */
  readonly information: Float64Array;
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
  addLink(kind: LinkKind, from: number, to: number, T_from_to: SE2, covariance: Float64Array): void {
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
 * The covariance of a link, frame of `from`, from an edge's information: the way back of `informationOf`.
 * @param information upper triangle, g2o's convention
 */
export function covarianceFrom(information: ArrayLike<number>, theta: number): Float64Array {
  const [xx, xy, xt, yy, yt, tt] = Array.from(information);
  return turnedInto(invert(Float64Array.of(xx, xy, xt, xy, yy, yt, xt, yt, tt)), -theta);
}

/**
 * The upper triangle of the information about the error of an edge: the error of g2o's convention is written in the
 * frame of the measured `to`, hence the turn by theta.
 */
function informationOf(covariance: Float64Array, theta: number): Float64Array {
  const A = invert(turnedInto(covariance, theta));
  return Float64Array.of(A[0], A[1], A[2], A[4], A[5], A[8]);
}

/** Of a symmetric positive definite 3x3 matrix. */
function invert(A: Float64Array): Float64Array {
  const inverse = new Float64Array(9);
  const column = new Float64Array(3);
  for (let j = 0; j < 3; j++) {
    column.fill(0);
    column[j] = 1;
    if (!solveSpd(A.slice(), column, 3, 1e-18))
      throw new RangeError(`Cannot link key frames: covariance must be positive definite, got ${A.join(', ')}`);
    for (let i = 0; i < 3; i++) inverse[3 * i + j] = column[i];
  }
  return inverse;
}
