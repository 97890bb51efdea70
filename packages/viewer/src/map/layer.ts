import type { Object3D } from 'three';
import type { Theme } from './theme.ts';

/** One thing on the map. It owns its buffers, grows them itself and gives them back. */
export interface Layer {
  readonly object: Object3D;
  /** Forgets what it shows. */
  clear(): void;
  dress(theme: Theme): void;
  dispose(): void;
}

/** Heights in m at which flat things lie, so that in the tilted view each lies on the one below; also the drawing order. */
export const height = {
  floor: 0,
  coverage: 0.001,
  obstacles: 0.002,
  trail: 0.003,
  plan: 0.004,
  path: 0.005,
  scan: 0.006,
  dock: 0.007,
  target: 0.008,
};
