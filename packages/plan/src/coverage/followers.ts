import type { ConnectionCosts, TourStop } from './connections.ts';

/** So many of the cheapest followers of each stroke are tried. */
const FOLLOWERS = 10;
/** Followers are sought among strokes that begin within this distance, m. */
const FOLLOW_M = 2;

/** The nodes of a tour that goes to the stroke that is reached soonest, again and again. */
export function nearestFirst(stops: readonly TourStop[], costs: ConnectionCosts): number[] {
  const order: number[] = [];
  const isUsed = new Uint8Array(stops.length);
  let at = -1;
  while (order.length < stops.length) {
    let best = -1;
    let bestCost = Number.POSITIVE_INFINITY;
    for (let node = 0; node < costs.nodes; node++) {
      if (isUsed[node >> 1] !== 0 || ((node & 1) === 1 && !stops[node >> 1].reversible)) continue;
      const cost = costs.between(at, node);
      if (cost >= bestCost) continue;
      bestCost = cost;
      best = node;
    }
    isUsed[best >> 1] = 1;
    order.push(best);
    at = best;
  }
  return order;
}

/** By node, the start last: the nodes that are reached from it soonest. */
export function cheapestFollowers(stops: readonly TourStop[], costs: ConnectionCosts): number[][] {
  const followers: number[][] = [];
  for (let a = 0; a <= costs.nodes; a++) {
    const from = a === costs.nodes ? -1 : a;
    const near: number[] = [];
    for (let b = 0; b < costs.nodes; b++) {
      const isAllowed = (b & 1) === 0 || stops[b >> 1].reversible;
      if (isAllowed && b >> 1 !== a >> 1 && (from < 0 || costs.air(from, b) < FOLLOW_M)) near.push(b);
    }
    near.sort((p, q) => costs.between(from, p) - costs.between(from, q) || p - q);
    followers.push(near.slice(0, FOLLOWERS));
  }
  return followers;
}
