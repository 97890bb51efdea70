import type { SE2 } from '@homebound/math';
import { expectBody, type FrameHeader, newFrame } from './frame.ts';

/** Where the robot believes it is. */
export interface PoseMessage extends FrameHeader {
  readonly type: 'pose';
  readonly T_map_base: SE2;
  /** Covariance of (x, y, theta), row-major, shape [3, 3]; m², m·rad, rad². */
  readonly covariance: Float64Array;
}

const bodyBytes = (3 + 9) * 8;

/** Bytes of a pose. Throws RangeError when a number is not finite or the covariance is not 3 × 3. */
export function encodePose(stamp_s: number, T_map_base: SE2, covariance: ArrayLike<number>): Uint8Array {
  const { x, y, theta } = T_map_base;
  if (covariance.length !== 9)
    throw new RangeError(`Cannot write pose frame: covariance must have 9 numbers, got ${covariance.length}`);
  const numbers = [x, y, theta, ...Array.from(covariance)];
  if (!numbers.every(Number.isFinite))
    throw new RangeError(`Cannot write pose frame: pose and covariance must be finite, got ${numbers.join(' ')}`);
  const { bytes, body } = newFrame('pose', stamp_s, bodyBytes);
  numbers.forEach((number, i) => {
    body.setFloat64(8 * i, number, true);
  });
  return bytes;
}

/** The pose in a frame's body. Throws RangeError on a wrong length or a number that is not finite. */
export function decodePose(stamp_s: number, body: DataView): PoseMessage {
  expectBody('pose', body, bodyBytes);
  const at = (i: number): number => {
    const number = body.getFloat64(8 * i, true);
    if (!Number.isFinite(number)) throw new RangeError(`Cannot read pose frame: number ${i} is ${number}`);
    return number;
  };
  const T_map_base = { x: at(0), y: at(1), theta: at(2) };
  return { type: 'pose', stamp_s, T_map_base, covariance: Float64Array.from({ length: 9 }, (_, i) => at(3 + i)) };
}
