import { readHeader } from './frame.ts';
import { decodeGridPatch, type GridMessage } from './gridPatch.ts';
import { decodePoints, type PointsMessage } from './points.ts';
import { decodePose, type PoseMessage } from './pose.ts';

export type BinaryMessage = GridMessage | PoseMessage | PointsMessage;

/** What a binary frame says. Throws RangeError naming what is wrong when the bytes are cut, foreign or contradict themselves. */
export function decodeFrame(bytes: Uint8Array): BinaryMessage {
  const { type, stamp_s, body } = readHeader(bytes);
  switch (type) {
    case 'map':
    case 'coverage':
      return { type, stamp_s, patch: decodeGridPatch(type, body) };
    case 'pose':
      return decodePose(stamp_s, body);
    default:
      return decodePoints(type, stamp_s, body);
  }
}
