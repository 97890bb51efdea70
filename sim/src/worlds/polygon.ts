/** Polygons are interleaved [x0, y0, x1, y1, ...], m. */

/** Area, positive when the corners run counter-clockwise. */
export function signedArea(outline: ArrayLike<number>): number {
  let twice = 0;
  for (let i = 0, j = outline.length - 2; i < outline.length; j = i, i += 2)
    twice += outline[j] * outline[i + 1] - outline[i] * outline[j + 1];
  return twice / 2;
}

/** The same polygon, counter-clockwise. */
export function counterClockwise(outline: ArrayLike<number>): Float64Array {
  const out = Float64Array.from(outline);
  if (signedArea(out) >= 0) return out;
  for (let i = 0, j = out.length - 2; i < j; i += 2, j -= 2) {
    [out[i], out[j]] = [out[j], out[i]];
    [out[i + 1], out[j + 1]] = [out[j + 1], out[i + 1]];
  }
  return out;
}

/** Smallest convex polygon around the points, counter-clockwise. Source: Andrew's monotone chain, 1979. */
export function convexHull(points: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: points.length / 2 }, (_, i) => i).sort(
    (a, b) => points[2 * a] - points[2 * b] || points[2 * a + 1] - points[2 * b + 1],
  );
  const half = (indices: readonly number[]): number[] => {
    const chain: number[] = [];
    for (const i of indices) {
      while (chain.length >= 2 && turn(points, chain[chain.length - 2], chain[chain.length - 1], i) <= 1e-12)
        chain.pop();
      chain.push(i);
    }
    chain.pop();
    return chain;
  };
  const hull = [...half(order), ...half(order.reverse())];
  return Float64Array.from(hull.flatMap((i) => [points[2 * i], points[2 * i + 1]]));
}

/** Whether every corner of a counter-clockwise polygon turns left or goes straight on. */
export function isConvex(outline: ArrayLike<number>): boolean {
  const n = outline.length / 2;
  for (let i = 0; i < n; i++) if (turn(outline, i, (i + 1) % n, (i + 2) % n) < -1e-9) return false;
  return true;
}

/**
 * Triangles that fill a simple counter-clockwise polygon, by clipping ears; `undefined` when it crosses itself.
 * Source: Meisters, "Polygons have ears", 1975. O(n²), for outlines of some dozen corners.
 */
export function triangulate(outline: ArrayLike<number>): Float64Array[] | undefined {
  const corners = Array.from({ length: outline.length / 2 }, (_, i) => i);
  const triangles: Float64Array[] = [];
  while (corners.length >= 3) {
    const ear = corners.findIndex((_, k) => isEar(outline, corners, k));
    if (ear < 0) return undefined;
    const n = corners.length;
    const [a, b, c] = [corners[(ear + n - 1) % n], corners[ear], corners[(ear + 1) % n]];
    if (turn(outline, a, b, c) > 1e-12)
      triangles.push(Float64Array.from([a, b, c].flatMap((i) => [outline[2 * i], outline[2 * i + 1]])));
    corners.splice(ear, 1);
  }
  return triangles;
}

/** Whether cutting off corner k takes away nothing outside the polygon. A straight corner is an ear of no area. */
function isEar(outline: ArrayLike<number>, corners: readonly number[], k: number): boolean {
  const n = corners.length;
  const [a, b, c] = [corners[(k + n - 1) % n], corners[k], corners[(k + 1) % n]];
  const area = turn(outline, a, b, c);
  if (area <= 1e-12) return area >= -1e-12;
  return corners.every((i) => {
    if (i === a || i === b || i === c) return true;
    // A corner on the cut counts as inside: cutting there would leave a polygon that touches itself.
    return turn(outline, a, b, i) < -1e-12 || turn(outline, b, c, i) < -1e-12 || turn(outline, c, a, i) < -1e-12;
  });
}

/** Twice the area of the triangle of three corners: positive for a left turn. */
function turn(points: ArrayLike<number>, a: number, b: number, c: number): number {
  const abx = points[2 * b] - points[2 * a];
  const aby = points[2 * b + 1] - points[2 * a + 1];
  const acx = points[2 * c] - points[2 * a];
  const acy = points[2 * c + 1] - points[2 * a + 1];
  return abx * acy - aby * acx;
}
