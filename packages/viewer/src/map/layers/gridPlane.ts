import type { GridPatch } from '@homebound/wire';
import { Color, type DataTexture, Group, type WebGLRenderer } from 'three';
import { cellTexture, GridTexture } from '../gridTexture.ts';
import type { Mover, Progress } from '../transition.ts';
import { GridPane, type Paint } from './gridPane.ts';

/** A grid drawn as a plane; while a corrected map comes in, over the plane as it was. */
export class GridPlane implements Mover {
  readonly object = new Group();
  readonly cells: GridTexture;
  readonly #first = new Color();
  readonly #second = new Color();
  readonly #now: GridPane;
  readonly #before: GridPane;
  #cellsBefore: DataTexture | undefined;

  constructor(renderer: WebGLRenderer, z: number, paint: Paint) {
    this.cells = new GridTexture(renderer);
    this.#before = new GridPane(z, z * 1000 - 0.5, paint, this.#first, this.#second);
    this.#now = new GridPane(z, z * 1000, paint, this.#first, this.#second);
    this.object.add(this.#before.object, this.#now.object);
  }

  apply(patch: GridPatch): boolean {
    if (!this.cells.apply(patch)) return false;
    if (this.cells.texture !== undefined) this.#now.show(this.cells.texture, patch.frame);
    return true;
  }

  hold(): void {
    const { grid } = this.cells;
    if (grid === undefined) return;
    this.#drop();
    this.#cellsBefore = cellTexture({ ...grid, data: grid.data.slice() });
    this.#before.show(this.#cellsBefore, grid);
  }

  progress({ before, now, way }: Progress): void {
    if (this.#cellsBefore === undefined) return;
    this.#before.opacity = before;
    this.#now.opacity = now;
    if (way === 1) this.#drop();
  }

  #drop(): void {
    this.#before.hide();
    this.#now.opacity = 1;
    this.#cellsBefore?.dispose();
    this.#cellsBefore = undefined;
  }

  clear(): void {
    this.#drop();
    this.cells.grid = undefined;
    this.cells.dispose();
    this.#now.hide();
  }

  dress(first: Color, second: Color): void {
    this.#first.copy(first);
    this.#second.copy(second);
  }

  dispose(): void {
    this.clear();
    this.#before.dispose();
    this.#now.dispose();
  }
}
