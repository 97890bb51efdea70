/** Limits of the reference's robot: 0.3 m/s, 0.5 m/s², 1.5 rad/s, 3 rad/s². */
const V = 0.3;
const A = 0.5;
const W = 1.5;
const ALPHA = 3;
const STOP_TURN_GO_RAD = (10 * Math.PI) / 180;
const ROLLING_RAD = (60 * Math.PI) / 180;
const TURN_RAD = (45 * Math.PI) / 180;
/** Points nearer than this to a straight line are on it, when turns are counted, m. */
const COLLINEAR_M = 0.01;

/** A polyline's straight pieces: length, heading and the change of heading before it (0 for the first). */
interface Piece {
  readonly length: number;
  readonly turn: number;
}

/** Time from rest to rest over an amount, at most `speed`, changed by at most `acceleration`. */
export function restToRest(amount: number, speed: number, acceleration: number): number {
  return amount >= (speed * speed) / acceleration
    ? amount / speed + speed / acceleration
    : 2 * Math.sqrt(amount / acceleration);
}

export function driveTime_s(length_m: number): number {
  return restToRest(length_m, V, A);
}

export function turnTime_s(angle_rad: number): number {
  return restToRest(angle_rad, W, ALPHA);
}

/** Time model (a) of the reference, 5.2: every change of heading above 10° stops, turns and goes. */
export function stopTurnGo_s(path: ArrayLike<number>): number {
  let time = 0;
  let run = 0;
  for (const { length, turn } of pieces(path)) {
    if (turn > STOP_TURN_GO_RAD) {
      time += driveTime_s(run) + turnTime_s(turn);
      run = 0;
    }
    run += length;
  }
  return run > 0 ? time + driveTime_s(run) : time;
}

/**
 * Time model (b): a change of heading above 60° stops and turns on the spot; a smaller one is driven through over half of
 * both pieces at no more than 1.5 rad/s. Speeds at the corners are then made reachable by 0.5 m/s², forwards and backwards.
 */
export function rollingTurn_s(path: ArrayLike<number>): number {
  const all = pieces(path);
  const n = all.length;
  if (n === 0) return 0;
  // Speed at the beginning of each piece, and at the very end: 0 at both ends.
  const speed = new Float64Array(n + 1);
  let time = 0;
  for (let k = 1; k < n; k++) {
    const { turn } = all[k];
    if (turn > ROLLING_RAD) time += turnTime_s(turn);
    else speed[k] = turn < 1e-9 ? V : Math.min(V, (W * (all[k - 1].length + all[k].length)) / 2 / turn);
  }
  for (let k = 1; k <= n; k++) speed[k] = Math.min(speed[k], reachable(speed[k - 1], all[k - 1].length));
  for (let k = n - 1; k >= 0; k--) speed[k] = Math.min(speed[k], reachable(speed[k + 1], all[k].length));
  for (let k = 0; k < n; k++) time += pieceTime_s(all[k].length, speed[k], speed[k + 1]);
  return time;
}

function reachable(speed: number, length: number): number {
  return Math.sqrt(speed * speed + 2 * A * length);
}

/** Time for a straight piece between two speeds, as fast as V and A allow. */
function pieceTime_s(length: number, v0: number, v1: number): number {
  const peak = Math.min(V, Math.sqrt(A * length + (v0 * v0 + v1 * v1) / 2));
  const ramps = (2 * peak * peak - v0 * v0 - v1 * v1) / (2 * A);
  return (2 * peak - v0 - v1) / A + Math.max(0, length - ramps) / Math.max(peak, 1e-9);
}

/** Turns above 45° once near-collinear points are merged, and the sum of all changes of heading, rad. */
export function turnsOf(path: ArrayLike<number>): { readonly turns: number; readonly rotation_rad: number } {
  const merged = [...pieces(straightened(path))].map(({ turn }) => turn);
  return { turns: merged.filter((t) => t > TURN_RAD).length, rotation_rad: merged.reduce((a, b) => a + b, 0) };
}

function pieces(path: ArrayLike<number>): Piece[] {
  const out: Piece[] = [];
  let heading = Number.NaN;
  for (let i = 2; i < path.length; i += 2) {
    const dx = path[i] - path[i - 2];
    const dy = path[i + 1] - path[i - 1];
    const length = Math.hypot(dx, dy);
    if (length < 1e-9) continue;
    const next = Math.atan2(dy, dx);
    const turn = Number.isNaN(heading) ? 0 : Math.abs(Math.atan2(Math.sin(next - heading), Math.cos(next - heading)));
    out.push({ length, turn });
    heading = next;
  }
  return out;
}

/** The polyline without points that lie within 1 cm of the line from the last kept one; a point where it turns back stays. */
function straightened(path: ArrayLike<number>): number[] {
  const kept = [path[0], path[1]];
  let from = 0;
  for (let end = 4; end < path.length; end += 2) {
    let isStraight = true;
    for (let i = from + 2; i < end && isStraight; i += 2) isStraight = isBetween(path, from, i, end);
    if (isStraight) continue;
    from = end - 2;
    kept.push(path[from], path[from + 1]);
  }
  if (path.length >= 4) kept.push(path[path.length - 2], path[path.length - 1]);
  return kept;
}

function isBetween(p: ArrayLike<number>, a: number, i: number, b: number): boolean {
  const dx = p[b] - p[a];
  const dy = p[b + 1] - p[a + 1];
  const length = Math.hypot(dx, dy);
  if (length < 1e-9) return Math.hypot(p[i] - p[a], p[i + 1] - p[a + 1]) < 1e-9;
  const along = ((p[i] - p[a]) * dx + (p[i + 1] - p[a + 1]) * dy) / length;
  const across = ((p[i] - p[a]) * dy - (p[i + 1] - p[a + 1]) * dx) / length;
  return along >= 0 && along <= length && Math.abs(across) <= COLLINEAR_M;
}
