import type { BelievedCell } from './believedCell.ts';
import { keyOf } from './cellKey.ts';

/** Connected groups, of cells no more than `gap` apart, in the order of their first cell. */
export function flood(cells: readonly BelievedCell[], gap: number): BelievedCell[][] {
  const index = new Map(cells.map(({ cx, cy }, i) => [keyOf(cx, cy), i]));
  const isTaken = new Uint8Array(cells.length);
  const groups: BelievedCell[][] = [];
  for (let first = 0; first < cells.length; first++) {
    if (isTaken[first] === 1) continue;
    isTaken[first] = 1;
    const group = [cells[first]];
    for (let k = 0; k < group.length; k++) {
      const { cx, cy } = group[k];
      for (let dy = -gap; dy <= gap; dy++)
        for (let dx = -gap; dx <= gap; dx++) {
          const at = index.get(keyOf(cx + dx, cy + dy));
          if (at === undefined || isTaken[at] === 1) continue;
          isTaken[at] = 1;
          group.push(cells[at]);
        }
    }
    groups.push(group);
  }
  return groups;
}
