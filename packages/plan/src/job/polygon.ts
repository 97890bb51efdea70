import { centreX, centreY, type GridFrame } from '@homebound/grid';

/** Area of a polygon of interleaved x, y, m². Source: the shoelace formula. */
export function polygonArea(points: ArrayLike<number>): number {
  let twice = 0;
  for (let i = 0, j = points.length - 2; i < points.length; j = i, i += 2)
    twice += points[j] * points[i + 1] - points[i] * points[j + 1];
  return Math.abs(twice) / 2;
}

/** What makes a list of corners no polygon, in words; undefined when it is one. */
export function polygonFault(points: ArrayLike<number>): string | undefined {
  const n = points.length;
  if (n % 2 !== 0) return `it has ${n} numbers, which are no pairs of x and y`;
  for (let i = 0; i < n; i++) if (!Number.isFinite(points[i])) return `corner ${i >> 1} is not finite`;
  if (n < 6) return `it has ${n / 2} corners; at least 3 are needed`;
  for (let a = 0; a < n; a += 2)
    for (let b = a + 4; b < n; b += 2) {
      const isNeighbour = a === 0 && b === n - 2;
      if (!isNeighbour && edgesCross(points, a, b))
        return `its edges ${a / 2} and ${b / 2} cross; give the corners in order`;
    }
  const area_m2 = polygonArea(points);
  return area_m2 < 0.01 ? `it encloses ${area_m2.toFixed(4)} m²; at least 0.01 m² is an area` : undefined;
}

/** Whether the edges that begin at `a` and `b` have a point in common. */
function edgesCross(p: ArrayLike<number>, a: number, b: number): boolean {
  const a1 = (a + 2) % p.length;
  const b1 = (b + 2) % p.length;
  const side = (i: number, j: number, k: number) =>
    (p[j] - p[i]) * (p[k + 1] - p[i + 1]) - (p[j + 1] - p[i + 1]) * (p[k] - p[i]);
  const [s1, s2] = [side(a, a1, b), side(a, a1, b1)];
  const [s3, s4] = [side(b, b1, a), side(b, b1, a1)];
  if (s1 * s2 > 0 || s3 * s4 > 0) return false;
  // On one line: they touch when their boxes do.
  const apart = (c: number) =>
    Math.max(p[a + c], p[a1 + c]) < Math.min(p[b + c], p[b1 + c]) ||
    Math.max(p[b + c], p[b1 + c]) < Math.min(p[a + c], p[a1 + c]);
  return !apart(0) && !apart(1);
}

/** Calls for every cell of the frame whose centre lies in the polygon (even-odd). O(cells of its box · corners / rows). */
export function eachCellInPolygon(points: ArrayLike<number>, frame: GridFrame, visit: (cell: number) => void): void {
  const { width, height, resolution_m, originX_m } = frame;
  const crossings: number[] = [];
  for (let iy = 0; iy < height; iy++) {
    const y = centreY(frame, iy);
    crossings.length = 0;
    for (let i = 0, j = points.length - 2; i < points.length; j = i, i += 2)
      if (points[i + 1] > y !== points[j + 1] > y)
        crossings.push(points[i] + ((y - points[i + 1]) / (points[j + 1] - points[i + 1])) * (points[j] - points[i]));
    crossings.sort((a, b) => a - b);
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      const first = Math.max(0, Math.ceil((crossings[k] - originX_m) / resolution_m - 0.5));
      const last = Math.min(width - 1, Math.ceil((crossings[k + 1] - originX_m) / resolution_m - 0.5) - 1);
      for (let ix = first; ix <= last; ix++) visit(iy * width + ix);
    }
  }
}

/** Calls for every cell of the frame whose centre lies within `radius_m` of a point. */
export function eachCellInDisc(
  x: number,
  y: number,
  radius_m: number,
  frame: GridFrame,
  visit: (cell: number) => void,
): void {
  for (let iy = 0; iy < frame.height; iy++) {
    const dy = centreY(frame, iy) - y;
    if (dy * dy > radius_m * radius_m) continue;
    for (let ix = 0; ix < frame.width; ix++) {
      const dx = centreX(frame, ix) - x;
      if (dx * dx + dy * dy <= radius_m * radius_m) visit(iy * frame.width + ix);
    }
  }
}
