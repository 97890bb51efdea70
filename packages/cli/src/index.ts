export { allRosParameters } from './ros/allParameters.ts';
export { executables } from './ros/executables.ts';
export { type Kidnap, SimulatedHome, type SimulatedHomeOptions } from './simulatedHome.ts';
