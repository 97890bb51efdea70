/** Where two basins meet first: the widest place between them. */
export interface Neck {
  readonly cell: number;
  readonly rooms: readonly [number, number];
}

export interface Basins {
  /** From 1; 0 outside the mask. */
  readonly label: Int32Array;
  readonly count: number;
  readonly necks: readonly Neck[];
}

export interface BasinOptions {
  /** Basins join over a neck with at least this clearance, cells … */
  readonly doorHalf: number;
  /** … or with this share of the clearance in the smaller basin, … */
  readonly neckShare: number;
  /** … or when one of them is smaller than this, cells. */
  readonly leastCells: number;
}

/** Clearances are sorted in steps of a quarter of a cell. */
const STEPS = 4;

/**
 * Basins of a clearance field, flooded from its peaks down: where two meet they join or the cell is a neck between them.
 * Source: Vincent and Soille, Watersheds in digital spaces, 1991, with the joining rule of Wurm's door detection turned into a saddle test.
 * @param clearance distance to the nearest wall, cells, shape [height, width]
 */
export function watershed(
  clearance: Float32Array,
  mask: Uint8Array,
  width: number,
  height: number,
  options: BasinOptions,
): Basins {
  const basin = new Int32Array(mask.length); // index into `peaks` of each flooded cell, +1
  const peaks: number[] = [];
  const sizes: number[] = [];
  const parent: number[] = [];
  const saddles = new Map<string, number>(); // pair of basins → cell where they met first
  const find = (a: number): number => {
    let root = a;
    while (parent[root] !== root) root = parent[root];
    parent[a] = root;
    return root;
  };
  const join = (a: number, b: number): void => {
    const [high, low] = peaks[a] >= peaks[b] ? [a, b] : [b, a];
    parent[low] = high;
    sizes[high] += sizes[low];
  };
  for (const cell of byFalling(clearance, mask)) {
    const around = neighboursOf(cell, width, height).filter((next) => basin[next] !== 0);
    if (around.length === 0) {
      peaks.push(clearance[cell]);
      sizes.push(1);
      parent.push(parent.length);
      basin[cell] = peaks.length;
      continue;
    }
    let root = find(basin[around[0]] - 1);
    basin[cell] = root + 1;
    sizes[root]++;
    for (let k = 1; k < around.length; k++) {
      const other = find(basin[around[k]] - 1);
      if (other === root) continue;
      const lower = Math.min(peaks[root], peaks[other]);
      const isOpen = clearance[cell] >= options.doorHalf || clearance[cell] >= options.neckShare * lower;
      if (isOpen || Math.min(sizes[root], sizes[other]) < options.leastCells * 0.25) join(root, other);
      else {
        const key = root < other ? `${root} ${other}` : `${other} ${root}`;
        if (!saddles.has(key)) saddles.set(key, cell);
      }
      root = find(root);
    }
  }
  // Saddles in the order in which they were met: the widest first. Small basins go to the widest neighbour.
  for (const key of saddles.keys()) {
    const [a, b] = key.split(' ').map((word) => find(Number(word)));
    if (a !== b && Math.min(sizes[a], sizes[b]) < options.leastCells) join(a, b);
  }
  return number(basin, saddles, find);
}

/** Gives the basins that are left consecutive numbers. */
function number(basin: Int32Array, saddles: ReadonlyMap<string, number>, find: (a: number) => number): Basins {
  const numberOf = new Map<number, number>();
  const label = basin.map((value) => {
    if (value === 0) return 0;
    const root = find(value - 1);
    if (!numberOf.has(root)) numberOf.set(root, numberOf.size + 1);
    return numberOf.get(root) as number;
  });
  const necks: Neck[] = [];
  for (const [key, cell] of saddles) {
    const [a, b] = key.split(' ').map((word) => numberOf.get(find(Number(word))) as number);
    if (a !== b) necks.push({ cell, rooms: [a, b] });
  }
  return { label, count: numberOf.size, necks };
}

/** Cells of the mask, the clearest first; equal ones in reading order. */
function byFalling(clearance: Float32Array, mask: Uint8Array): Int32Array {
  let highest = 0;
  for (let cell = 0; cell < mask.length; cell++) highest = Math.max(highest, mask[cell] === 1 ? clearance[cell] : 0);
  const last = Math.floor(highest * STEPS);
  const start = new Int32Array(last + 2);
  for (let cell = 0; cell < mask.length; cell++)
    if (mask[cell] === 1) start[last - Math.floor(clearance[cell] * STEPS) + 1]++;
  for (let i = 1; i < start.length; i++) start[i] += start[i - 1];
  const order = new Int32Array(start[start.length - 1]);
  for (let cell = 0; cell < mask.length; cell++)
    if (mask[cell] === 1) order[start[last - Math.floor(clearance[cell] * STEPS)]++] = cell;
  return order;
}

function neighboursOf(cell: number, width: number, height: number): number[] {
  const ix = cell % width;
  const iy = (cell - ix) / width;
  const out: number[] = [];
  for (let dy = -1; dy <= 1; dy++)
    for (let dx = -1; dx <= 1; dx++)
      if ((dx !== 0 || dy !== 0) && ix + dx >= 0 && iy + dy >= 0 && ix + dx < width && iy + dy < height)
        out.push(cell + dy * width + dx);
  return out;
}
