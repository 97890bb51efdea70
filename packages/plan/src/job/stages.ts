import type { CoverageWork } from '../coverage/coveragePlan.ts';
import type { FreeSpace } from '../space/freeSpace.ts';
import type { WantedArea } from './jobAreas.ts';

/** A run of areas that are swept one after the other in the same pass: planned together. */
export interface Stage {
  readonly pass: number;
  /** Indices of areas, in the order of their turn. */
  readonly areas: readonly number[];
  /** Absent until its turn to be planned comes. */
  work?: CoverageWork;
}

/**
 * Areas in order, each in all of its passes before the next. Neighbours in the same pass at the same levels are one stage; at
 * other levels they are not, since lanes go on through what lies in their way.
 */
export function stagesOf(
  order: readonly number[],
  areas: readonly WantedArea[],
  isLeft: readonly Uint8Array[],
): Stage[] {
  const stages: { pass: number; areas: number[] }[] = [];
  for (const area of order)
    for (let pass = 1; pass <= areas[area].laneAngles_rad.length; pass++) {
      if (isLeft[pass - 1][area + 1] === 0) continue;
      const last = stages.at(-1);
      const isSame = last?.pass === pass && hasSameLevels(areas[last.areas[0]], areas[area]);
      if (isSame) last.areas.push(area);
      else stages.push({ pass, areas: [area] });
    }
  return stages;
}

function hasSameLevels({ levels: a }: WantedArea, { levels: b }: WantedArea): boolean {
  return a.fan === b.fan && a.mainBrush === b.mainBrush && a.sideBrush === b.sideBrush;
}

/**
 * The floor of some of the areas as a mask, and labels that reach a brush's width farther: strokes at an area's rim are driven
 * from beside it, and belong to it all the same.
 */
export function onlyOf(
  owners: Int16Array,
  areas: readonly number[],
  { width, height, brushWidth_m, resolution_m }: FreeSpace,
): { labels: Int16Array; within: Uint8Array } {
  const isIn = new Uint8Array(Math.max(...areas) + 2);
  for (const area of areas) isIn[area + 1] = 1;
  const labels = new Int16Array(owners.length);
  const within = new Uint8Array(owners.length);
  const front: number[] = [];
  for (let i = 0; i < owners.length; i++) {
    if (owners[i] >= isIn.length || isIn[owners[i]] === 0) continue;
    labels[i] = owners[i];
    within[i] = 1;
    // Only the rim can grow.
    const isInner = owners[i - 1] > 0 && owners[i + 1] > 0 && owners[i - width] > 0 && owners[i + width] > 0;
    if (!isInner) front.push(i);
  }
  for (let ring = Math.ceil(brushWidth_m / resolution_m), from = 0; ring > 0; ring--)
    for (const end = front.length; from < end; from++)
      for (const next of [front[from] - 1, front[from] + 1, front[from] - width, front[from] + width]) {
        if (next < 0 || next >= width * height || labels[next] !== 0) continue;
        labels[next] = labels[front[from]];
        front.push(next);
      }
  return { labels, within };
}
