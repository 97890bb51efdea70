import type { GridFrame } from '@homebound/grid';

/**
 * The borders of a room along the sides of its cells: counter-clockwise round its parts, clockwise round holes in them, the
 * longest first. Filled even-odd they give the room's cells back. Cells that meet only at a corner are apart.
 * @param labels  room of each cell, shape [height, width]
 * @returns rings of interleaved x, y of corners, m; none for a room without cells. A ring does not repeat its first point
 */
export function outlinesOf(labels: ArrayLike<number>, frame: GridFrame, label: number): number[][] {
  const sides = sidesOf(labels, frame, label);
  const rings: number[][] = [];
  for (const start of sides.keys()) {
    while ((sides.get(start)?.length ?? 0) > 0) rings.push(corners(ringFrom(start, sides, frame.width + 1), frame));
  }
  return rings.sort((a, b) => b.length - a.length);
}

/** Border sides from one grid corner to the next, the room on the left: ends by their start. */
function sidesOf(labels: ArrayLike<number>, { width, height }: GridFrame, label: number): Map<number, number[]> {
  const stride = width + 1;
  const sides = new Map<number, number[]>();
  const add = (from: number, to: number) => {
    const ends = sides.get(from);
    if (ends === undefined) sides.set(from, [to]);
    else ends.push(to);
  };
  for (let iy = 0, i = 0; iy < height; iy++)
    for (let ix = 0; ix < width; ix++, i++) {
      if (labels[i] !== label) continue;
      const corner = iy * stride + ix;
      if (iy === 0 || labels[i - width] !== label) add(corner, corner + 1);
      if (ix === width - 1 || labels[i + 1] !== label) add(corner + 1, corner + 1 + stride);
      if (iy === height - 1 || labels[i + width] !== label) add(corner + 1 + stride, corner + stride);
      if (ix === 0 || labels[i - 1] !== label) add(corner + stride, corner);
    }
  return sides;
}

/** Follows sides back to where they began, taking them away. Where two go on, the one to the left stays with the same cell. */
function ringFrom(start: number, sides: Map<number, number[]>, stride: number): number[] {
  const ring = [start];
  let before = start;
  let at = sides.get(start)!.pop()!;
  while (at !== start) {
    ring.push(at);
    const ends = sides.get(at)!;
    const left = at + leftOf(at - before, stride);
    const next = ends.includes(left) ? left : ends[0];
    ends.splice(ends.indexOf(next), 1);
    before = at;
    at = next;
  }
  return ring;
}

/** A quarter turn to the left of a step between grid corners. */
function leftOf(step: number, stride: number): number {
  return step === 1 ? stride : step === stride ? -1 : step === -1 ? -stride : 1;
}

/** The points of a ring at which it turns, in m. */
function corners(ring: readonly number[], { width, resolution_m, originX_m, originY_m }: GridFrame): number[] {
  const stride = width + 1;
  const points: number[] = [];
  for (let k = 0; k < ring.length; k++) {
    const before = ring[(k + ring.length - 1) % ring.length];
    const after = ring[(k + 1) % ring.length];
    if (ring[k] - before === after - ring[k]) continue;
    points.push(originX_m + (ring[k] % stride) * resolution_m);
    points.push(originY_m + Math.floor(ring[k] / stride) * resolution_m);
  }
  return points;
}
