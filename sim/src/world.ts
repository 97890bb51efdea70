import { type SE2, wrapAngle } from '@homebound/math';
import type { Actor } from './actors/actor.ts';

/**
 * A world as the simulator knows it: solids that stand on or hang over the floor, patches of floor, a dock and a start.
 * Everything is in the world frame (m, rad; x, y in the plane, z up, bare floor at z = 0). Made from SDF or by extruding a map.
 */
export interface World {
  readonly name: string;
  readonly solids: readonly Solid[];
  readonly floor: readonly FloorPatch[];
  /**
   * Pose of the dock: origin where the docked robot's base_link stands, +x pointing out of the dock into the room. The
   * robot drives forward into its dock, so a docked base_link faces the other way: heading T_world_dock.theta + pi.
   * Its contacts charge within 2 cm of the origin and 15° of that heading; it undocks by backing out.
   */
  readonly T_world_dock: SE2;
  /** Where base_link starts; on the dock, facing into it, unless the world says otherwise. */
  readonly T_world_start: SE2;
  /** Who and what moves by itself; absent: nobody. */
  readonly actors?: readonly Actor[];
  /** How the bare floor looks; absent: boards of wood. */
  readonly floorAppearance?: Appearance;
  /** Absent: lamps under the ceiling, and daylight. */
  readonly light?: RoomLight;
  /** Things in the file that were understood but are not simulated, one line each. */
  readonly warnings: readonly string[];
}

/** What a lidar beam meets. */
export interface Material {
  readonly kind: 'matte' | 'black' | 'glass' | 'mirror';
  /** Diffuse reflectivity in [0, 1]; white wall about 0.8, black furniture about 0.05. */
  readonly reflectivity: number;
}

/** How a surface looks to a camera; lidars take no notice of it. Colours are sRGB, each in [0, 255]. */
export interface Appearance {
  readonly color: Color;
  /**
   * Absent: plain. `wood` has boards, `tiles` joints, `pile` threads, `mottled` spots of any size. `display` shines: a camera sees its very
   * colour whatever the light, without noise, so that a test finds it again.
   */
  readonly pattern?: 'plain' | 'wood' | 'tiles' | 'checker' | 'stripes' | 'pile' | 'mottled' | 'display';
  /** The other colour of `checker` and `stripes`, that of the joints of `tiles`; absent: a darker one. */
  readonly color2?: Color;
  /** Size of a board, tile, square or stripe; absent: a usual one. */
  readonly repeat_m?: number;
  /** Share of light that is thrown on as by a mirror, in [0, 1]: varnish 0.15, polished stone 0.4. Absent: none. */
  readonly gloss?: number;
}

export type Color = readonly [number, number, number];

/** Light in a room; 1 is about 200 lux on the floor. */
export interface RoomLight {
  /** From everywhere alike. */
  readonly ambient: number;
  /** `power` is what falls on a level floor 1 m below. */
  readonly lamps: readonly {
    readonly x_m: number;
    readonly y_m: number;
    readonly z_m: number;
    readonly power: number;
    /** Share of red, green, blue. */
    readonly tint: Color;
  }[];
}

export interface Solid {
  readonly name: string;
  /** `movable` solids are pushed about; everything else stands. */
  readonly mobility: 'static' | 'movable';
  readonly mass_kg: number;
  /** Coulomb friction with the floor and with the robot. */
  readonly friction: number;
  /** Pose of the solid's own frame. */
  readonly T_world_solid: SE2;
  readonly shapes: readonly Shape[];
  /** What cameras see instead of `shapes`, within their extent: where a prism is too coarse. */
  readonly seen?: readonly Shape[];
  /** Chance in [0, 1] that the main brush is caught when it passes over the solid once: cords, tassels. Absent: never. */
  readonly tangles?: number;
}

/**
 * A vertical prism or another convex body, in the solid's frame. `z0_m`..`z1_m` is its extent in height: the robot touches
 * what reaches below its own height, and the lidar sees what crosses its plane.
 */
export type Shape = {
  readonly z0_m: number;
  readonly z1_m: number;
  readonly material: Material;
  /** Absent: what is usual for the material. */
  readonly appearance?: Appearance;
} & (
  | {
      readonly kind: 'box';
      readonly x_m: number;
      readonly y_m: number;
      readonly yaw_rad: number;
      readonly sizeX_m: number;
      readonly sizeY_m: number;
      /** How cameras see it rounded within the box: half an ellipsoid, a whole one, or a roll that lies along x. Absent: not at all. */
      readonly rounded?: 'dome' | 'ball' | 'roll';
    }
  | { readonly kind: 'cylinder'; readonly x_m: number; readonly y_m: number; readonly radius_m: number }
  /** Convex outline, counter-clockwise, interleaved x, y. */
  | { readonly kind: 'prism'; readonly outline: Float64Array }
);

/** A piece of floor that differs from the bare hard floor at z = 0. Later patches lie over earlier ones. */
export interface FloorPatch {
  readonly name: string;
  /** Simple polygon in the world frame, counter-clockwise, interleaved x, y. */
  readonly outline: Float64Array;
  /** Height of its top: a rug 0.01, a threshold 0.015, a stair or a hole below -0.04. */
  readonly height_m: number;
  readonly surface: 'hard' | 'lowPile' | 'highPile';
  /** Direction in which the pile pulls the robot, world frame; absent on hard floor. */
  readonly pileYaw_rad?: number;
  /** Absent: what is usual for the surface. */
  readonly appearance?: Appearance;
}

/** Pose of base_link on the dock: at its origin, facing into it. */
export function dockedPose({ x, y, theta }: SE2): SE2 {
  return { x, y, theta: wrapAngle(theta + Math.PI) };
}
