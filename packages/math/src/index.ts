export { angleDiff, wrapAngle } from './angles.ts';
export { Checksum } from './checksum.ts';
export { acos, asin, atan, atan2, cos, exp, hypot, log, pow, sin, tan } from './elementary.ts';
export { MapWarp } from './mapWarp.ts';
export { PoseBuffer, type StampedPose } from './poseBuffer.ts';
export { createRng, type Rng } from './random.ts';
export { between, compose, driveArc, identity, interpolate, inverse, type SE2, transformInto } from './se2.ts';
export {
  compose3,
  identity3,
  interpolate3,
  inverse3,
  planar,
  type SE3,
  turned,
  unitQuaternion,
  upright,
} from './se3.ts';
export { solveSpd } from './solve.ts';
export { BlockCholesky } from './sparse/blockCholesky.ts';
export { type BlockMatrix, createBlockMatrix } from './sparse/blockMatrix.ts';
export { type BlockPattern, type PairedPattern, patternOfPairs } from './sparse/blockPattern.ts';
export { type InverseBlocks, inverseBlocks } from './sparse/inverseBlocks.ts';
