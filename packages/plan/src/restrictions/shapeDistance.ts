/** Distance between two line pieces, each x0, y0, x1, y1; 0 where they meet. */
export function distanceBetweenLines(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (linesMeet(a, b)) return 0;
  return Math.sqrt(
    Math.min(
      squaredToLine(a[0], a[1], b),
      squaredToLine(a[2], a[3], b),
      squaredToLine(b[0], b[1], a),
      squaredToLine(b[2], b[3], a),
    ),
  );
}

/** Distance from a line piece to an area of interleaved corners; 0 where it lies inside or meets the border. */
export function distanceToArea(line: ArrayLike<number>, area: ArrayLike<number>): number {
  if (isInside(line[0], line[1], area)) return 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < area.length; i += 2) least = Math.min(least, distanceBetweenLines(line, edgeOf(area, i)));
  return least;
}

/** The edge of an area that begins at index `i` of its numbers. */
export function edgeOf(area: ArrayLike<number>, i: number): [number, number, number, number] {
  const j = (i + 2) % area.length;
  return [area[i], area[i + 1], area[j], area[j + 1]];
}

/** Whether a point lies in an area (even-odd). */
export function isInside(x: number, y: number, area: ArrayLike<number>): boolean {
  let inside = false;
  for (let i = 0, j = area.length - 2; i < area.length; j = i, i += 2)
    if (
      area[i + 1] > y !== area[j + 1] > y &&
      x < area[i] + ((y - area[i + 1]) / (area[j + 1] - area[i + 1])) * (area[j] - area[i])
    )
      inside = !inside;
  return inside;
}

/** Squared distance from a point to a line piece. */
export function squaredToLine(x: number, y: number, line: ArrayLike<number>): number {
  const dx = line[2] - line[0];
  const dy = line[3] - line[1];
  const length2 = dx * dx + dy * dy;
  const along = length2 > 0 ? ((x - line[0]) * dx + (y - line[1]) * dy) / length2 : 0;
  const t = Math.max(0, Math.min(1, along));
  const ex = x - line[0] - t * dx;
  const ey = y - line[1] - t * dy;
  return ex * ex + ey * ey;
}

/** Whether two line pieces cross each other inside both; those that only touch are 0 apart anyhow. */
function linesMeet(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  const side = (l: ArrayLike<number>, x: number, y: number) => (l[2] - l[0]) * (y - l[1]) - (l[3] - l[1]) * (x - l[0]);
  return side(a, b[0], b[1]) * side(a, b[2], b[3]) < 0 && side(b, a[0], a[1]) * side(b, a[2], a[3]) < 0;
}
