export { FloorField } from './floor/floorField.ts';
export { type LidarName, type LidarProfile, lidarProfiles } from './lidar/lidarProfile.ts';
export { type NoiseProfile, noiseProfiles } from './noise.ts';
export { initPhysics } from './physics/planarWorld.ts';
export {
  createSimulator,
  type Simulator,
  type SimulatorControl,
  type SimulatorOptions,
  STEP_HZ,
  type Truth,
} from './simulator.ts';
export type { FloorPatch, Material, Shape, Solid, World } from './world.ts';
