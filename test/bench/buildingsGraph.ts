import { angleDiff, atan2, cos, sin } from '@homebound/math';

/** An edge of a pose graph: where pose `to` lies as seen from pose `from`, and the weights of place and heading. */
interface Edge {
  readonly from: number;
  readonly to: number;
  readonly x: number;
  readonly y: number;
  readonly theta: number;
  readonly placeWeight: number;
  readonly headingWeight: number;
}

const MAX_SWEEPS = 3000;
const ROUNDS = 5;

/**
 * How a g2o pose graph (VERTEX_SE2, EDGE_SE2) lies when all its edges are heeded: x, y, interleaved, in the order of the vertices,
 * the first at the origin. Chordal headings (least squares on unit vectors, so that no winding is guessed wrong), positions, then
 * Gauss and Newton's steps, with each edge's information taken as isotropic: good for a floor plan, not for a figure.
 * Source: Carlone, Tron, Daniilidis, Dellaert, ICRA 2015.
 */
export function layOut(g2o: string): Float64Array {
  const { edges, n } = readGraph(g2o);
  const poses = new Float64Array(3 * n);
  setChordalHeadings(edges, poses);
  gaussNewton(edges, poses, (unknown) => unknown % 3 < 2);
  for (let round = 0; round < ROUNDS; round++) gaussNewton(edges, poses, () => true);
  return poses.filter((_, i) => i % 3 < 2);
}

function readGraph(g2o: string): { edges: Edge[]; n: number } {
  const words = g2o.split('\n').map((line) => line.trim().split(/\s+/));
  const ids = words.filter(([kind]) => kind === 'VERTEX_SE2').map(([, id]) => id);
  const indexOf = new Map(ids.map((id, i) => [id, i]));
  const edges = words
    .filter(([kind]) => kind === 'EDGE_SE2')
    .map(([, from, to, ...numbers]): Edge => {
      const [x, y, theta, xx, , , yy, , tt] = numbers.map(Number);
      const ends = { from: indexOf.get(from)!, to: indexOf.get(to)! };
      return { ...ends, x, y, theta, placeWeight: Math.min(xx, yy), headingWeight: tt };
    });
  return { edges, n: ids.length };
}

/** R_to = R_from R_edge for all edges, on the first columns (c, s) of the rotations; the first pose's is (1, 0). */
function setChordalHeadings(edges: readonly Edge[], poses: Float64Array): void {
  const n = poses.length / 3;
  const equations = new Equations(2 * n, (unknown) => unknown > 1);
  for (const { from, to, theta, headingWeight } of edges) {
    const [c, s] = [cos(theta), sin(theta)];
    // Unknowns are differences to (1, 0) everywhere, so that the first pose's are 0.
    equations.add([2 * to, 2 * from, 2 * from + 1], [1, -c, s], c - 1, headingWeight);
    equations.add([2 * to + 1, 2 * from + 1, 2 * from], [1, -c, -s], s, headingWeight);
  }
  const columns = equations.solve();
  for (let i = 0; i < n; i++) poses[3 * i + 2] = atan2(columns[2 * i + 1], 1 + columns[2 * i]);
}

/** One step on the unknowns that may move; the first pose never does. */
function gaussNewton(edges: readonly Edge[], poses: Float64Array, mayMove: (unknown: number) => boolean): void {
  const equations = new Equations(poses.length, (unknown) => unknown > 2 && mayMove(unknown));
  for (const { from, to, x, y, theta, placeWeight, headingWeight } of edges) {
    const [f, t] = [3 * from, 3 * to];
    const [c, s] = [cos(poses[f + 2]), sin(poses[f + 2])];
    // In the world frame: p_to - p_from - R_from (x, y), and its derivative by the heading of `from`.
    const [wx, wy] = [c * x - s * y, s * x + c * y];
    equations.add([t, f, f + 2], [1, -1, wy], wx - (poses[t] - poses[f]), placeWeight);
    equations.add([t + 1, f + 1, f + 2], [1, -1, -wx], wy - (poses[t + 1] - poses[f + 1]), placeWeight);
    equations.add([t + 2, f + 2], [1, -1], angleDiff(theta, poses[t + 2] - poses[f + 2]), headingWeight);
  }
  const change = equations.solve();
  for (let i = 0; i < poses.length; i++) poses[i] += change[i];
}

/** Weighted linear equations of few unknowns each, solved in the least-squares sense by conjugate gradients. */
class Equations {
  readonly #size: number;
  readonly #isFree: (unknown: number) => boolean;
  readonly #unknowns: number[][] = [];
  readonly #factors: number[][] = [];
  readonly #values: number[] = [];

  constructor(size: number, isFree: (unknown: number) => boolean) {
    this.#size = size;
    this.#isFree = isFree;
  }

  /** Σ factor · unknown = value. Unknowns that are not free count as 0. */
  add(unknowns: readonly number[], factors: readonly number[], value: number, weight: number): void {
    const root = Math.sqrt(weight);
    const kept = unknowns
      .map((unknown, k) => [unknown, root * factors[k]])
      .filter(([unknown]) => this.#isFree(unknown));
    this.#unknowns.push(kept.map(([unknown]) => unknown));
    this.#factors.push(kept.map(([, factor]) => factor));
    this.#values.push(root * value);
  }

  solve(): Float64Array {
    const v = new Float64Array(this.#size);
    const scale = new Float64Array(this.#size).fill(1e-12);
    this.#factors.forEach((row, k) => {
      row.forEach((factor, j) => {
        scale[this.#unknowns[k][j]] += factor * factor;
      });
    });
    const residual = this.#transposeTimes(Float64Array.from(this.#values));
    const direction: Float64Array = residual.map((r, i) => r / scale[i]);
    let size = dot(residual, direction);
    const enough = 1e-12 * size;
    for (let k = 0; k < MAX_SWEEPS && size > enough; k++) {
      const image = this.#transposeTimes(this.#times(direction));
      const length = size / dot(direction, image);
      for (let i = 0; i < v.length; i++) {
        v[i] += length * direction[i];
        residual[i] -= length * image[i];
      }
      const next = residual.reduce((sum, r, i) => sum + (r * r) / scale[i], 0);
      for (let i = 0; i < v.length; i++) direction[i] = residual[i] / scale[i] + (next / size) * direction[i];
      size = next;
    }
    return v;
  }

  #times(v: Float64Array): Float64Array {
    return Float64Array.from(this.#factors, (row, k) =>
      row.reduce((sum, factor, j) => sum + factor * v[this.#unknowns[k][j]], 0),
    );
  }

  #transposeTimes(values: Float64Array): Float64Array {
    const out = new Float64Array(this.#size);
    this.#factors.forEach((row, k) => {
      for (let j = 0; j < row.length; j++) out[this.#unknowns[k][j]] += row[j] * values[k];
    });
    return out;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
