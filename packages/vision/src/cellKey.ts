/** A cell of the map as one number, within ±20 km. */
export function keyOf(cx: number, cy: number): number {
  return (cy + 2 ** 20) * 2 ** 21 + cx + 2 ** 20;
}
