import type { GridPatch } from '@homebound/wire';
import type { Object3D, WebGLRenderer } from 'three';
import { height, type Layer } from '../layer.ts';
import type { Theme } from '../theme.ts';
import type { Mover, Progress } from '../transition.ts';
import { GridPlane } from './gridPlane.ts';

/** The floor that has been cleaned. A rim in the trail's colour marks it for eyes that don't see the tint. */
export class CoverageLayer implements Layer, Mover {
  readonly object: Object3D;
  readonly #plane: GridPlane;

  constructor(renderer: WebGLRenderer) {
    this.#plane = new GridPlane(renderer, height.coverage, {
      // Cells that are 0 or negative (128..255) are not cleaned.
      classOf: 'float cleaned = step(0.5, cell) * (1.0 - step(127.5, cell)); return vec2(cleaned, cleaned);',
      paint: 'return vec4(first, mask.x);',
    });
    this.object = this.#plane.object;
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
    this.#plane.dress(theme.cleaned, theme.trail);
  }

  dispose(): void {
    this.#plane.dispose();
  }
}
