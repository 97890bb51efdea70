import { compose, cos, identity, type SE2, sin } from '@homebound/math';
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

/**
 * How sure each key frame is relative to `root`, by the best chain of links (Dijkstra on their variances). A chain is never
 * surer than the whole graph, so a window drawn from it is wide enough. O(links · log keys).
 */
export function driftFrom(keys: KeyGraph, root: number): Drift {
  const n = keys.count;
  const covariance = new Float64Array(6 * n).fill(Number.POSITIVE_INFINITY);
  const way_m = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const cost = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const poses: SE2[] = new Array(n);
  const queue = new MinQueue(cost);
  cost[root] = 0;
  way_m[root] = 0;
  covariance.fill(0, 6 * root, 6 * root + 6);
  poses[root] = identity;
  queue.push(root);
  for (let at = queue.pop(); at >= 0; at = queue.pop())
    for (const index of keys.linksOf(at)) {
      const link = keys.links[index];
      const next = link.from === at ? link.to : link.from;
      const C = link.covariance;
      const reach = cost[at] + C[0] + C[4] + LEVER_M * LEVER_M * C[8];
      if (!(reach < cost[next])) continue;
      cost[next] = reach;
      const { T_from_to: T } = link;
      way_m[next] = way_m[at] + Math.sqrt(T.x * T.x + T.y * T.y);
      poses[next] = extend(covariance, at, next, poses[at], link.from === at ? T : inverted(T), C, link.from === at);
      queue.push(next);
    }
  return { covariance, way_m };
}

/** First-order composition: the step's lever turns heading error into displacement, its own error adds. */
function extend(
  out: Float64Array,
  at: number,
  next: number,
  T_root_at: SE2,
  T_at_next: SE2,
  C: Float64Array,
  forward: boolean,
): SE2 {
  const c = cos(T_root_at.theta);
  const s = sin(T_root_at.theta);
  const lx = -(s * T_at_next.x + c * T_at_next.y);
  const ly = c * T_at_next.x - s * T_at_next.y;
  const a = 6 * at;
  const [xx, xy, xt] = [out[a], out[a + 1], out[a + 2]];
  const [yy, yt, tt] = [out[a + 3], out[a + 4], out[a + 5]];
  // Turn of the link's own covariance into the root's frame; a link run backwards is as uncertain, seen from its other end.
  const turn = forward ? T_root_at.theta : T_root_at.theta + T_at_next.theta;
  const ct = cos(turn);
  const st = sin(turn);
  const qxx = ct * ct * C[0] - 2 * ct * st * C[1] + st * st * C[4];
  const qyy = st * st * C[0] + 2 * ct * st * C[1] + ct * ct * C[4];
  const qxy = ct * st * (C[0] - C[4]) + (ct * ct - st * st) * C[1];
  const lever = forward ? 0 : C[8];
  const b = 6 * next;
  out[b] = xx + 2 * lx * xt + lx * lx * (tt + lever) + qxx;
  out[b + 1] = xy + lx * yt + ly * xt + lx * ly * (tt + lever) + qxy;
  out[b + 2] = xt + lx * (tt + lever);
  out[b + 3] = yy + 2 * ly * yt + ly * ly * (tt + lever) + qyy;
  out[b + 4] = yt + ly * (tt + lever);
  out[b + 5] = tt + C[8];
  return compose(T_root_at, T_at_next);
}

function inverted(T: SE2): SE2 {
  const c = cos(T.theta);
  const s = sin(T.theta);
  return { x: -c * T.x - s * T.y, y: s * T.x - c * T.y, theta: -T.theta };
}

/** A binary heap of indices by a cost that only falls; stale entries are skipped. */
class MinQueue {
  readonly #cost: Float64Array;
  readonly #items: number[] = [];
  readonly #keys: number[] = [];

  constructor(cost: Float64Array) {
    this.#cost = cost;
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
