import { CoarseWays } from './coarseWays.ts';
import { ownersLeft, type WantedArea } from './jobAreas.ts';
import type { JobRequest } from './jobPlan.ts';

/** More areas than this are not ordered exactly: 2^12 subsets are a few ms. */
const EXACT_AREAS = 12;

/** Ways between the areas of a job, m. */
export interface AreaWays {
  /** From the robot to each area. */
  readonly fromStart: ArrayLike<number>;
  /** From area a to area b at [a * n + b]. */
  readonly between: ArrayLike<number>;
  /** From each area to the dock; zeros when it does not matter where the job ends. */
  readonly toEnd: ArrayLike<number>;
  /** Place in the user's order; areas without one go where they cost least. */
  readonly turns: readonly (number | undefined)[];
}

/** Ways that do not exist cost this much, m: such an area comes last. */
const NO_WAY_M = 1000;

/**
 * The order in which a job's areas are cleaned: those with floor left to sweep, the user's order kept, else the shortest way
 * from the robot through all of them to the dock.
 * @param owners  by pass, from 1 at index 0: index + 1 of the area that each cell belongs to
 * @returns indices of areas
 */
export function areaOrder(
  areas: readonly WantedArea[],
  owners: readonly Int16Array[],
  { space, covered = [], from, dock }: JobRequest,
): number[] {
  const isLeft = owners.map((ofPass, pass) => ownersLeft(ofPass, areas.length, covered[pass]));
  const left = areas.map((_, k) => k).filter((k) => isLeft.some((ofPass) => ofPass[k + 1] !== 0));
  if (left.length < 2) return left;

  const n = left.length;
  const coarse = new CoarseWays(space);
  const all = coarse.blocksByOwner(owners[0], areas.length);
  const blocks = left.map((k) => all[k + 1]);
  const ways = (sources: readonly number[]) => {
    coarse.flood(sources);
    return blocks.map((to) => Math.min(coarse.distanceTo(to), NO_WAY_M));
  };
  const order = orderAreas({
    fromStart: ways(coarse.blocksAt(from)),
    between: blocks.flatMap(ways),
    toEnd: dock ? ways(coarse.blocksAt(dock)) : new Float64Array(n),
    turns: left.map((k) => areas[k].turn),
  });
  return order.map((k) => left[k]);
}

/**
 * The order of the areas with the shortest way from the robot through all of them to the dock, the user's order kept. Exact
 * for up to 12 areas; beyond, cheapest insertion and then moving single areas while that helps.
 * Source: Held and Karp, "A Dynamic Programming Approach to Sequencing Problems", J. SIAM 1962.
 */
export function orderAreas(ways: AreaWays): number[] {
  const n = ways.turns.length;
  if (ways.turns.every((turn) => turn !== undefined)) return sortedByTurn(ways.turns);
  return n <= EXACT_AREAS ? exactOrder(ways, n) : insertedOrder(ways, n);
}

function sortedByTurn(turns: AreaWays['turns']): number[] {
  const named = turns.flatMap((turn, k) => (turn === undefined ? [] : [k]));
  return named.sort((a, b) => (turns[a] as number) - (turns[b] as number));
}

/** Areas, as bits, that must be done before each one. */
function predecessors({ turns }: AreaWays): number[] {
  const order = sortedByTurn(turns);
  const before = turns.map(() => 0);
  for (let k = 1; k < order.length; k++) before[order[k]] = before[order[k - 1]] | (1 << order[k - 1]);
  return before;
}

function exactOrder(ways: AreaWays, n: number): number[] {
  const { fromStart, between, toEnd } = ways;
  const before = predecessors(ways);
  const subsets = 1 << n;
  // cost[set * n + last]: the shortest way through a set that ends in one of its areas.
  const cost = new Float64Array(subsets * n).fill(Number.POSITIVE_INFINITY);
  const previous = new Int8Array(subsets * n).fill(-1);
  for (let a = 0; a < n; a++) if (before[a] === 0) cost[(1 << a) * n + a] = fromStart[a];
  for (let set = 1; set < subsets; set++)
    for (let a = 0; a < n; a++) {
      const here = cost[set * n + a];
      if (here === Number.POSITIVE_INFINITY) continue;
      for (let b = 0; b < n; b++) {
        if ((set & (1 << b)) !== 0 || (before[b] & ~set) !== 0) continue;
        const next = (set | (1 << b)) * n + b;
        const there = here + between[a * n + b];
        if (there >= cost[next]) continue;
        cost[next] = there;
        previous[next] = a;
      }
    }
  let last = 0;
  const all = subsets - 1;
  for (let a = 1; a < n; a++) if (cost[all * n + a] + toEnd[a] < cost[all * n + last] + toEnd[last]) last = a;
  const order: number[] = [];
  for (let set = all, at = last; at >= 0; ) {
    order.unshift(at);
    const from = previous[set * n + at];
    set &= ~(1 << at);
    at = from;
  }
  return order;
}

function insertedOrder(ways: AreaWays, n: number): number[] {
  const order = sortedByTurn(ways.turns);
  for (let a = 0; a < n; a++) if (!order.includes(a)) order.splice(bestPlace(a, order, ways), 0, a);
  for (let improved = true; improved; ) {
    improved = false;
    for (let a = 0; a < n; a++) {
      if (ways.turns[a] !== undefined) continue;
      const rest = order.filter((area) => area !== a);
      const moved = [...rest];
      moved.splice(bestPlace(a, rest, ways), 0, a);
      if (lengthOf(moved, ways) >= lengthOf(order, ways) - 1e-6) continue;
      order.splice(0, n, ...moved);
      improved = true;
    }
  }
  return order;
}

/** Where in an order an area costs the least way. */
function bestPlace(area: number, order: readonly number[], ways: AreaWays): number {
  let best = 0;
  let bestLength = Number.POSITIVE_INFINITY;
  for (let at = 0; at <= order.length; at++) {
    const length = lengthOf([...order.slice(0, at), area, ...order.slice(at)], ways);
    if (length >= bestLength) continue;
    bestLength = length;
    best = at;
  }
  return best;
}

function lengthOf(order: readonly number[], { fromStart, between, toEnd, turns }: AreaWays): number {
  let sum = fromStart[order[0]] + toEnd[order[order.length - 1]];
  for (let k = 1; k < order.length; k++) sum += between[order[k - 1] * turns.length + order[k]];
  return sum;
}
