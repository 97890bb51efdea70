export { type Kidnap, SimulatedHome, type SimulatedHomeOptions } from './simulatedHome.ts';
