import type { Obstacle } from '@homebound/wire';
import { Group, Mesh, MeshBasicMaterial, Shape, ShapeGeometry } from 'three';
import { height, type Layer } from '../layer.ts';
import type { Theme } from '../theme.ts';

/** What lies on the floor, as its outline; what a person said is none is drawn faintly. */
export class ObstaclesLayer implements Layer {
  readonly object = new Group();
  readonly #ink = new MeshBasicMaterial({ depthWrite: false, transparent: true });
  readonly #faint = new MeshBasicMaterial({ depthWrite: false, transparent: true, opacity: 0.3 });

  constructor() {
    this.object.position.z = height.obstacles;
  }

  set(obstacles: readonly Obstacle[]): void {
    this.clear();
    for (const { outline, isDismissed } of obstacles) {
      if (outline.length < 6) continue;
      const shape = new Shape();
      shape.moveTo(outline[0], outline[1]);
      for (let i = 2; i + 1 < outline.length; i += 2) shape.lineTo(outline[i], outline[i + 1]);
      const mesh = new Mesh(new ShapeGeometry(shape), isDismissed ? this.#faint : this.#ink);
      mesh.renderOrder = height.obstacles * 1000;
      mesh.layers.mask = this.object.layers.mask;
      this.object.add(mesh);
    }
  }

  clear(): void {
    for (const mesh of this.object.children) (mesh as Mesh).geometry.dispose();
    this.object.clear();
  }

  dress(theme: Theme): void {
    this.#ink.color.copy(theme.obstacle);
    this.#faint.color.copy(theme.obstacle);
  }

  dispose(): void {
    this.clear();
    this.#ink.dispose();
    this.#faint.dispose();
  }
}
