export { cellX, cellY, centreX, centreY, checkFrame, type GridFrame, type OccupancyGrid } from './gridFrame.ts';
