/**
 * Where a grid lies: cell (0, 0) has its lower left corner at (originX_m, originY_m), rows run along +y.
 * `index = iy * width + ix`. Grids are not rotated: a map with a yaw is turned when it is read.
 */
export interface GridFrame {
  readonly width: number;
  readonly height: number;
  readonly resolution_m: number;
  readonly originX_m: number;
  readonly originY_m: number;
}

/** An occupancy grid as ROS means it: -1 unknown, 0 free .. 100 occupied, shape [height, width]. */
export interface OccupancyGrid extends GridFrame {
  readonly data: Int8Array;
}

/** Throws RangeError unless the frame has whole positive sizes and a positive resolution. */
export function checkFrame(frame: GridFrame): void {
  const { width, height, resolution_m, originX_m, originY_m } = frame;
  for (const [name, value] of [
    ['width', width],
    ['height', height],
  ] as const)
    if (!Number.isInteger(value) || value <= 0)
      throw new RangeError(`Cannot build grid: ${name} must be a whole number > 0, got ${value}`);
  if (!(resolution_m > 0 && resolution_m < Number.POSITIVE_INFINITY))
    throw new RangeError(`Cannot build grid: resolution must be > 0 m, got ${resolution_m}`);
  if (!Number.isFinite(originX_m) || !Number.isFinite(originY_m))
    throw new RangeError(`Cannot build grid: origin must be finite, got (${originX_m}, ${originY_m})`);
}

/** Whether cells of the one are cells of the other. */
export function sameFrame(a: GridFrame, b: GridFrame): boolean {
  return (
    a.width === b.width &&
    a.height === b.height &&
    a.resolution_m === b.resolution_m &&
    a.originX_m === b.originX_m &&
    a.originY_m === b.originY_m
  );
}

/** Column of the cell that x falls in; may lie outside the grid. */
export function cellX(frame: GridFrame, x: number): number {
  return Math.floor((x - frame.originX_m) / frame.resolution_m);
}

/** Row of the cell that y falls in; may lie outside the grid. */
export function cellY(frame: GridFrame, y: number): number {
  return Math.floor((y - frame.originY_m) / frame.resolution_m);
}

/** x of the centre of column ix, m. */
export function centreX(frame: GridFrame, ix: number): number {
  return frame.originX_m + (ix + 0.5) * frame.resolution_m;
}

/** y of the centre of row iy, m. */
export function centreY(frame: GridFrame, iy: number): number {
  return frame.originY_m + (iy + 0.5) * frame.resolution_m;
}
