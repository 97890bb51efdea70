import type { Relation } from '@homebound/formats';
import { between, hypot, type Rng } from '@homebound/math';
import type { TrueScan } from './buildingsRecord.ts';

/** How relations are drawn from the truth. */
export interface RelationOptions {
  readonly short: number;
  /** Span of the short ones, m. */
  readonly span_m: readonly [number, number];
  readonly loops: number;
  /** How far apart the two places of a loop may be, m; their times lie more than a minute apart. */
  readonly near_m: number;
}

/** True motions between scans: short ones along the way, and loops between times at which the robot was near the same place. */
export function relationsOf(scans: readonly TrueScan[], options: RelationOptions, rng: Rng): Relation[] {
  const relations: Relation[] = [];
  const distance = (i: number, j: number) => {
    const moved = between(scans[i].T_world_laser, scans[j].T_world_laser);
    return hypot(moved.x, moved.y);
  };
  const push = (i: number, j: number) =>
    relations.push({
      fromStamp_s: scans[i].stamp_s,
      toStamp_s: scans[j].stamp_s,
      T_from_to: between(scans[i].T_world_laser, scans[j].T_world_laser),
    });
  const stride = Math.max(1, Math.floor(scans.length / options.short));
  for (let i = 0; i < scans.length; i += stride) {
    const wish_m = options.span_m[0] + (options.span_m[1] - options.span_m[0]) * rng.uniform();
    let j = i + 1;
    while (j < scans.length && distance(i, j) < wish_m && scans[j].stamp_s - scans[i].stamp_s < 10) j++;
    if (j < scans.length) push(i, j);
  }
  const pairs = loopPairs(scans, options.near_m);
  for (let k = 0; k < options.loops && pairs.length > 0; k++) {
    // Draws without putting back.
    const at = rng.int(pairs.length);
    push(...pairs[at]);
    pairs[at] = pairs[pairs.length - 1];
    pairs.pop();
  }
  return relations.sort((a, b) => a.fromStamp_s - b.fromStamp_s);
}

/** For each scan one later scan nearby that is more than a minute off: the nearest of each later visit would be many alike. */
function loopPairs(scans: readonly TrueScan[], near_m: number): [number, number][] {
  const pairs: [number, number][] = [];
  const cellOf = (x: number, y: number) => `${Math.floor(x / near_m)},${Math.floor(y / near_m)}`;
  const cells = new Map<string, number[]>();
  scans.forEach(({ stamp_s, T_world_laser: { x, y } }, j) => {
    const near: number[] = [];
    for (const dx of [-near_m, 0, near_m])
      for (const dy of [-near_m, 0, near_m])
        for (const i of cells.get(cellOf(x + dx, y + dy)) ?? []) {
          const { x: px, y: py } = scans[i].T_world_laser;
          if (stamp_s - scans[i].stamp_s > 60 && hypot(px - x, py - y) < near_m) near.push(i);
        }
    // Spread over the visits: one of the first third, and one of the last.
    if (near.length > 0) {
      near.sort((a, b) => a - b);
      pairs.push([near[0], j]);
      if (near.length > 3) pairs.push([near[near.length - 1 - (near.length >> 2)], j]);
    }
    const key = cellOf(x, y);
    cells.set(key, [...(cells.get(key) ?? []), j]);
  });
  return pairs;
}
