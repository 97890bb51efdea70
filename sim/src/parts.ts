import type { RobotGeometry } from '@homebound/robot';
import type { FloorField } from './floor/floorField.ts';
import type { RayScene } from './lidar/rayScene.ts';
import type { NoiseProfile } from './noise.ts';
import type { PlanarWorld } from './physics/planarWorld.ts';

/** What the parts of the simulated robot are built from: its own shape and errors, and the world in three views. */
export interface SimulationParts {
  readonly geometry: RobotGeometry;
  readonly noise: NoiseProfile;
  /** What is underfoot. */
  readonly floor: FloorField;
  /** What stands in the way. */
  readonly physics: PlanarWorld;
  /** What rays meet. */
  readonly scene: RayScene;
  /** Time step, s. */
  readonly dt: number;
}
