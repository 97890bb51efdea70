export { loadRcl, type Rcl, rosIsSourced } from './rcl.ts';
export { createRosGraph, RosGraph, type RosGraphOptions } from './rosGraph.ts';
export type { ClockOwner } from './time.ts';
