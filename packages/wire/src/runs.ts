/**
 * Run lengths of a grid's cells: pairs (value, length 1..255). Maps are mostly unknown or free, so a snapshot of a home
 * shrinks about twenty times, which plain deflate would do better but not inside a strict worker without a library.
 */

/**
 * Writes runs into `out` from `at` on.
 * @returns the number of bytes written, or -1 when they do not fit (then the cells are shorter as they are)
 */
export function encodeRuns(cells: Int8Array, out: Uint8Array, at: number): number {
  let o = at;
  for (let i = 0; i < cells.length; ) {
    const value = cells[i];
    let end = i + 1;
    const limit = Math.min(cells.length, i + 255);
    while (end < limit && cells[end] === value) end++;
    if (o + 2 > out.length) return -1;
    out[o++] = value & 0xff;
    out[o++] = end - i;
    i = end;
  }
  return o - at;
}

/** Fills `cells` from runs. Throws RangeError when the runs hold fewer or more cells, or a run of none. */
export function decodeRuns(runs: Uint8Array, cells: Int8Array): void {
  let i = 0;
  for (let o = 0; o + 1 < runs.length; o += 2) {
    const length = runs[o + 1];
    if (length === 0) throw new RangeError(`Cannot read runs: run at byte ${o} has length 0`);
    if (i + length > cells.length)
      throw new RangeError(`Cannot read runs: more than the ${cells.length} cells that were announced`);
    cells.fill((runs[o] << 24) >> 24, i, i + length);
    i += length;
  }
  if (runs.length % 2 !== 0 || i !== cells.length)
    throw new RangeError(`Cannot read runs: ${i} cells, ${cells.length} were announced`);
}
