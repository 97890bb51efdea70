/** A cell of the map as one number, within ±20 km. */
export function keyOf(cx: number, cy: number): number {
  return (cy + 2 ** 20) * 2 ** 21 + cx + 2 ** 20;
}

export function cellOf(key: number): [cx: number, cy: number] {
  return [(key % 2 ** 21) - 2 ** 20, Math.floor(key / 2 ** 21) - 2 ** 20];
}
