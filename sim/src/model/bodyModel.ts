import type { RobotGeometry } from '@homebound/robot';

/** A round part of the body; its axis is z, of a wheel y. Absent length: a sphere. */
export interface ModelShape {
  /** Its middle in the frame of its link, m. */
  readonly at: readonly [number, number, number];
  readonly radius_m: number;
  readonly length_m?: number;
  readonly mass_kg: number;
}

/** A link of the robot's model and how it hangs on its parent; z up, x forward, m and rad. */
export interface ModelLink {
  readonly name: string;
  /** Absent: the root. */
  readonly parent?: string;
  /** Its origin in the parent's frame. */
  readonly at: readonly [number, number, number];
  readonly yaw_rad: number;
  /** Turns about y; absent: fixed. */
  readonly joint?: string;
  readonly shape?: ModelShape;
}

/** A vacuum of this class weighs about 3 kg, most of it battery and blower. Estimates: nothing here measures masses. */
const BODY_kg = 2.6;
const WHEEL_kg = 0.15;
const CASTER_kg = 0.05;
const WHEEL_WIDTH_m = 0.02;
/** Ahead of the axle, so that it rests on its caster. */
const WEIGHT_AHEAD_m = 0.03;

/**
 * The body as links and joints, in the frames that the nodes use (REP-105, Create 3's names for bumpers and cliffs). One description, from
 * which URDF and SDF are written. base_footprint lies on the floor between the wheels, base_link above it at their axle.
 */
export function bodyModel(geometry: RobotGeometry): readonly ModelLink[] {
  const {
    wheelRadius_m: axle_m,
    wheelBase_m,
    bodyRadius_m,
    bodyHeight_m,
    lidar,
    cliffs,
    wallSensor,
    maxClimb_m,
  } = geometry;
  const fixed = (name: string, x: number, y: number, z_floor: number, yaw_rad = 0): ModelLink => ({
    name,
    parent: 'base_link',
    at: [x, y, z_floor - axle_m],
    yaw_rad,
  });
  const wheel = (side: string, y: number): ModelLink => ({
    name: `${side}_wheel`,
    parent: 'base_link',
    at: [0, y, 0],
    yaw_rad: 0,
    joint: `${side}_wheel_joint`,
    shape: { at: [0, 0, 0], radius_m: axle_m, length_m: WHEEL_WIDTH_m, mass_kg: WHEEL_kg },
  });
  // The turret is what stands above the plane of the lidar, and as much below it; the rest is the body, as high over the floor as it climbs.
  const top_m = 2 * lidar.z_m - bodyHeight_m;
  const casterRadius_m = maxClimb_m / 2;
  return [
    { name: 'base_footprint', at: [0, 0, 0], yaw_rad: 0 },
    {
      name: 'base_link',
      parent: 'base_footprint',
      at: [0, 0, axle_m],
      yaw_rad: 0,
      shape: {
        at: [0, 0, (maxClimb_m + top_m) / 2 - axle_m],
        radius_m: bodyRadius_m,
        length_m: top_m - maxClimb_m,
        mass_kg: BODY_kg,
      },
    },
    wheel('left', wheelBase_m / 2),
    wheel('right', -wheelBase_m / 2),
    {
      ...fixed('caster', bodyRadius_m * 0.7, 0, casterRadius_m),
      shape: { at: [0, 0, 0], radius_m: casterRadius_m, mass_kg: CASTER_kg },
    },
    fixed('base_scan', lidar.x_m, lidar.y_m, lidar.z_m, lidar.yaw_rad),
    fixed('imu_link', 0, 0, axle_m),
    ...[
      ['cliff_side_left', cliffs.sideLeft] as const,
      ['cliff_front_left', cliffs.frontLeft] as const,
      ['cliff_front_right', cliffs.frontRight] as const,
      ['cliff_side_right', cliffs.sideRight] as const,
    ].map(([name, { x_m, y_m }]) => fixed(name, x_m, y_m, maxClimb_m)),
    fixed('wall_sensor', wallSensor.x_m, wallSensor.y_m, axle_m, wallSensor.yaw_rad),
  ];
}

/** Where the weight of a shape sits in its link. */
export function weightAt(link: ModelLink): readonly [number, number, number] {
  const [x, y, z] = link.shape?.at ?? [0, 0, 0];
  return link.name === 'base_link' ? [x + WEIGHT_AHEAD_m, y, z] : [x, y, z];
}

/** Moments of inertia about the shape's axis and across it, kg m². */
export function inertia({ radius_m: r, length_m: h, mass_kg: m }: ModelShape): { along: number; across: number } {
  if (h === undefined) return { along: 0.4 * m * r * r, across: 0.4 * m * r * r };
  return { along: (m * r * r) / 2, across: (m * (3 * r * r + h * h)) / 12 };
}

/** A length or an angle in a file: 0.1 mm and 0.1 mrad, without a tail of zeros. */
export function figure(value: number): string {
  return String(Math.round(value * 1e4) / 1e4 + 0);
}

export function figures(...values: readonly number[]): string {
  return values.map(figure).join(' ');
}
