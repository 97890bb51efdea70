import { editHome, type HomePlan, startHome } from '@homebound/plan';
import { FormatError } from './formatError.ts';
import type { ValetudoMap } from './valetudoMap.ts';

/**
 * The maker's rooms with their names, and its restrictions, as a household's own: in the map's frame, numbered from 1.
 * Throws FormatError for a name that no room can have.
 */
export function vendorHome(map: ValetudoMap, input = 'ValetudoMap'): HomePlan {
  const idOf = new Map<number, number>();
  let plan = startHome(map.labels, map.grid, map.restrictions);
  for (const [cell, label] of map.labels.entries()) if (label > 0) idOf.set(label, plan.rooms.labels[cell]);
  for (const { label, name } of map.rooms) {
    const room = idOf.get(label);
    // A room all of whose floor lies under walls has no cells, and a person can't tell of it.
    if (name === undefined || room === undefined) continue;
    try {
      plan = editHome(plan, { kind: 'rename', room, name });
    } catch (error) {
      throw new FormatError('malformed', input, `${(error as Error).message}; rename the segment in Valetudo`);
    }
  }
  return { ...plan, past: [], future: [] };
}
