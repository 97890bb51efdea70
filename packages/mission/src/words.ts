import type { JobStroke, LeftOut } from '@homebound/plan';
import type { NoLeg } from './leg.ts';
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

/**
 * All is done that can be.
 * @param shut     rooms that were in reach and no longer are
 * @param leftOut  floor that never was
 */
export function doneWith(what: string, shut: readonly string[], leftOut: readonly LeftOut[]): NoLeg {
  const words = [what];
  if (shut.length > 0) words.push(`Could not get into ${shut.join(', ')}: the way there is blocked.`);
  // A shut room is closed off too.
  for (const { why, text } of leftOut) if (shut.length === 0 || why !== 'closedOff') words.push(`${text}.`);
  return { kind: 'none', isDone: true, reason: words.join(' ') };
}
