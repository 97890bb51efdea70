import { knownPart, type OccupancyGrid } from '@homebound/grid';
import type { RunDetail } from '@homebound/wire';

/** Numbers that a mask is written in at most, some 45 kB of JSON; past it the cells are made coarser. A home of 100 m² has some 5000. */
const MOST_NUMBERS = 12_000;

/** What was swept, small enough to keep: the known part of a coverage grid in runs of (value, count). */
export function sweptOf(coverage: OccupancyGrid): NonNullable<RunDetail['swept']> {
  let grid = knownPart(coverage);
  let runs = runsOf(grid.data);
  while (runs.length > MOST_NUMBERS) {
    grid = halved(grid);
    runs = runsOf(grid.data);
  }
  const { width, height, resolution_m, originX_m, originY_m } = grid;
  return { width, height, resolution_m, originX_m, originY_m, runs };
}

function runsOf(cells: Int8Array): number[] {
  const runs: number[] = [];
  for (let i = 0; i < cells.length; ) {
    let end = i + 1;
    while (end < cells.length && cells[end] === cells[i]) end++;
    runs.push(cells[i], end - i);
    i = end;
  }
  return runs;
}

/** Cells twice as large; swept where any of the four was. */
function halved(grid: OccupancyGrid): OccupancyGrid {
  const { originX_m, originY_m } = grid;
  const [width, height] = [Math.ceil(grid.width / 2), Math.ceil(grid.height / 2)];
  const data = new Int8Array(width * height).fill(-1);
  for (let iy = 0, i = 0; iy < grid.height; iy++)
    for (let ix = 0; ix < grid.width; ix++, i++) {
      const at = (iy >> 1) * width + (ix >> 1);
      if (grid.data[i] > data[at]) data[at] = grid.data[i];
    }
  return { width, height, resolution_m: 2 * grid.resolution_m, originX_m, originY_m, data };
}
