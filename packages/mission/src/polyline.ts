import { hypot } from '@homebound/math';

/** Length of a polyline of interleaved x, y, m. */
export function lengthOf(path: ArrayLike<number>): number {
  let length = 0;
  for (let i = 2; i < path.length; i += 2) length += hypot(path[i] - path[i - 2], path[i + 1] - path[i - 1]);
  return length;
}

export function lengthOfAll(strokes: readonly { readonly path: Float64Array }[]): number {
  return strokes.reduce((sum, { path }) => sum + lengthOf(path), 0);
}

/** The polyline without way-points that repeat the one before. */
export function withoutRepeats(points: ArrayLike<number>): Float64Array {
  const out: number[] = [];
  for (let i = 0; i < points.length; i += 2) {
    const n = out.length;
    if (n >= 2 && hypot(points[i] - out[n - 2], points[i + 1] - out[n - 1]) < 1e-3) continue;
    out.push(points[i], points[i + 1]);
  }
  return Float64Array.from(out);
}

/** One polyline after the other. */
export function joined(first: ArrayLike<number>, second: ArrayLike<number>): Float64Array {
  return withoutRepeats([...Array.from(first), ...Array.from(second)]);
}

/** The first `s_m` of a polyline; itself when it is not longer. */
export function firstPart(path: Float64Array, s_m: number): Float64Array {
  let left = s_m;
  for (let i = 2; i < path.length; i += 2) {
    const dx = path[i] - path[i - 2];
    const dy = path[i + 1] - path[i - 1];
    const length = hypot(dx, dy);
    if (length > left) {
      const t = left / length;
      return Float64Array.of(...path.subarray(0, i), path[i - 2] + t * dx, path[i - 1] + t * dy);
    }
    left -= length;
  }
  return path;
}

/** What is left of a polyline after its first `s_m`; empty when that is all of it. */
export function restAfter(path: Float64Array, s_m: number): Float64Array {
  let left = s_m;
  for (let i = 2; i < path.length; i += 2) {
    const dx = path[i] - path[i - 2];
    const dy = path[i + 1] - path[i - 1];
    const length = hypot(dx, dy);
    if (length <= left) {
      left -= length;
      continue;
    }
    const t = left / length;
    return Float64Array.of(path[i - 2] + t * dx, path[i - 1] + t * dy, ...path.subarray(i));
  }
  return new Float64Array(0);
}

/** The points of a polyline within a distance of a place, after cutting it into pieces of 5 cm. */
export function partNear(
  path: Float64Array,
  at: { readonly x: number; readonly y: number },
  within_m: number,
): Float64Array {
  const near: number[] = [];
  for (let i = 2; i < path.length; i += 2) {
    const dx = path[i] - path[i - 2];
    const dy = path[i + 1] - path[i - 1];
    const steps = Math.max(1, Math.ceil(hypot(dx, dy) / 0.05));
    for (let k = 0; k <= steps; k++) {
      const x = path[i - 2] + (dx * k) / steps;
      const y = path[i - 1] + (dy * k) / steps;
      if (hypot(x - at.x, y - at.y) < within_m) near.push(x, y);
    }
  }
  return Float64Array.from(near);
}
