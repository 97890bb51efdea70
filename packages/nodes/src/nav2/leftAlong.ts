import { hypot } from '@homebound/math';

/** A way that ends farther from the goal than this leads elsewhere, m. */
const SAME_END_M = 1;

/** Way left from a place near a polyline to its end, m; straight to the goal when the polyline does not lead there. */
export function leftAlong(
  way: ArrayLike<number>,
  at: { readonly x: number; readonly y: number },
  goal: { readonly x: number; readonly y: number },
): number {
  const n = way.length;
  const straight_m = hypot(goal.x - at.x, goal.y - at.y);
  if (n < 4 || hypot(way[n - 2] - goal.x, way[n - 1] - goal.y) > SAME_END_M) return straight_m;
  let left_m = 0;
  let nearest_m = Number.POSITIVE_INFINITY;
  let best_m = straight_m;
  // From the end back: of two places as near the later one counts, so that a way that crosses itself is not told twice.
  for (let i = n - 4; i >= 0; i -= 2) {
    const [x0, y0, dx, dy] = [way[i], way[i + 1], way[i + 2] - way[i], way[i + 3] - way[i + 1]];
    const length_m = hypot(dx, dy);
    const t = length_m > 0 ? ((at.x - x0) * dx + (at.y - y0) * dy) / (length_m * length_m) : 0;
    const share = Math.min(1, Math.max(0, t));
    const away_m = hypot(x0 + share * dx - at.x, y0 + share * dy - at.y);
    if (away_m < nearest_m) {
      nearest_m = away_m;
      best_m = away_m + (1 - share) * length_m + left_m;
    }
    left_m += length_m;
  }
  return best_m;
}
