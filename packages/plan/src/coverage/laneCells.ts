import type { GridFrame } from '@homebound/grid';
import { cos, sin } from '@homebound/math';

/** A stretch of one row of a cell, in steps: row across the lanes, first and last along them. */
export interface CellRun {
  readonly row: number;
  readonly first: number;
  readonly last: number;
}

/** A part of a region that parallel lanes sweep from one side to the other without being split by anything wide. */
export interface LaneCell {
  readonly runs: readonly CellRun[];
}

/** Lanes run along u, lie side by side along v: a frame turned by the lanes' direction round the raster's origin. */
export interface LaneFrame {
  readonly c: number;
  readonly s: number;
  readonly step_m: number;
  readonly minU_m: number;
  readonly minV_m: number;
  readonly columns: number;
  readonly rows: number;
}

/** The frame in lane direction round some cells of a raster. */
export function laneFrame(frame: GridFrame, cells: Int32Array, direction_rad: number, step_m: number): LaneFrame {
  const c = cos(direction_rad);
  const s = sin(direction_rad);
  let [minU, maxU, minV, maxV] = [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  for (const cell of cells) {
    const x = ((cell % frame.width) + 0.5) * frame.resolution_m;
    const y = (Math.floor(cell / frame.width) + 0.5) * frame.resolution_m;
    const u = c * x + s * y;
    const v = -s * x + c * y;
    if (u < minU) minU = u;
    if (u > maxU) maxU = u;
    if (v < minV) minV = v;
    if (v > maxV) maxV = v;
  }
  const half = frame.resolution_m / 2;
  return {
    c,
    s,
    step_m,
    minU_m: minU - half,
    minV_m: minV - half,
    columns: Math.ceil((maxU - minU + 2 * half) / step_m),
    rows: Math.ceil((maxV - minV + 2 * half) / step_m),
  };
}

/**
 * Cuts a region into cells for lanes along u: boustrophedon cells, which begin and end where a row of floor splits, joins,
 * begins or ends. Holes up to `maxGap_m` along a lane (chair legs) split nothing; cells lower than `minHeight_m` go to the
 * neighbour that they touch most.
 * @param labels  of the raster's cells; the region has `label`
 * Source: Choset and Pignon, "Coverage path planning: the boustrophedon cellular decomposition", FSR 1997.
 */
export function laneCells(
  raster: GridFrame,
  labels: Int32Array,
  label: number,
  frame: LaneFrame,
  maxGap_m: number,
  minHeight_m: number,
): LaneCell[] {
  const cells: CellRun[][] = [];
  let below: { run: CellRun; cell: number }[] = [];
  const touches: [number, number, number][] = []; // lower cell, upper cell, steps in touch
  for (let row = 0; row < frame.rows; row++) {
    const runs = runsOfRow(raster, labels, label, frame, row, Math.round(maxGap_m / frame.step_m));
    const here = runs.map((run) => ({ run, cell: -1 }));
    const links = below.map((low) => here.filter((high) => overlap(low.run, high.run) > 0));
    for (const high of here) {
      const lows = below.filter((_, k) => links[k].includes(high));
      const isOnly = lows.length === 1 && links[below.indexOf(lows[0])].length === 1;
      high.cell = isOnly ? lows[0].cell : cells.push([]) - 1;
      cells[high.cell].push(high.run);
      if (!isOnly) for (const low of lows) touches.push([low.cell, high.cell, overlap(low.run, high.run)]);
    }
    below = here;
  }
  return mergeLow(cells, touches, minHeight_m / frame.step_m);
}

function overlap(a: CellRun, b: CellRun): number {
  return Math.min(a.last, b.last) - Math.max(a.first, b.first) + 1;
}

function runsOfRow(
  raster: GridFrame,
  labels: Int32Array,
  label: number,
  { c, s, step_m, minU_m, minV_m, columns }: LaneFrame,
  row: number,
  maxGap: number,
): CellRun[] {
  const { width, height, resolution_m } = raster;
  const inv = 1 / resolution_m;
  const v = minV_m + (row + 0.5) * step_m;
  const runs: CellRun[] = [];
  let first = -1;
  let last = -1;
  for (let column = 0; column < columns; column++) {
    const u = minU_m + (column + 0.5) * step_m;
    const ix = Math.floor((c * u - s * v) * inv);
    const iy = Math.floor((s * u + c * v) * inv);
    if (ix < 0 || iy < 0 || ix >= width || iy >= height || labels[iy * width + ix] !== label) continue;
    if (first >= 0 && column - last - 1 > maxGap) {
      runs.push({ row, first, last });
      first = -1;
    }
    if (first < 0) first = column;
    last = column;
  }
  if (first >= 0) runs.push({ row, first, last });
  return runs;
}

/** Gives low cells to the neighbour that they touch most, lowest first. */
function mergeLow(cells: CellRun[][], touches: readonly [number, number, number][], minRows: number): LaneCell[] {
  const owner = cells.map((_, k) => k);
  const ownerOf = (k: number): number => {
    while (owner[k] !== k) k = owner[k];
    return k;
  };
  const order = cells.map((_, k) => k).sort((a, b) => cells[a].length - cells[b].length || a - b);
  for (const k of order) {
    if (cells[k].length >= minRows || owner[k] !== k) continue;
    let best = -1;
    let bestTouch = 0;
    for (const [low, high, steps] of touches) {
      const a = ownerOf(low);
      const b = ownerOf(high);
      if (a === b || (a !== k && b !== k) || steps <= bestTouch) continue;
      bestTouch = steps;
      best = a === k ? b : a;
    }
    if (best < 0) continue;
    owner[k] = best;
    cells[best].push(...cells[k]);
  }
  return cells.filter((_, k) => owner[k] === k).map((runs) => ({ runs }));
}
