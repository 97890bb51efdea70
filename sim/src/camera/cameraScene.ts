import type { SE2 } from '@homebound/math';
import type { Shape, Solid, World } from '../world.ts';
import { Faces } from './faces.ts';
import { addFloor } from './floorFaces.ts';
import { type Look, lookOf, usualAppearance } from './look.ts';
import { addShape } from './shapeFaces.ts';

type Loose = ReadonlyMap<string, { readonly solid: Solid; readonly T_world_solid: SE2 }>;

/** From this gloss on a floor shows the image of what stands on it. */
export const GLOSSY = 0.1;

/** All that cameras see of a world: the same solids, people and floor as the lidar's scene and physics, in full height. */
export class CameraScene {
  readonly faces = new Faces();
  /** Name of each label: solids and patches of floor; label 0 is the bare floor, and what is not there. */
  readonly names: string[] = [''];
  /** What is seen where no face is and the view goes down. */
  readonly bareFloor: Look;
  /** Whether the floor anywhere mirrors enough that its mirror image is drawn. */
  readonly isGlossy: boolean;
  readonly #labels = new Map<string, number>([['', 0]]);
  readonly #looks = new WeakMap<Shape, Look>();
  readonly #staticBodies: number;
  readonly #staticLooks: number;
  /** The loose solids that are drawn, and where. */
  #drawn: { readonly solid: Solid; readonly body: number; T_world_solid: SE2 }[] = [];
  #version = -1;

  constructor(world: World) {
    this.bareFloor = addFloor(this.faces, world, (name) => this.#labelOf(name));
    this.isGlossy = this.faces.looks.some(({ gloss }) => gloss >= GLOSSY);
    for (const solid of world.solids) if (solid.mobility === 'static') this.#addSolid(solid, solid.T_world_solid);
    this.#staticBodies = this.faces.bodyCount;
    this.#staticLooks = this.faces.looks.length;
  }

  /** Takes over where the loose solids are now; cheap when none has moved. */
  update(loose: Loose, version: number): void {
    if (version === this.#version) return;
    this.#version = version;
    let k = 0;
    let isSame = loose.size === this.#drawn.length;
    if (isSame) for (const { solid } of loose.values()) isSame &&= solid === this.#drawn[k++].solid;
    if (!isSame) {
      this.faces.truncate(this.#staticBodies, this.#staticLooks);
      this.#drawn = [];
      for (const { solid, T_world_solid } of loose.values())
        this.#drawn.push({ solid, body: this.#addSolid(solid, T_world_solid), T_world_solid });
      return;
    }
    k = 0;
    for (const { T_world_solid } of loose.values()) {
      const drawn = this.#drawn[k++];
      if (drawn.T_world_solid === T_world_solid) continue;
      drawn.T_world_solid = T_world_solid;
      this.faces.place(drawn.body, T_world_solid);
    }
  }

  #addSolid(solid: Solid, T_world_solid: SE2): number {
    const label = this.#labelOf(solid.name);
    for (const shape of solid.seen ?? solid.shapes)
      addShape(this.faces, shape, this.faces.addLook(this.#lookOf(shape, solid.name)), label);
    return this.faces.endBody(T_world_solid);
  }

  #lookOf(shape: Shape, name: string): Look {
    const known = this.#looks.get(shape);
    if (known !== undefined) return known;
    const { appearance, material } = shape;
    const look = lookOf(appearance ?? usualAppearance(material, name), material.kind, material.reflectivity);
    this.#looks.set(shape, look);
    return look;
  }

  #labelOf(name: string): number {
    const known = this.#labels.get(name);
    if (known !== undefined) return known;
    this.#labels.set(name, this.names.length);
    return this.names.push(name) - 1;
  }
}
