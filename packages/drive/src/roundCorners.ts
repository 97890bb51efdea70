import { atan2, cos, hypot, sin, tan, wrapAngle } from '@homebound/math';

/** rad; smaller changes of direction are left as they are. */
const STRAIGHT = 0.17;
/** rad of arc between two of its way-points. */
const ARC_STEP = 0.17;
/** m; a tighter arc is no faster than stopping and turning in place. */
const MIN_RADIUS = 0.03;
const MAX_RADIUS = 0.25;
/** rad; beyond it, an arc that keeps to its cut is tighter than any robot drives. */
const MAX_TURN = 2.4;
/** rad, m; sharper left corners between sides longer than this are the corners of rooms: the side brush, on the right, must get in. */
const ROOM_TURN = 0.87;
const ROOM_SIDE = 0.4;

/** A path whose corners can be rolled through. */
export interface RoundedPath {
  readonly x: number[];
  readonly y: number[];
  /** 1 at the way-points of arcs. */
  readonly onArc: number[];
}

/**
 * Replaces corners by arcs that pass them at a distance of at most `cut_m`, where both sides are long enough: an arc of
 * radius r touches both sides r tan(turn / 2) from the corner and passes it at r (1 / cos(turn / 2) - 1).
 * @param x, y way-points, m, no two in a row at one place
 */
export function roundCorners(x: ArrayLike<number>, y: ArrayLike<number>, cut_m: number): RoundedPath {
  const out: RoundedPath = { x: [x[0]], y: [y[0]], onArc: [0] };
  const n = x.length;
  for (let i = 1; i + 1 < n; i++) {
    const before = hypot(x[i] - x[i - 1], y[i] - y[i - 1]);
    const after = hypot(x[i + 1] - x[i], y[i + 1] - y[i]);
    const heading = atan2(y[i] - y[i - 1], x[i] - x[i - 1]);
    const turn = wrapAngle(atan2(y[i + 1] - y[i], x[i + 1] - x[i]) - heading);
    const half = 0.5 * Math.abs(turn);
    // Each side is shared with the corner at its other end.
    const byLength = (0.5 * Math.min(before, after)) / Math.max(tan(half), 1e-9);
    const radius = Math.min(cut_m / Math.max(1 / cos(half) - 1, 1e-9), byLength, MAX_RADIUS);
    const isRoomCorner = turn > ROOM_TURN && Math.min(before, after) > ROOM_SIDE;
    if (isRoomCorner || 2 * half < STRAIGHT || 2 * half > MAX_TURN || radius < MIN_RADIUS) push(out, x[i], y[i], 0);
    else addArc(out, x[i], y[i], heading, turn, radius);
  }
  if (n > 1) push(out, x[n - 1], y[n - 1], 0);
  return out;
}

function addArc(out: RoundedPath, x: number, y: number, heading: number, turn: number, radius: number): void {
  const tangent = radius * tan(0.5 * Math.abs(turn));
  const side = turn < 0 ? -1 : 1;
  // From the first touching point, the middle lies at a right angle to the heading, on the side of the turn.
  const mx = x - tangent * cos(heading) - side * radius * sin(heading);
  const my = y - tangent * sin(heading) + side * radius * cos(heading);
  const steps = Math.max(2, Math.ceil(Math.abs(turn) / ARC_STEP));
  for (let k = 0; k <= steps; k++) {
    const at = heading + (turn * k) / steps;
    push(out, mx + side * radius * sin(at), my - side * radius * cos(at), 1);
  }
}

/** Arcs of neighbouring corners may end where the next begins. */
function push(out: RoundedPath, x: number, y: number, onArc: number): void {
  const last = out.x.length - 1;
  if (hypot(x - out.x[last], y - out.y[last]) < 1e-3) return;
  out.x.push(x);
  out.y.push(y);
  out.onArc.push(onArc);
}
