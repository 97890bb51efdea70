import type { Grid } from '@homebound/wire';
import { BoxGeometry, InstancedMesh, Matrix4, MeshLambertMaterial } from 'three';
import type { Layer } from '../layer.ts';
import type { Theme } from '../theme.ts';
import type { Mover, Progress } from '../transition.ts';

/** Height of the drawn walls, m: low enough to look into the rooms. */
const wall_m = 0.3;
const occupied = 55;
/** Walls in the floor; at 0 they would have no normals. */
const flat = 0.01;
/** So low that nobody sees them change. */
const sunk = 0.3;

/** Walls as boxes for the tilted view: one box per run of occupied cells in a row, which saves most of them. */
export class WallsLayer implements Layer, Mover {
  object: InstancedMesh<BoxGeometry, MeshLambertMaterial>;
  readonly #box = new BoxGeometry(1, 1, 1);
  readonly #material = new MeshLambertMaterial();

  constructor() {
    this.object = new InstancedMesh(this.#box, this.#material, 0);
    this.object.visible = false;
  }

  /** Builds the boxes anew, O(cells). The object is replaced when it has to grow. */
  build(grid: Grid): void {
    const runs = wallRuns(grid);
    if (runs.length / 3 > this.object.instanceMatrix.count) this.#grow(Math.ceil((runs.length / 3) * 1.5));
    const { resolution_m: r, originX_m, originY_m } = grid;
    const matrix = new Matrix4();
    for (let i = 0; i < runs.length; i += 3) {
      const [iy, start, length] = [runs[i], runs[i + 1], runs[i + 2]];
      matrix.makeScale(length * r, r, wall_m);
      matrix.setPosition(originX_m + (start + length / 2) * r, originY_m + (iy + 0.5) * r, wall_m / 2);
      this.object.setMatrixAt(i / 3, matrix);
    }
    this.object.count = runs.length / 3;
    this.object.instanceMatrix.needsUpdate = true;
  }

  /** Standing walls can't move: they are built anew while none is seen. */
  get isSunk(): boolean {
    return this.object.scale.z < sunk;
  }

  hold(): void {}

  /** The old walls sink into the floor, and the new ones rise from it. */
  progress({ way }: Progress): void {
    this.object.scale.z = Math.max(flat, Math.abs(1 - 2 * way));
  }

  #grow(capacity: number): void {
    const { parent, visible, scale } = this.object;
    this.object.removeFromParent();
    this.object.dispose();
    this.object = new InstancedMesh(this.#box, this.#material, capacity);
    this.object.frustumCulled = false;
    this.object.visible = visible;
    this.object.scale.copy(scale);
    parent?.add(this.object);
  }

  clear(): void {
    this.object.count = 0;
  }

  dress(theme: Theme): void {
    this.#material.color.copy(theme.wall);
  }

  dispose(): void {
    this.object.dispose();
    this.#box.dispose();
    this.#material.dispose();
  }
}

/** Runs of occupied cells: iy, first ix, length, interleaved. */
export function wallRuns({ data, width, height }: Grid): number[] {
  const runs: number[] = [];
  for (let iy = 0; iy < height; iy++)
    for (let ix = 0; ix < width; ix++) {
      if (data[iy * width + ix] < occupied) continue;
      const start = ix;
      while (ix < width && data[iy * width + ix] >= occupied) ix++;
      runs.push(iy, start, ix - start);
    }
  return runs;
}
