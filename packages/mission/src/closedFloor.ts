import { centreX, centreY, connectedComponents } from '@homebound/grid';
import type { FreeSpace } from '@homebound/plan';
import type { LostPart } from './lostFloor.ts';

/** Less room for base_link than this behind a narrow place is a nook, no room, m². */
const LEAST_M2 = 0.5;
/** Free floor, however narrow, leads to it within this, m: round somebody who stands in the doorway. */
const REACH_M = 1;

/**
 * Floor with room for the body that nothing but a narrow place keeps apart from what can be reached: too narrow for ever, or only
 * while somebody stands in it. The widest part first. What people forbid is no way.
 */
export function closedFloor(space: FreeSpace): LostPart[] {
  const { width, height, resolution_m, standable, clearance_m, bodyClearance_m } = space;
  const roomy = Uint8Array.from(standable, (can, i) => (can === 0 && clearance_m[i] >= bodyClearance_m ? 1 : 0));
  const { labels, sizes } = connectedComponents(roomy, width, height, 8);
  const cell_m2 = resolution_m * resolution_m;
  if (!sizes.some((size, k) => k > 0 && size * cell_m2 >= LEAST_M2)) return [];
  const from = nearestStandable(space, Math.round(REACH_M / resolution_m));
  // Where each part is nearest to what can be reached: its first cell in the order of the distance.
  const found = new Map<number, LostPart>();
  for (const cell of from.order) {
    const part = labels[cell];
    if (part === 0 || found.has(part) || sizes[part] * cell_m2 < LEAST_M2) continue;
    found.set(part, {
      ...pointOf(space, from.source[cell]),
      inside: pointOf(space, cell),
      area_m2: sizes[part] * cell_m2,
    });
  }
  return [...found.values()].sort((a, b) => b.area_m2 - a.area_m2);
}

/** Cells of free floor within so many steps of the standable ones, in the order of their distance, and where from each is reached. */
function nearestStandable(
  { width, standable, isFree }: FreeSpace,
  steps: number,
): { order: number[]; source: Int32Array } {
  const source = new Int32Array(standable.length).fill(-1);
  const order: number[] = [];
  for (let i = 0; i < standable.length; i++)
    if (standable[i] !== 0) {
      source[i] = i;
      order.push(i);
    }
  for (let k = 0, end = order.length, step = 0; step < steps && k < end; step++, end = order.length)
    for (; k < end; k++)
      for (const next of neighbours(order[k], width))
        if (source[next] === -1 && isFree[next] !== 0) {
          source[next] = source[order[k]];
          order.push(next);
        }
  return { order, source };
}

/** Of a cell in the frame; those above and below may lie off it. */
function neighbours(cell: number, width: number): number[] {
  const ix = cell % width;
  const beside = ix === 0 ? [cell + 1] : ix === width - 1 ? [cell - 1] : [cell - 1, cell + 1];
  return [...beside, cell - width, cell + width];
}

function pointOf(space: FreeSpace, cell: number): { readonly x: number; readonly y: number } {
  const ix = cell % space.width;
  return { x: centreX(space, ix), y: centreY(space, (cell - ix) / space.width) };
}
