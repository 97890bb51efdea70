/**
 * Convex hull, counter-clockwise, without points on its sides; interleaved x, y.
 * @param points  interleaved x, y; not changed
 * Source: Andrew, "Another efficient algorithm for convex hulls in two dimensions", 1979 (monotone chain).
 */
export function convexHull(points: Float64Array): Float64Array {
  const order = Array.from({ length: points.length >> 1 }, (_, i) => i).sort(
    (a, b) => points[2 * a] - points[2 * b] || points[2 * a + 1] - points[2 * b + 1],
  );
  const chain: number[] = [];
  const turn = (a: number, b: number, c: number): number =>
    (points[2 * b] - points[2 * a]) * (points[2 * c + 1] - points[2 * a + 1]) -
    (points[2 * b + 1] - points[2 * a + 1]) * (points[2 * c] - points[2 * a]);
  const extend = (indices: readonly number[], keep: number): void => {
    for (const i of indices) {
      while (chain.length >= keep + 2 && turn(chain[chain.length - 2], chain[chain.length - 1], i) <= 1e-12)
        chain.pop();
      chain.push(i);
    }
  };
  extend(order, 0);
  const lower = chain.length - 1;
  extend(order.toReversed().slice(1), lower);
  chain.pop();
  const hull = new Float64Array(2 * chain.length);
  for (const [k, i] of chain.entries()) {
    hull[2 * k] = points[2 * i];
    hull[2 * k + 1] = points[2 * i + 1];
  }
  return hull;
}

/** Area of a polygon, counter-clockwise positive, m². */
export function polygonArea(points: Float64Array): number {
  let twice = 0;
  for (let i = 0, j = points.length - 2; i < points.length; j = i, i += 2)
    twice += points[j] * points[i + 1] - points[i] * points[j + 1];
  return twice / 2;
}
