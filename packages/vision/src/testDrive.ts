import { createRng, driveArc, type SE2 } from '@homebound/math';
import { DepthEye } from './depthEye.ts';
import { type DepthNoise, defaultDepthNoise } from './depthNoise.ts';
import type { Obstacle } from './obstacle.ts';
import { ObstacleMap } from './obstacleMap.ts';
import { renderDepth, type TestScene, testCamera } from './testScene.ts';

/** A drive through a test scene: straight from a pose at 0.3 m/s, ten looks a second, each where the robot truly was. */
export class TestDrive {
  readonly map = new ObstacleMap();
  readonly #eye = new DepthEye(testCamera);
  readonly #rng;
  readonly #noise: DepthNoise | undefined;
  T_map_base: SE2;
  now_s = 100;

  constructor(seed: number, T_map_base: SE2, noise: DepthNoise | undefined = defaultDepthNoise) {
    this.#rng = createRng(seed);
    this.#noise = noise;
    this.T_map_base = T_map_base;
  }

  /** Drives on for so long, in a scene that may change with time. Returns what is believed then. */
  drive(seconds: number, scene: TestScene | ((now_s: number) => TestScene), v_mps = 0.3): readonly Obstacle[] {
    for (let look = 0; look < Math.round(10 * seconds); look++) {
      this.now_s += 0.1;
      this.T_map_base = driveArc(this.T_map_base, v_mps, 0, 0.1);
      const here = typeof scene === 'function' ? scene(this.now_s) : scene;
      const depth = renderDepth(here, this.T_map_base, { noise: this.#noise, rng: this.#rng });
      const view = this.#eye.look(depth, this.now_s, { pitch_rad: 0, roll_rad: 0 });
      if (view !== undefined) this.map.add(view, this.T_map_base);
    }
    return this.map.obstacles(this.now_s);
  }
}
