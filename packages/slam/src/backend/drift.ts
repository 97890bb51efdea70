import { cos, sin, wrapAngle } from '@homebound/math';
import type { KeyGraph } from './keyGraph.ts';

/** How each key frame stands to one of them, along the surest chain of links. */
export interface Drift {
  /** Covariance of x, y, theta seen from the root, upper triangle xx xy xt yy yt tt, shape [n, 6]. Infinity where nothing links. */
  readonly covariance: Float64Array;
  /** Length of the chain, m: how far was driven between, less what loops cut short. Shape [n]. */
  readonly way_m: Float64Array;
}

/** Standard deviation of a key frame's place along its worse direction, m; and of its heading, rad. */
export function driftOf({ covariance }: Drift, key: number): { readonly sigma_m: number; readonly sigma_rad: number } {
  const xx = covariance[6 * key];
  const xy = covariance[6 * key + 1];
  const yy = covariance[6 * key + 3];
  if (xx === Number.POSITIVE_INFINITY) return { sigma_m: xx, sigma_rad: xx };
  const half = 0.5 * (xx - yy);
  const sigma_m = Math.sqrt(0.5 * (xx + yy) + Math.sqrt(half * half + xy * xy));
  return { sigma_m, sigma_rad: Math.sqrt(covariance[6 * key + 5]) };
}

/** A radian of heading counts as this many metres when chains are compared. */
const LEVER_M = 3;

// Scratch of one call: asked for at each new one, of which there are some thousands.
let cost = new Float64Array(0);
/** T_root_key: x, y, theta, and the cosine and sine of theta. */
let pose = new Float64Array(0);
const POSE = 5;

/**
 * How sure each key frame is relative to `root`, by the best chain of links (Dijkstra on their variances). A chain is never
 * surer than the whole graph, so a window drawn from it is wide enough. O(links · log keys).
 * @param wanted  key frames that are asked about, each once: it ends when they are known, and the others may not be. Left out: all
 */
export function driftFrom(keys: KeyGraph, root: number, wanted?: readonly number[]): Drift {
  const n = keys.count;
  const covariance = new Float64Array(6 * n).fill(Number.POSITIVE_INFINITY);
  const way_m = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  if (cost.length < n) {
    cost = new Float64Array(2 * n);
    pose = new Float64Array(2 * POSE * n);
  }
  cost.fill(Number.POSITIVE_INFINITY, 0, n);
  queue.begin(cost);
  cost[root] = 0;
  way_m[root] = 0;
  covariance.fill(0, 6 * root, 6 * root + 6);
  pose.set([0, 0, 0, 1, 0], POSE * root);
  queue.push(root);
  let left = wanted?.length ?? Number.POSITIVE_INFINITY;
  for (let at = queue.pop(); at >= 0; at = queue.pop()) {
    if (wanted?.includes(at) && --left === 0) break;
    const links = keys.linksOf(at);
    for (let i = 0; i < links.length; i++) {
      const link = keys.links[links[i]];
      const next = link.from === at ? link.to : link.from;
      const C = link.covariance;
      const reach = cost[at] + C[0] + C[4] + LEVER_M * LEVER_M * C[8];
      if (!(reach < cost[next])) continue;
      cost[next] = reach;
      const { T_from_to: T } = link;
      way_m[next] = way_m[at] + Math.sqrt(T.x * T.x + T.y * T.y);
      if (link.from === at) extend(covariance, at, next, T.x, T.y, T.theta, C, true);
      else {
        const c = cos(T.theta);
        const s = sin(T.theta);
        extend(covariance, at, next, -c * T.x - s * T.y, s * T.x - c * T.y, -T.theta, C, false);
      }
      queue.push(next);
    }
  }
  return { covariance, way_m };
}

/**
 * First-order composition: the step's lever turns heading error into displacement, its own error adds.
 * @param x  with y and theta where the next key frame stands seen from this one
 * @param C  covariance of the link, in the frame that it was measured in: of this key frame when it runs forward
 */
function extend(
  out: Float64Array,
  at: number,
  next: number,
  x: number,
  y: number,
  theta: number,
  C: Float64Array,
  forward: boolean,
): void {
  const P = POSE * at;
  const c = pose[P + 3];
  const s = pose[P + 4];
  const lx = -(s * x + c * y);
  const ly = c * x - s * y;
  const a = 6 * at;
  const xx = out[a];
  const xy = out[a + 1];
  const xt = out[a + 2];
  const yy = out[a + 3];
  const yt = out[a + 4];
  const tt = out[a + 5];
  const N = POSE * next;
  pose[N] = pose[P] + c * x - s * y;
  pose[N + 1] = pose[P + 1] + s * x + c * y;
  pose[N + 2] = wrapAngle(pose[P + 2] + theta);
  pose[N + 3] = cos(pose[N + 2]);
  pose[N + 4] = sin(pose[N + 2]);
  // Turn of the link's own covariance into the root's frame; a link run backwards is as uncertain, seen from its other end.
  const ct = forward ? c : pose[N + 3];
  const st = forward ? s : pose[N + 4];
  const qxx = ct * ct * C[0] - 2 * ct * st * C[1] + st * st * C[4];
  const qyy = st * st * C[0] + 2 * ct * st * C[1] + ct * ct * C[4];
  const qxy = ct * st * (C[0] - C[4]) + (ct * ct - st * st) * C[1];
  const qxt = ct * C[2] - st * C[5];
  const qyt = st * C[2] + ct * C[5];
  const lever = forward ? 0 : C[8];
  const levered = forward ? 0 : 1;
  const b = 6 * next;
  out[b] = xx + 2 * lx * (xt + levered * qxt) + lx * lx * (tt + lever) + qxx;
  out[b + 1] = xy + lx * (yt + levered * qyt) + ly * (xt + levered * qxt) + lx * ly * (tt + lever) + qxy;
  out[b + 2] = xt + qxt + lx * (tt + lever);
  out[b + 3] = yy + 2 * ly * (yt + levered * qyt) + ly * ly * (tt + lever) + qyy;
  out[b + 4] = yt + qyt + ly * (tt + lever);
  out[b + 5] = tt + C[8];
}

/** A binary heap of indices by a cost that only falls; stale entries are skipped. */
class MinQueue {
  #cost: Float64Array = new Float64Array(0);
  readonly #items: number[] = [];
  readonly #keys: number[] = [];

  /** Begins an empty queue. */
  begin(cost: Float64Array): void {
    this.#cost = cost;
    this.#items.length = 0;
    this.#keys.length = 0;
  }

  push(item: number): void {
    const items = this.#items;
    const keys = this.#keys;
    let i = items.length;
    const key = this.#cost[item];
    items.push(item);
    keys.push(key);
    while (i > 0) {
      const up = (i - 1) >> 1;
      if (keys[up] <= key) break;
      items[i] = items[up];
      keys[i] = keys[up];
      i = up;
    }
    items[i] = item;
    keys[i] = key;
  }

  /** The item of least cost, or -1 when none is left. */
  pop(): number {
    for (;;) {
      if (this.#items.length === 0) return -1;
      const item = this.#items[0];
      const key = this.#keys[0];
      this.#sink();
      if (key <= this.#cost[item]) return item;
    }
  }

  #sink(): void {
    const items = this.#items;
    const keys = this.#keys;
    const item = items.pop()!;
    const key = keys.pop()!;
    const n = items.length;
    if (n === 0) return;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= n) break;
      if (child + 1 < n && keys[child + 1] < keys[child]) child++;
      if (keys[child] >= key) break;
      items[i] = items[child];
      keys[i] = keys[child];
      i = child;
    }
    items[i] = item;
    keys[i] = key;
  }
}

const queue = new MinQueue();
