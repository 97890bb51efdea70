import type { JobStroke } from '@homebound/plan';
import { lengthOf } from './polyline.ts';

/** What the robot is at for most of a leg. */
export function sayWhat(strokes: readonly JobStroke[]): string {
  const lengths = { perimeter: 0, lane: 0, patch: 0, travel: 0 };
  for (const { kind, path } of strokes) lengths[kind] += lengthOf(path);
  if (lengths.lane >= lengths.perimeter && lengths.lane >= lengths.patch) return 'Cleaning the open floor in lanes.';
  return lengths.perimeter >= lengths.patch
    ? 'Cleaning along walls and furniture.'
    : 'Cleaning corners and spots between things.';
}

/** `12.3 m²`. */
export function areaWords(area_m2: number): string {
  return `${area_m2.toFixed(1)} m²`;
}
