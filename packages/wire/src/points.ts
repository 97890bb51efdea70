import { expectBody, type FrameHeader, newFrame } from './frame.ts';

/** `trail` where the robot has been, `path` what it follows now, `plan` the lanes still ahead, `scan` where the lidar's beams ended. */
export type PointsType = 'scan' | 'trail' | 'path' | 'plan';

/**
 * Points in the map frame. Lines may lift the pen: a pair of NaN ends one line and the next point begins another.
 * A `trail` only grows, so its frames may carry the new end alone; the rest always begin at 0.
 */
export interface PointsMessage extends FrameHeader {
  readonly type: PointsType;
  /** Index of the first point sent: keep that many of the points held, then append these. */
  readonly first: number;
  /** m, interleaved, shape [n, 2]. */
  readonly points: Float32Array;
}

const fixedBytes = 8;
/** Most points of one frame: a trail of 50 km at 5 cm. */
export const maxPoints = 1_000_000;

/** Beyond it a coordinate is a mistake, not a home; m. */
const farthest_m = 1e6;

/** Throws RangeError on an odd length and on a point that is neither near enough to be true nor a pen lift. */
export function checkPoints(what: string, type: PointsType, points: ArrayLike<number>): void {
  if (points.length % 2 !== 0)
    throw new RangeError(`${what} ${type} frame: odd number of coordinates (${points.length})`);
  for (let i = 0; i < points.length; i += 2) {
    const x = points[i];
    const y = points[i + 1];
    const penLift = type !== 'scan' && Number.isNaN(x) && Number.isNaN(y);
    if (!penLift && !(Math.abs(x) < farthest_m && Math.abs(y) < farthest_m))
      throw new RangeError(`${what} ${type} frame: point ${i / 2} is (${x}, ${y})`);
  }
}

/** Bytes of points. Throws RangeError on too many points and on those that `checkPoints` refuses. */
export function encodePoints(type: PointsType, stamp_s: number, points: ArrayLike<number>, first = 0): Uint8Array {
  checkPoints('Cannot write', type, points);
  const n = points.length / 2;
  if (!Number.isInteger(first) || first < 0 || first + n > maxPoints)
    throw new RangeError(`Cannot write ${type} frame: points ${first}..${first + n} are not within 0..${maxPoints}`);
  const { bytes, body } = newFrame(type, stamp_s, fixedBytes + 8 * n);
  body.setUint32(0, first, true);
  body.setUint32(4, n, true);
  for (let i = 0; i < 2 * n; i++) body.setFloat32(fixedBytes + 4 * i, points[i], true);
  return bytes;
}

/** The points in a frame's body. Throws RangeError naming what is wrong. */
export function decodePoints(type: PointsType, stamp_s: number, body: DataView): PointsMessage {
  if (body.byteLength < fixedBytes) expectBody(type, body, fixedBytes);
  const first = body.getUint32(0, true);
  const n = body.getUint32(4, true);
  expectBody(type, body, fixedBytes + 8 * n);
  if (first + n > maxPoints)
    throw new RangeError(`Cannot read ${type} frame: points ${first}..${first + n} are not within 0..${maxPoints}`);
  if (type !== 'trail' && first !== 0)
    throw new RangeError(`Cannot read ${type} frame: it begins at point ${first}, not 0`);
  const points = new Float32Array(2 * n);
  for (let i = 0; i < 2 * n; i++) points[i] = body.getFloat32(fixedBytes + 4 * i, true);
  checkPoints('Cannot read', type, points);
  return { type, stamp_s, first, points };
}
