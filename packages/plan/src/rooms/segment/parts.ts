import { connectedComponents } from '@homebound/grid';
import type { PlacedLines } from './placeLines.ts';
import type { WallFloor } from './wallFloor.ts';

/** The pieces that lines cut the floor into. By number from 1; arrays are indexed by it. */
export interface Parts {
  /** Part of each cell, 0 = none. */
  readonly labels: Int32Array;
  readonly cells: Float64Array;
  /** Cell farthest from walls, and how far it is. */
  readonly top: Int32Array;
  readonly peak: Float64Array;
}

/** Parts with less of their outline along things seen are seen only from afar: through glass, or by a look into a room. */
const MIN_WALLED = 0.35;
/** A map with less than this along all outlines does not draw its walls: then nothing can be told from them. */
const MIN_WALLS_DRAWN = 0.5;
/** Outlines shorter than this tell nothing, cells. */
const MIN_OUTLINE = 20;
/** Opening the floor rounds corners: a wall is seen through this much, cells. */
const WALL_WITHIN = 3;

export function cutIntoParts(space: WallFloor, { drawn }: PlacedLines): Parts {
  const { width, height, core, distance } = space;
  const open = new Uint8Array(core.length);
  for (let i = 0; i < open.length; i++) open[i] = core[i] & (1 - drawn[i]);
  const { labels, sizes } = connectedComponents(open, width, height, 4);
  dropSeenFromAfar(space, labels, sizes);
  const parts = { labels, cells: Float64Array.from(sizes), top: sizes.slice(), peak: new Float64Array(sizes.length) };
  for (let i = 0; i < labels.length; i++) {
    if (distance[i] <= parts.peak[labels[i]]) continue;
    parts.peak[labels[i]] = distance[i];
    parts.top[labels[i]] = i;
  }
  return parts;
}

/** Takes out the star-shaped floor behind windows: it ends nowhere in particular, not at walls. */
function dropSeenFromAfar({ width, core, solid }: WallFloor, labels: Int32Array, sizes: Int32Array): void {
  const outline = new Int32Array(sizes.length);
  const walled = new Int32Array(sizes.length);
  const steps = [-1, 1, -width, width];
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] === 0) continue;
    for (const step of steps) {
      if (core[i + step] !== 0) continue;
      outline[labels[i]]++;
      let seen = 0;
      for (let k = 1; k <= WALL_WITHIN; k++) seen |= solid[i + k * step] ?? 0;
      walled[labels[i]] += seen;
    }
  }
  const sum = (values: Int32Array) => values.reduce((a, b) => a + b, 0);
  if (sum(walled) < MIN_WALLS_DRAWN * sum(outline)) return;
  const isAfar = outline.map((n, part) => (n > MIN_OUTLINE && walled[part] < MIN_WALLED * n ? 1 : 0));
  for (let i = 0; i < labels.length; i++) if (isAfar[labels[i]] === 1) labels[i] = 0;
}
