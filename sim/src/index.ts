export type { FloorPatch, Material, Shape, Solid, World } from './world.ts';
