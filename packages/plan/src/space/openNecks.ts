import { connectedComponents, type GridFrame } from '@homebound/grid';

/** Longer narrow ways are no necks, m: to be wrong about one a map must be wrong in many cells. */
const MAX_NECK_M = 0.5;
const STEPS_X = [1, -1, 0, 0, 1, -1, 1, -1];
const STEPS_Y = [0, 0, 1, -1, 1, 1, -1, -1];

/** Floor as `freeSpace` sees it; all arrays have the frame's shape. */
export interface NeckFloor extends GridFrame {
  /** Non-zero = free; changed in place. */
  readonly isFree: Uint8Array;
  /** From each cell's centre to the nearest cell that is not free, m. */
  readonly clearance_m: Float32Array;
  /** Where the body fits: non-zero = `clearance_m` is at least `bodyClearance_m`. */
  readonly roomy: Uint8Array;
  readonly bodyClearance_m: number;
  /** A roomy cell of the robot's own floor. */
  readonly home: number;
  /** Non-zero = must not be entered. */
  readonly keepOut?: Uint8Array;
}

/**
 * Frees blocked cells beside necks: short ways, a little narrower than the body on this map, to floor on which it would fit. A
 * wall's cell counts as blocked all through, wherever in it the surface lies, and noise spreads the wall over the next one, so
 * that gaps look up to two cells narrower than they are. Who drives there looks for himself. A neck beside what is kept out of
 * stays shut.
 * @param squeeze_m      so much nearer to blocked cells than `bodyClearance_m` a neck may lead
 * @param minPocket_m2   floor on which the body may stand behind a neck that is worth opening it: the brush sweeps several times as much
 * @returns how many pockets were opened
 */
export function openNecks(floor: NeckFloor, squeeze_m: number, minPocket_m2: number): number {
  const { width, height, resolution_m, roomy, home } = floor;
  const { labels, sizes } = connectedComponents(roomy, width, height, 8);
  const minCells = minPocket_m2 / (resolution_m * resolution_m);
  /** By component: 1 a pocket that is shut, 2 floor that the robot gets to. */
  const kind = Uint8Array.from(sizes, (size) => (size >= minCells ? 1 : 0));
  kind[0] = 0;
  kind[labels[home]] = 2;
  const parent = new Int32Array(roomy.length);
  let opened = 0;
  for (let left = kind.reduce((sum, value) => sum + (value === 1 ? 1 : 0), 0); left > 0; left--) {
    const neck = shortestNeck(floor, squeeze_m, labels, kind, parent);
    if (neck === undefined) break;
    const isOpen = widen(floor, neck);
    kind[labels[neck[0]]] = isOpen ? 2 : 0;
    if (isOpen) opened++;
  }
  return opened;
}

/** The cells from a pocket's to one of the robot's floor's, over a little too narrow floor; undefined when no neck is left. */
function shortestNeck(
  { width, resolution_m, clearance_m, bodyClearance_m }: NeckFloor,
  squeeze_m: number,
  labels: Int32Array,
  kind: Uint8Array,
  parent: Int32Array,
): number[] | undefined {
  const least_m = bodyClearance_m - squeeze_m;
  const maxSteps = Math.floor(MAX_NECK_M / resolution_m);
  parent.fill(-1);
  let front: number[] = [];
  for (let i = width; i < labels.length - width; i++)
    if (kind[labels[i]] === 2 && isRim(i)) {
      front.push(i);
      parent[i] = i;
    }
  for (let step = 0; step < maxSteps && front.length > 0; step++) {
    const next: number[] = [];
    for (const cell of front)
      for (let d = 0; d < 8; d++) {
        const to = cell + STEPS_Y[d] * width + STEPS_X[d];
        if (parent[to] >= 0 || !(clearance_m[to] >= least_m) || kind[labels[to]] === 2) continue;
        parent[to] = cell;
        if (kind[labels[to]] === 1) return wayBack(to, parent);
        next.push(to);
      }
    front = next;
  }
  return undefined;

  function isRim(i: number): boolean {
    return !(labels[i - 1] > 0 && labels[i + 1] > 0 && labels[i - width] > 0 && labels[i + width] > 0);
  }
}

function wayBack(cell: number, parent: Int32Array): number[] {
  const way = [cell];
  while (parent[way[way.length - 1]] !== way[way.length - 1]) way.push(parent[way[way.length - 1]]);
  return way;
}

/** Frees what is blocked nearer to a neck than the body needs; false, and nothing freed, when that is to be kept out of. */
function widen({ width, resolution_m, isFree, bodyClearance_m, keepOut }: NeckFloor, neck: readonly number[]): boolean {
  // A cell more: between the centres of a neck's cells the body needs room too.
  const disc = discAround(bodyClearance_m + resolution_m, resolution_m, width);
  const freed: number[] = [];
  for (const cell of neck)
    for (const offset of disc) {
      const at = cell + offset;
      if (at < 0 || at >= isFree.length || isFree[at] !== 0) continue;
      if (keepOut !== undefined && keepOut[at] !== 0) return false;
      freed.push(at);
    }
  for (const at of freed) isFree[at] = 1;
  return true;
}

/** Index offsets of the cells whose nearest point is within a distance of the middle one's centre. */
function discAround(radius_m: number, resolution_m: number, width: number): number[] {
  const offsets: number[] = [];
  const reach = Math.ceil(radius_m / resolution_m) + 1;
  for (let dy = -reach; dy <= reach; dy++)
    for (let dx = -reach; dx <= reach; dx++) {
      const nearX = Math.max(0, Math.abs(dx) - 0.5) * resolution_m;
      const nearY = Math.max(0, Math.abs(dy) - 0.5) * resolution_m;
      if (nearX * nearX + nearY * nearY < radius_m * radius_m) offsets.push(dy * width + dx);
    }
  return offsets;
}
