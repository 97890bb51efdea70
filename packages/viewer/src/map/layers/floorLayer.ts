import type { Grid, GridPatch } from '@homebound/wire';
import type { Object3D, WebGLRenderer } from 'three';
import { height, type Layer } from '../layer.ts';
import type { Theme } from '../theme.ts';
import type { Mover, Progress } from '../transition.ts';
import { GridPlane } from './gridPlane.ts';

/** The occupancy grid: floor where it is free, walls where it is not, nothing where it is unknown. */
export class FloorLayer implements Layer, Mover {
  readonly object: Object3D;
  readonly #plane: GridPlane;

  constructor(renderer: WebGLRenderer) {
    this.#plane = new GridPlane(renderer, height.floor, {
      // 255 is -1, unknown; occupancy in 0..100. Mask: (known, wall).
      classOf: 'float known = 1.0 - step(127.5, cell); return vec2(known, known * smoothstep(50.0, 65.0, cell));',
      paint: 'return vec4(mix(first, second, mask.y), mask.x);',
    });
    this.object = this.#plane.object;
  }

  get grid(): Grid | undefined {
    return this.#plane.cells.grid;
  }

  apply(patch: GridPatch): boolean {
    return this.#plane.apply(patch);
  }

  hold(): void {
    this.#plane.hold();
  }

  progress(progress: Progress): void {
    this.#plane.progress(progress);
  }

  clear(): void {
    this.#plane.clear();
  }

  dress(theme: Theme): void {
    this.#plane.dress(theme.floor, theme.wall);
  }

  dispose(): void {
    this.#plane.dispose();
  }
}
