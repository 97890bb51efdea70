import { simulation_interfaces } from '@homebound/messages';
import type { Entities } from '../run/entities.ts';
import type { Box } from '../run/footprint.ts';
import { Refused } from '../run/refused.ts';
import { categoryNumber } from './categories.ts';

const { Bounds, TagsFilter } = simulation_interfaces;

/** Longest pattern for names. */
const LONGEST_PATTERN = 200;

/** Names of the entities that pass all filters. Throws Refused for a pattern or bounds that cannot be used. */
export function filterEntities(entities: Entities, filters: simulation_interfaces.EntityFilters): string[] {
  const { filter, categories, tags, bounds } = filters;
  const isNamed = pattern(filter);
  const overlaps = overlapWith(bounds);
  const wanted = new Set(categories.map(({ category }) => category));
  return entities.names().filter((name) => {
    if (!isNamed(name)) return false;
    const info = entities.info(name);
    if (wanted.size > 0 && !wanted.has(categoryNumber(info.category))) return false;
    return hasTags(info.tags, tags) && overlaps(() => entities.boundsInWorld(name));
  });
}

/** Whether tags pass a filter; without tags to look for, all do. */
export function hasTags(own: readonly string[], { tags, filter_mode }: simulation_interfaces.TagsFilter): boolean {
  if (tags.length === 0) return true;
  const has = (tag: string): boolean => own.includes(tag);
  return filter_mode === TagsFilter.FILTER_MODE_ALL ? tags.every(has) : tags.some(has);
}

function pattern(text: string): (name: string) => boolean {
  if (text === '') return () => true;
  if (text.length > LONGEST_PATTERN)
    throw new Refused('failed', `the filter has ${text.length} characters, at most ${LONGEST_PATTERN} are used`);
  try {
    const expression = new RegExp(text);
    return (name) => expression.test(name);
  } catch {
    throw new Refused('failed', `${JSON.stringify(text)} is no regular expression`);
  }
}

function overlapWith({ type, points }: simulation_interfaces.Bounds): (box: () => Box) => boolean {
  if (type === Bounds.TYPE_EMPTY) return () => true;
  if (type === Bounds.TYPE_CONVEX_HULL) throw new Refused('unsupported', 'bounds are a box or a sphere, not a hull');
  if (points.length !== 2) throw new Refused('failed', `a box or a sphere has 2 points, got ${points.length}`);
  const [a, b] = points.map(({ x, y, z }) => [x, y, z] as const);
  if (type === Bounds.TYPE_SPHERE) return (box) => fromBox(a, box()) <= b[0] * b[0];
  return (box) => {
    const { low, high } = box();
    return [0, 1, 2].every((i) => low[i] <= Math.max(a[i], b[i]) && high[i] >= Math.min(a[i], b[i]));
  };
}

/** Square of the distance from a point to a box. */
function fromBox(point: readonly number[], { low, high }: Box): number {
  let square = 0;
  for (let i = 0; i < 3; i++) {
    const d = Math.max(low[i] - point[i], 0, point[i] - high[i]);
    square += d * d;
  }
  return square;
}
