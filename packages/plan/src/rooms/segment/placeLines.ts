import type { DoorLine } from './doorLines.ts';
import type { WallFloor } from './wallFloor.ts';

export interface PlacedLines {
  readonly lines: readonly DoorLine[];
  /** 1 where a line is drawn; floor on its two sides is not connected by sides of cells. */
  readonly drawn: Uint8Array;
}

/** What a metre of opening costs, next to the share of the wall that it is. */
const COST_PER_M = 0.1;
/** Lines may meet at their ends: crossings are looked for from here on, cells. */
const END_CELLS = 5;

/** Draws lines that do not cross, those first that leave least of a long wall open. */
export function placeLines(space: WallFloor, lines: readonly DoorLine[]): PlacedLines {
  const { core, width, cell_m } = space;
  const drawn = new Uint8Array(core.length);
  const cost = lines.map(({ length, wall }) => length / (length + wall) + COST_PER_M * length * cell_m);
  const order = lines.map((_, i) => i).sort((i, j) => cost[i] - cost[j] || i - j);
  const placed: DoorLine[] = [];
  for (const i of order) {
    const cells = cellsOf(lines[i], width);
    if (crosses(cells, drawn, width)) continue;
    for (const cell of cells) drawn[cell] = core[cell];
    placed.push(lines[i]);
  }
  return { lines: placed, drawn };
}

function crosses(cells: readonly number[], drawn: Uint8Array, width: number): boolean {
  for (let k = END_CELLS; k < cells.length - END_CELLS; k++) {
    const cell = cells[k];
    if (drawn[cell] + drawn[cell - 1] + drawn[cell + 1] + drawn[cell - width] + drawn[cell + width] > 0) return true;
  }
  return false;
}

/** The cells of a line from wall to wall, each sharing a side with the next. */
function cellsOf({ x0, y0, x1, y1, ux, uy }: DoorLine, width: number): number[] {
  let ix = Math.round(x0 - ux);
  let iy = Math.round(y0 - uy);
  const dx = Math.round(x1 + ux) - ix;
  const dy = Math.round(y1 + uy) - iy;
  const stepX = Math.sign(dx);
  const stepY = Math.sign(dy);
  const cells = [iy * width + ix];
  for (let px = 0, py = 0; px < Math.abs(dx) || py < Math.abs(dy); ) {
    // Whichever side of the cell the line leaves by: compare where it meets the next column and the next row.
    if ((1 + 2 * px) * Math.abs(dy) < (1 + 2 * py) * Math.abs(dx)) {
      ix += stepX;
      px++;
    } else {
      iy += stepY;
      py++;
    }
    cells.push(iy * width + ix);
  }
  return cells;
}
