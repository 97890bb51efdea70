import { createRng, type Rng, type SE2 } from '@homebound/math';
import { type Piece, setDown } from '../homes/furniture/piece.ts';
import type { Color, Shape, Solid } from '../world.ts';
import * as small from './smallThings.ts';

/** A small thing, told by a line and made: in its usual colour, or in one of these by a seed. */
interface SmallObject {
  readonly about: string;
  readonly make: (rng: Rng, color?: Color) => Piece;
  readonly colors: readonly Color[];
}

const bright: readonly Color[] = [
  [200, 44, 40],
  [44, 92, 190],
  [226, 178, 44],
  [66, 150, 84],
  [232, 232, 228],
];
const textile: readonly Color[] = [
  [226, 222, 214],
  [44, 46, 54],
  [96, 112, 150],
  [150, 84, 80],
  [124, 120, 116],
];
const dark: readonly Color[] = [
  [34, 34, 36],
  [226, 226, 222],
  [92, 90, 88],
];
const brown: readonly Color[] = [
  [88, 62, 40],
  [64, 46, 32],
  [112, 84, 54],
];

const objects = {
  sock: { about: 'sock, 200 x 80 x 25 mm', make: (_, color) => small.sock(color), colors: textile },
  shoe: { about: 'shoe, 0.4 kg: it is pushed', make: (_, color) => small.shoe(color), colors: textile },
  slipper: { about: 'slipper, 280 x 100 x 60 mm', make: (_, color) => small.slipper(color), colors: textile },
  cable: {
    about: 'cable of 1.5 m in loose bends, 6 mm thick',
    make: (rng, color) => small.cable(1.5, 0.006, rng, color),
    colors: dark,
  },
  charger: { about: 'brick of a charger, 60 x 40 x 28 mm', make: (_, color) => small.charger(color), colors: dark },
  power_strip: {
    about: 'power strip with five sockets, 300 x 60 x 40 mm',
    make: (_, color) => small.powerStrip(color),
    colors: dark,
  },
  brick: { about: 'building brick, 32 x 16 x 10 mm', make: (_, color) => small.brick(color), colors: bright },
  toy_block: { about: 'building block of 60 mm', make: (_, color) => small.toyBlock(color), colors: bright },
  toy_car: { about: 'toy car, 70 x 30 x 25 mm', make: (_, color) => small.toyCar(color), colors: bright },
  small_toy: {
    about: 'small animal of plastic, 80 x 50 x 60 mm',
    make: (_, color) => small.smallToy(color),
    colors: bright,
  },
  ball: { about: 'ball, 0.12 kg: it is pushed', make: (_, color) => small.ball(color), colors: bright },
  pet_waste: { about: 'what a pet left, 90 x 40 x 30 mm', make: (_, color) => small.petWaste(color), colors: brown },
  bowl: { about: 'bowl of a pet', make: (_, color) => small.bowl(color), colors: bright },
  scale: { about: 'bathroom scale, 300 x 300 x 25 mm', make: (_, color) => small.scale(color), colors: dark },
  bottle: { about: 'bottle that lies', make: (_, color) => small.bottle(color), colors: bright },
  book: { about: 'book that lies, 20 mm thick', make: (_, color) => small.book(color), colors: textile },
} as const satisfies Record<string, SmallObject>;

export type ObjectName = keyof typeof objects;
export const objectNames = Object.keys(objects) as ObjectName[];

export function objectAbout(name: ObjectName): string {
  return objects[name].about;
}

export interface ObjectOptions {
  /** Decides its colour and, of a cable, its bends; absent: the usual colour. */
  readonly seed?: number;
  /** Factor on its size; default 1. */
  readonly scale?: number;
}

/** A small thing before it lies anywhere. Throws RangeError for a scale that is none. */
export function objectPiece(name: ObjectName, { seed, scale = 1 }: ObjectOptions = {}): Piece {
  if (!(scale > 0 && scale < 10)) throw new RangeError(`Cannot make ${name}: scale must be in (0, 10), got ${scale}`);
  const object: SmallObject = objects[name];
  const rng = createRng(seed ?? 1);
  const color = seed === undefined ? undefined : object.colors[rng.fork('color').int(object.colors.length)];
  return scaled(object.make(rng, color), scale);
}

/** A small thing, set down in a world: put it among its solids, or hand it to `control.addSolid`. */
export function placeObject(
  name: ObjectName,
  T_world_solid: SE2,
  options: ObjectOptions & { readonly as?: string } = {},
): Solid {
  return setDown(objectPiece(name, options), options.as ?? name, T_world_solid);
}

function scaled(piece: Piece, k: number): Piece {
  if (k === 1) return piece;
  return {
    ...piece,
    sizeX_m: k * piece.sizeX_m,
    sizeY_m: k * piece.sizeY_m,
    shapes: piece.shapes.map((shape) => scaledShape(shape, k)),
    ...(piece.mass_kg === undefined ? {} : { mass_kg: k * k * k * piece.mass_kg }),
    ...(piece.seen === undefined ? {} : { seen: piece.seen.map((shape) => scaledShape(shape, k)) }),
  };
}

function scaledShape(shape: Shape, k: number): Shape {
  const heights = { z0_m: k * shape.z0_m, z1_m: k * shape.z1_m };
  if (shape.kind === 'prism') return { ...shape, ...heights, outline: shape.outline.map((value) => k * value) };
  const at = { x_m: k * shape.x_m, y_m: k * shape.y_m };
  if (shape.kind === 'cylinder') return { ...shape, ...heights, ...at, radius_m: k * shape.radius_m };
  return { ...shape, ...heights, ...at, sizeX_m: k * shape.sizeX_m, sizeY_m: k * shape.sizeY_m };
}
