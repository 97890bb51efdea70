export { SimulatedHome, type SimulatedHomeOptions } from './simulatedHome.ts';
