/** All cell offsets within a radius, nearest first: what "the nearest occupied cell" is counted in. */
export interface Rings {
  /** Count of offsets; this value itself stands for "nothing within the radius". */
  readonly count: number;
  readonly radius_cells: number;
  readonly dx: Int16Array;
  readonly dy: Int16Array;
  /** Index of the offset that points the other way. */
  readonly opposite: Uint16Array;
  /** Distance in cells by index; the entry at `count` is the radius. */
  readonly distance: Float64Array;
  /** The offsets as a square of this odd side around a cell, row by row: how far each row reaches to either side, */
  readonly side: number;
  readonly rowReach: Int16Array;
  /** and by place in the square the index of the offset that points back to the cell in its midst; `count` outside the disc. */
  readonly square: Uint16Array;
}

/**
 * Offsets with dx² + dy² < radius², ordered by distance, then dy, then dx: a total order, so that the field is the same
 * whatever order the cells were added in.
 */
export function makeRings(radius_cells: number): Rings {
  if (!Number.isInteger(radius_cells) || radius_cells < 1 || radius_cells > 100)
    throw new RangeError(`Cannot build rings: radius must be a whole number of cells in [1, 100], got ${radius_cells}`);
  const offsets: { dx: number; dy: number; square: number }[] = [];
  for (let dy = -radius_cells; dy <= radius_cells; dy++)
    for (let dx = -radius_cells; dx <= radius_cells; dx++) {
      const square = dx * dx + dy * dy;
      if (square < radius_cells * radius_cells) offsets.push({ dx, dy, square });
    }
  offsets.sort((a, b) => a.square - b.square || a.dy - b.dy || a.dx - b.dx);
  const count = offsets.length;
  const indexOf = new Map(offsets.map(({ dx, dy }, k) => [dy * 1000 + dx, k]));
  const opposite = Uint16Array.from(offsets, (o) => indexOf.get(-o.dy * 1000 - o.dx)!);
  const side = 2 * radius_cells - 1;
  const rowReach = new Int16Array(side);
  const square = new Uint16Array(side * side).fill(count);
  for (let k = 0; k < count; k++) {
    const row = offsets[k].dy + radius_cells - 1;
    rowReach[row] = Math.max(rowReach[row], Math.abs(offsets[k].dx));
    square[row * side + offsets[k].dx + radius_cells - 1] = opposite[k];
  }
  return {
    count,
    radius_cells,
    dx: Int16Array.from(offsets, (o) => o.dx),
    dy: Int16Array.from(offsets, (o) => o.dy),
    opposite,
    distance: Float64Array.from([...offsets.map((o) => Math.sqrt(o.square)), radius_cells]),
    side,
    rowReach,
    square,
  };
}
