export { asNdarray } from './asNdarray.ts';
export { type Components, connectedComponents, floodFill } from './components.ts';
export { type Contour, contours } from './contours.ts';
export { distanceToCells, squaredDistance } from './distanceTransform.ts';
export {
  cellX,
  cellY,
  centreX,
  centreY,
  checkFrame,
  type GridFrame,
  type OccupancyGrid,
  sameFrame,
} from './gridFrame.ts';
export { valueAt } from './interpolate.ts';
export { knownFrame, knownPart } from './knownPart.ts';
export { dilate, erode } from './morphology.ts';
export { rayWalkInto } from './rayWalk.ts';
export { grownFrame, moveMask, resampleConservative } from './resample.ts';
