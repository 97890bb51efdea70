import type { SE2 } from '@homebound/math';
import { shareOf } from '../camera/look.ts';
import { block, shaped } from '../homes/furniture/parts.ts';
import type { Appearance, Color, Material, Shape, Solid } from '../world.ts';

const trousers: Material = { kind: 'matte', reflectivity: 0.25 };
const leather: Material = { kind: 'black', reflectivity: 0.06 };
const fur: Material = { kind: 'matte', reflectivity: 0.3 };
const painted: Material = { kind: 'matte', reflectivity: 0.8 };

const LEG_RADIUS_M = 0.05;
/** The lidar sees shins; the body meets shoes, which reach farther forward. */
const SHOE = { sizeX_m: 0.26, sizeY_m: 0.09, height_m: 0.075 };

function solid(
  name: string,
  mass_kg: number,
  T_world_solid: SE2,
  shapes: readonly Shape[],
  seen?: readonly Shape[],
): Solid {
  return { name, mobility: 'static', mass_kg, friction: 1, T_world_solid, shapes, ...(seen && { seen }) };
}

const clothes: readonly Color[] = [
  [52, 60, 84],
  [70, 68, 66],
  [112, 98, 80],
  [40, 40, 44],
];
const furs: readonly Color[] = [
  [150, 112, 72],
  [60, 54, 50],
  [190, 184, 174],
  [120, 112, 104],
];
const oneOf = (colors: readonly Color[], name: string): Color => colors[Math.floor(colors.length * shareOf(name))];

/** One leg of a person: a shin and a shoe, x forward. */
export function personLeg(name: string, T_world_solid: SE2): Solid {
  const shin: Shape = {
    kind: 'cylinder',
    x_m: 0,
    y_m: 0,
    radius_m: LEG_RADIUS_M,
    z0_m: SHOE.height_m,
    z1_m: 0.8,
    material: trousers,
  };
  const shoe: Shape = {
    kind: 'box',
    x_m: 0.05,
    y_m: 0,
    yaw_rad: 0,
    sizeX_m: SHOE.sizeX_m,
    sizeY_m: SHOE.sizeY_m,
    z0_m: 0,
    z1_m: SHOE.height_m,
    material: leather,
  };
  // Both legs of a person wear the same.
  const cloth: Appearance = { color: oneOf(clothes, name.replace(/ \w+$/, '')), pattern: 'pile', repeat_m: 0.004 };
  const { sizeX_m, sizeY_m, height_m } = SHOE;
  return solid(
    name,
    70,
    T_world_solid,
    [shin, shoe],
    [
      { ...shin, z0_m: 0.05, appearance: cloth },
      shaped(block(0.05, 0, sizeX_m, sizeY_m, 0, 0.02, leather), { color: [190, 186, 178] }),
      shaped(block(0.08, 0, 0.19, 0.088, 0.015, 0.065, leather), { color: [44, 40, 40] }, 'dome'),
      shaped(block(-0.02, 0, 0.12, 0.086, 0.015, height_m, leather), { color: [44, 40, 40] }, 'dome'),
    ],
  );
}

/** A cat or a small dog: on four thin legs, or lying, when it is a lump on the floor. */
export function pet(name: string, T_world_solid: SE2, lies: boolean): Solid {
  const trunk = { kind: 'box', x_m: 0, y_m: 0, yaw_rad: 0, sizeX_m: 0.42, sizeY_m: 0.17, material: fur } as const;
  const coat: Appearance = { color: oneOf(furs, name), pattern: 'pile', repeat_m: 0.006 };
  const ball = (x: number, y: number, sizeX: number, sizeY: number, z0: number, z1: number): Shape =>
    shaped(block(x, y, sizeX, sizeY, z0, z1, fur), coat, 'ball');
  if (lies)
    return solid(
      name,
      6,
      T_world_solid,
      [{ ...trunk, z0_m: 0, z1_m: 0.16 }],
      [
        shaped(block(-0.04, 0, 0.34, 0.17, 0, 0.14, fur), coat, 'dome'),
        ball(0.15, 0.02, 0.12, 0.1, 0.03, 0.14),
        ball(0.08, -0.06, 0.24, 0.04, 0, 0.04),
      ],
    );
  const legs = [-0.14, 0.14].flatMap((x_m) =>
    [-0.06, 0.06].map(
      (y_m): Shape => ({ kind: 'cylinder', x_m, y_m, radius_m: 0.016, z0_m: 0, z1_m: 0.16, material: fur }),
    ),
  );
  const seen = [
    ...legs.map((leg): Shape => ({ ...leg, z1_m: 0.2, appearance: coat })),
    ball(-0.03, 0, 0.34, 0.15, 0.15, 0.29),
    ball(0.15, 0, 0.12, 0.1, 0.22, 0.32),
    ball(-0.17, 0, 0.08, 0.03, 0.22, 0.32),
  ];
  return solid(name, 6, T_world_solid, [...legs, { ...trunk, z0_m: 0.16, z1_m: 0.32 }], seen);
}

/** A door leaf in the frame of its hinge, a gap under it. */
export function doorLeaf(name: string, T_world_hinge: SE2, width_m: number): Solid {
  const length = width_m - 0.03;
  return solid(name, 25, T_world_hinge, [
    {
      kind: 'box',
      x_m: 0.01 + length / 2,
      y_m: 0,
      yaw_rad: 0,
      sizeX_m: length,
      sizeY_m: 0.04,
      z0_m: 0.008,
      z1_m: 2,
      material: painted,
    },
  ]);
}
