import type { SE2 } from '@homebound/math';
import { FloorField } from '../floor/floorField.ts';
import { outlineOf, polygonOf } from '../physics/outline.ts';
import type { Shape, Solid, World } from '../world.ts';
import { Faces } from './faces.ts';
import { addFloor } from './floorFaces.ts';
import { type Look, lookOf, usualAppearance } from './look.ts';
import { addShape } from './shapeFaces.ts';

type Loose = ReadonlyMap<string, { readonly solid: Solid; readonly T_world_solid: SE2 }>;

/** From this gloss on a floor shows the image of what stands on it. */
export const GLOSSY = 0.1;
/** What ends below this lies on a rug, m. */
const LOW_M = 0.15;

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
  readonly #floor: FloorField;
  readonly #hasRugs: boolean;
  readonly #staticBodies: number;
  readonly #staticLooks: number;
  /** The loose solids that are drawn, and where. */
  #drawn: { readonly solid: Solid; readonly body: number; T_world_solid: SE2; readonly lifts_m: readonly number[] }[] =
    [];
  #version = -1;

  constructor(world: World) {
    this.#floor = new FloorField({ ...world, solids: [] }, 0);
    this.#hasRugs = world.floor.some(({ height_m }) => height_m > 0);
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
    if (isSame)
      for (const { solid, T_world_solid } of loose.values()) isSame &&= this.#isAsDrawn(k++, solid, T_world_solid);
    if (!isSame) {
      this.faces.truncate(this.#staticBodies, this.#staticLooks);
      this.#drawn = [];
      for (const { solid, T_world_solid } of loose.values()) {
        const lifts_m = this.#liftsOf(solid, T_world_solid);
        this.#drawn.push({ solid, body: this.#addSolid(solid, T_world_solid, lifts_m), T_world_solid, lifts_m });
      }
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

  /** Whether a loose solid is drawn already, but for a move over floor of one height. */
  #isAsDrawn(k: number, solid: Solid, T_world_solid: SE2): boolean {
    const drawn = this.#drawn[k];
    if (drawn.solid !== solid) return false;
    if (drawn.T_world_solid === T_world_solid) return true;
    return this.#liftsOf(solid, T_world_solid).every((lift_m, i) => lift_m === drawn.lifts_m[i]);
  }

  /** How high each shape of a solid lies: what is low, on the rug under its middle, in which it would be drowned; furniture stands through it. */
  #liftsOf({ seen, shapes }: Solid, T_world_solid: SE2): number[] {
    return (seen ?? shapes).map((shape) => {
      if (!this.#hasRugs || shape.z1_m > LOW_M) return 0;
      const points = polygonOf(outlineOf(shape, T_world_solid));
      let [x, y] = [0, 0];
      for (let i = 0; i < points.length; i += 2) {
        x += (2 * points[i]) / points.length;
        y += (2 * points[i + 1]) / points.length;
      }
      return Math.max(0, this.#floor.heightAt(x, y));
    });
  }

  #addSolid(solid: Solid, T_world_solid: SE2, lifts_m = this.#liftsOf(solid, T_world_solid)): number {
    const label = this.#labelOf(solid.name);
    for (const [k, shape] of (solid.seen ?? solid.shapes).entries()) {
      const lift_m = lifts_m[k];
      const lifted = lift_m === 0 ? shape : { ...shape, z0_m: shape.z0_m + lift_m, z1_m: shape.z1_m + lift_m };
      addShape(this.faces, lifted, this.faces.addLook(this.#lookOf(shape, solid.name)), label);
    }
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
