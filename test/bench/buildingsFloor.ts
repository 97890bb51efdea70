/** A convex piece of free floor: corners x, y interleaved, counter-clockwise, m. */
export type Room = Float64Array;

/** What stands in one of two ways, as segments x0, y0, x1, y1 interleaved: a door shut or open, a trolley here or there. */
export interface Movable {
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** A storey: free floor is the union of `rooms` less what stands in it. All in the world frame, m. */
export interface Floor {
  readonly rooms: Room[];
  /** Closed outlines that stand on the floor: pillars, cabinets, beds. */
  readonly obstacles: Room[];
  /** Walls inside one of these are glass. */
  readonly panes: Room[];
  readonly movables: Movable[];
}

/** What light meets: segments x0, y0, x1, y1, interleaved, m, and whether each is glass. */
export interface Walls {
  readonly segments: number[];
  readonly isGlass: boolean[];
}

/** Two rooms that overlap by less than this stay apart by a wall, m. */
const SKIN_M = 0.001;

export function emptyFloor(): Floor {
  return { rooms: [], obstacles: [], panes: [], movables: [] };
}

/** The rectangle of a strip from a to b, wider by `half_m` on both sides and longer by `extra_m` at both ends. */
export function strip(ax: number, ay: number, bx: number, by: number, half_m: number, extra_m = 0): Room {
  const length = Math.sqrt((bx - ax) * (bx - ax) + (by - ay) * (by - ay));
  const ux = (bx - ax) / length;
  const uy = (by - ay) / length;
  const [px, py] = [ax - ux * extra_m, ay - uy * extra_m];
  const [qx, qy] = [bx + ux * extra_m, by + uy * extra_m];
  const [nx, ny] = [-uy * half_m, ux * half_m];
  return Float64Array.of(px - nx, py - ny, qx - nx, qy - ny, qx + nx, qy + ny, px + nx, py + ny);
}

/** A door leaf from its hinge to the other jamb when shut, turned to the left by a quarter when open. */
export function door(hingeX: number, hingeY: number, x: number, y: number): Movable {
  const open = Float64Array.of(hingeX, hingeY, hingeX - (y - hingeY), hingeY + (x - hingeX));
  return { first: Float64Array.of(hingeX, hingeY, x, y), second: open };
}

/** The outline of a room as segments. */
export function outline(room: Room): Float64Array {
  const segments: number[] = [];
  forEdges(room, (x0, y0, x1, y1) => segments.push(x0, y0, x1, y1));
  return Float64Array.from(segments);
}

/** The walls of a floor: the border of the union of its rooms, and the outlines of what stands in them. */
export function wallsOf({ rooms, obstacles, panes }: Floor): Walls {
  const walls: Walls = { segments: [], isGlass: [] };
  for (const room of rooms)
    forEdges(room, (x0, y0, x1, y1) => {
      const open = rooms.filter((other) => other !== room).map((other) => insideOf(other, x0, y0, x1, y1, SKIN_M));
      const glass = panes.map((pane) => insideOf(pane, x0, y0, x1, y1, 0));
      pushPieces(walls, x0, y0, x1, y1, open, glass);
    });
  for (const obstacle of obstacles) forEdges(obstacle, (x0, y0, x1, y1) => pushPieces(walls, x0, y0, x1, y1, [], []));
  return walls;
}

/** Whether two convex rooms come closer than a margin; by the separating axes of both. */
export function overlaps(a: Room, b: Room, margin_m: number): boolean {
  return !isSeparatedBy(a, b, margin_m) && !isSeparatedBy(b, a, margin_m);
}

/** Whether an edge of `a` has all of `b` at least a margin outside it. */
function isSeparatedBy(a: Room, b: Room, margin_m: number): boolean {
  let separated = false;
  forEdges(a, (x0, y0, x1, y1) => {
    const length = Math.sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0));
    let nearest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < b.length; i += 2)
      nearest = Math.max(nearest, ((x1 - x0) * (b[i + 1] - y0) - (y1 - y0) * (b[i] - x0)) / length);
    if (nearest < -margin_m) separated = true;
  });
  return separated;
}

/** The shares [from, to] of a segment that lie in a convex room's inside, `skin_m` in from its border (Cyrus and Beck 1978). */
function insideOf(room: Room, x0: number, y0: number, x1: number, y1: number, skin_m: number): [number, number] {
  let from = 0;
  let to = 1;
  forEdges(room, (ax, ay, bx, by) => {
    const length = Math.sqrt((bx - ax) * (bx - ax) + (by - ay) * (by - ay));
    const at0 = ((bx - ax) * (y0 - ay) - (by - ay) * (x0 - ax)) / length - skin_m;
    const at1 = ((bx - ax) * (y1 - ay) - (by - ay) * (x1 - ax)) / length - skin_m;
    if (at0 <= 0 && at1 <= 0) to = -1;
    else if (at0 < 0) from = Math.max(from, at0 / (at0 - at1));
    else if (at1 < 0) to = Math.min(to, at0 / (at0 - at1));
  });
  return [from, to];
}

/** Cuts a segment at all borders and keeps the pieces that no `open` interval covers. */
function pushPieces(
  { segments, isGlass }: Walls,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  open: readonly (readonly [number, number])[],
  glass: readonly (readonly [number, number])[],
): void {
  const covers = (intervals: readonly (readonly [number, number])[], t: number) =>
    intervals.some(([from, to]) => from < t && t < to);
  const inner = [...open, ...glass].filter(([from, to]) => from < to).flat();
  const cuts = [...new Set([0, ...inner, 1])].sort((a, b) => a - b);
  for (let i = 1; i < cuts.length; i++) {
    const middle = 0.5 * (cuts[i - 1] + cuts[i]);
    if (cuts[i] - cuts[i - 1] < 1e-9 || covers(open, middle)) continue;
    for (const t of [cuts[i - 1], cuts[i]]) segments.push(x0 + t * (x1 - x0), y0 + t * (y1 - y0));
    isGlass.push(covers(glass, middle));
  }
}

function forEdges(room: Room, visit: (x0: number, y0: number, x1: number, y1: number) => void): void {
  for (let i = 0; i < room.length; i += 2) {
    const j = (i + 2) % room.length;
    visit(room[i], room[i + 1], room[j], room[j + 1]);
  }
}
