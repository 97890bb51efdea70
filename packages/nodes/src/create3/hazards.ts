import { type homebound_interfaces, irobot_create_msgs } from '@homebound/messages';
import type { RobotGeometry } from '@homebound/robot';

const { BUMP, CLIFF, WHEEL_DROP } = irobot_create_msgs.HazardDetection;

/** The fields of our safety message by what they mean for Create 3, and the frame of the sensor that says so. */
const hazardSensors = [
  ['bump_left', BUMP, 'bump_left'],
  ['bump_centre', BUMP, 'bump_front_center'],
  ['bump_right', BUMP, 'bump_right'],
  ['cliff_side_left', CLIFF, 'cliff_side_left'],
  ['cliff_front_left', CLIFF, 'cliff_front_left'],
  ['cliff_front_right', CLIFF, 'cliff_front_right'],
  ['cliff_side_right', CLIFF, 'cliff_side_right'],
  ['wheel_drop_left', WHEEL_DROP, 'wheel_drop_left'],
  ['wheel_drop_right', WHEEL_DROP, 'wheel_drop_right'],
] as const satisfies readonly (readonly [keyof homebound_interfaces.Safety, number, string])[];

/** The wall sensor's own frame. */
const WALL_SENSOR = 'wall_sensor';

/**
 * What is in the robot's way, in Create 3's words.
 * @param proximity_m nearer than this the wall sensor has found something
 */
export function hazardsOf(m: homebound_interfaces.Safety, proximity_m: number): irobot_create_msgs.HazardDetection[] {
  const { stamp } = m.header;
  const found: irobot_create_msgs.HazardDetection[] = hazardSensors
    .filter(([field]) => m[field])
    .map(([, type, frame_id]) => ({ header: { stamp, frame_id }, type }));
  // NaN, from a body without one, is near nothing.
  if (m.wall_distance < proximity_m)
    found.push({
      header: { stamp, frame_id: WALL_SENSOR },
      type: irobot_create_msgs.HazardDetection.OBJECT_PROXIMITY,
    });
  return found;
}

/** Where the sensors sit on base_link, m and rad; the bumper's zones are told by their middles. */
export function hazardFrames({
  bodyRadius_m,
  cliffs,
  wallSensor,
  wheelBase_m,
  wheelRadius_m,
  maxClimb_m,
}: RobotGeometry): readonly (readonly [name: string, at: readonly [number, number, number], yaw_rad: number])[] {
  const cliff = (name: string, { x_m, y_m }: { readonly x_m: number; readonly y_m: number }) =>
    [name, [x_m, y_m, maxClimb_m - wheelRadius_m], 0] as const;
  return [
    ['bump_left', [0, bodyRadius_m, 0], Math.PI / 2],
    ['bump_front_center', [bodyRadius_m, 0, 0], 0],
    ['bump_right', [0, -bodyRadius_m, 0], -Math.PI / 2],
    cliff('cliff_side_left', cliffs.sideLeft),
    cliff('cliff_front_left', cliffs.frontLeft),
    cliff('cliff_front_right', cliffs.frontRight),
    cliff('cliff_side_right', cliffs.sideRight),
    ['wheel_drop_left', [0, wheelBase_m / 2, 0], 0],
    ['wheel_drop_right', [0, -wheelBase_m / 2, 0], 0],
    [WALL_SENSOR, [wallSensor.x_m, wallSensor.y_m, 0], wallSensor.yaw_rad],
  ];
}
