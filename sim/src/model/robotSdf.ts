import type { RobotGeometry } from '@homebound/robot';
import type { LidarProfile } from '../lidar/lidarProfile.ts';
import { bodyModel, figure, figures, inertia, type ModelLink, type ModelShape, weightAt } from './bodyModel.ts';

/** How far a cliff sensor looks: the floor is nearer, a step that it must not drive over is not, m. */
const CLIFF_RANGE_m = 0.15;
/** A charge that lasts an hour and a half of cleaning, as the simulated battery's. */
const BATTERY = { capacity_Ah: 2.6, voltage_V: 14.4, load_W: 25 };

/**
 * The body as an SDF model for Gazebo, with its own plugins: wheels by DiffDrive, lidar, gyro, contacts, cliffs, joints and a battery.
 * Topics have the names of the nodes; launch/gazebo_bridge.yaml carries them to ROS 2. Frames are those of the URDF.
 */
export function robotSdf(geometry: RobotGeometry, lidar: LidarProfile): string {
  const links = bodyModel(geometry);
  const solid = links.filter(({ shape }) => shape !== undefined);
  const frames = links.filter(({ name, shape }) => shape === undefined && name !== 'base_footprint');
  return [
    '<?xml version="1.0"?>',
    '<!-- Written from packages/robot/src/geometry.ts: UPDATE=1 npm run test:integration -- description -->',
    '<sdf version="1.9">',
    '  <model name="homebound" canonical_link="base_link">',
    `    <frame name="base_footprint" attached_to="base_link"><pose relative_to="base_link">${figures(0, 0, -geometry.wheelRadius_m, 0, 0, 0)}</pose></frame>`,
    ...frames.map(
      ({ name, parent, at, yaw_rad }) =>
        `    <frame name="${name}" attached_to="${parent}"><pose relative_to="${parent}">${figures(...at, 0, 0, yaw_rad)}</pose></frame>`,
    ),
    ...solid.flatMap((link) => linkLines(link, link.name === 'base_link' ? sensors(lidar, frames) : [])),
    ...solid.flatMap(jointLines),
    ...plugins(geometry),
    '  </model>',
    '</sdf>',
    '',
  ].join('\n');
}

function linkLines(link: ModelLink, sensorLines: readonly string[]): string[] {
  const { name, parent, at, joint } = link;
  const shape = link.shape as ModelShape;
  const roll = joint === undefined ? 0 : Math.PI / 2;
  const pose = `<pose>${figures(...shape.at, roll, 0, 0)}</pose>`;
  const geometry = `<geometry>${shapeOf(shape)}</geometry>`;
  const { along, across } = inertia(shape);
  // The base is placed by the model, everything else by the base.
  const place =
    name === 'base_link'
      ? `<pose>${figures(...at, 0, 0, 0)}</pose>`
      : `<pose relative_to="${parent}">${figures(...at, 0, 0, 0)}</pose>`;
  const grip = name === 'caster' ? '<surface><friction><ode><mu>0</mu><mu2>0</mu2></ode></friction></surface>' : '';
  return [
    `    <link name="${name}">`,
    `      ${place}`,
    `      <inertial><pose>${figures(...weightAt(link), roll, 0, 0)}</pose><mass>${shape.mass_kg}</mass><inertia><ixx>${across.toPrecision(4)}</ixx><iyy>${across.toPrecision(4)}</iyy><izz>${along.toPrecision(4)}</izz><ixy>0</ixy><ixz>0</ixz><iyz>0</iyz></inertia></inertial>`,
    `      <collision name="${name}_collision">${pose}${geometry}${grip}</collision>`,
    `      <visual name="${name}_visual">${pose}${geometry}</visual>`,
    ...sensorLines.map((line) => `      ${line}`),
    '    </link>',
  ];
}

function jointLines({ name, parent, joint }: ModelLink): string[] {
  if (name === 'base_link') return [];
  const kind = joint === undefined ? 'fixed' : 'revolute';
  const axis = joint === undefined ? '' : '<axis><xyz>0 1 0</xyz></axis>';
  return [
    `    <joint name="${joint ?? `${name}_mount`}" type="${kind}"><parent>${parent}</parent><child>${name}</child>${axis}</joint>`,
  ];
}

function shapeOf({ radius_m, length_m }: ModelShape): string {
  return length_m === undefined
    ? `<sphere><radius>${figure(radius_m)}</radius></sphere>`
    : `<cylinder><radius>${figure(radius_m)}</radius><length>${figure(length_m)}</length></cylinder>`;
}

function sensors(lidar: LidarProfile, frames: readonly ModelLink[]): string[] {
  const step_rad = (2 * Math.PI) / lidar.beams;
  return [
    sensor('lidar', 'gpu_lidar', 'base_scan', 'scan', lidar.rate_hz, [
      '<lidar>',
      `  <scan><horizontal><samples>${lidar.beams}</samples><min_angle>0</min_angle><max_angle>${figure(2 * Math.PI - step_rad)}</max_angle></horizontal></scan>`,
      `  <range><min>${lidar.rangeMin_m}</min><max>${lidar.rangeMax_m}</max><resolution>${lidar.quantum_m}</resolution></range>`,
      `  <noise><type>gaussian</type><mean>0</mean><stddev>${lidar.sigmaConstant_m}</stddev></noise>`,
      '</lidar>',
    ]),
    sensor('imu', 'imu', 'imu_link', 'imu', 50, ['<imu/>']),
    sensor('bumper', 'contact', 'base_link', '', 50, [
      '<contact><collision>base_link_collision</collision><topic>bumper</topic></contact>',
    ]),
    ...frames
      .filter(({ name }) => name.startsWith('cliff_'))
      .map(({ name }) =>
        sensor(
          name,
          'gpu_lidar',
          name,
          name,
          20,
          [
            '<lidar>',
            '  <scan><horizontal><samples>1</samples><min_angle>0</min_angle><max_angle>0</max_angle></horizontal></scan>',
            `  <range><min>0.005</min><max>${CLIFF_RANGE_m}</max></range>`,
            '</lidar>',
          ],
          true,
        ),
      ),
  ].flat();
}

/** A sensor in base_link, standing in its frame; looking down it is pitched by a right angle. */
function sensor(
  name: string,
  type: string,
  frame: string,
  topic: string,
  rate_hz: number,
  body: readonly string[],
  looksDown = false,
): string[] {
  return [
    `<sensor name="${name}" type="${type}">`,
    `  <pose relative_to="${frame}">${figures(0, 0, 0, 0, looksDown ? Math.PI / 2 : 0, 0)}</pose>`,
    `  <gz_frame_id>${frame}</gz_frame_id>`,
    ...(topic === '' ? [] : [`  <topic>${topic}</topic>`]),
    `  <update_rate>${rate_hz}</update_rate>`,
    '  <always_on>true</always_on>',
    ...body.map((line) => `  ${line}`),
    '</sensor>',
  ];
}

function plugins(geometry: RobotGeometry): string[] {
  const {
    wheelBase_m,
    wheelRadius_m,
    maxSpeed_mps,
    maxYawRate_radps,
    maxAcceleration_mps2,
    maxYawAcceleration_radps2,
  } = geometry;
  return [
    plugin('diff-drive', 'DiffDrive', {
      left_joint: 'left_wheel_joint',
      right_joint: 'right_wheel_joint',
      wheel_separation: wheelBase_m,
      wheel_radius: wheelRadius_m,
      max_linear_velocity: maxSpeed_mps,
      min_linear_velocity: -maxSpeed_mps,
      max_angular_velocity: maxYawRate_radps,
      min_angular_velocity: -maxYawRate_radps,
      max_linear_acceleration: maxAcceleration_mps2,
      min_linear_acceleration: -maxAcceleration_mps2,
      max_angular_acceleration: maxYawAcceleration_radps2,
      min_angular_acceleration: -maxYawAcceleration_radps2,
      odom_publish_frequency: 50,
      topic: 'cmd_vel',
      odom_topic: 'wheel_odom',
      tf_topic: 'wheel_tf',
      frame_id: 'odom',
      child_frame_id: 'base_footprint',
    }),
    plugin('joint-state-publisher', 'JointStatePublisher', {
      topic: 'joint_states',
      joint_name: ['left_wheel_joint', 'right_wheel_joint'],
    }),
    plugin('linearbatteryplugin', 'LinearBatteryPlugin', {
      battery_name: 'battery',
      voltage: BATTERY.voltage_V,
      open_circuit_voltage_constant_coef: BATTERY.voltage_V,
      open_circuit_voltage_linear_coef: -1.5,
      initial_charge: BATTERY.capacity_Ah,
      capacity: BATTERY.capacity_Ah,
      resistance: 0.1,
      smooth_current_tau: 2,
      power_load: BATTERY.load_W,
    }),
  ].flat();
}

function plugin(
  file: string,
  name: string,
  fields: Readonly<Record<string, string | number | readonly string[]>>,
): string[] {
  const lines = Object.entries(fields).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value]).map((each) => `      <${key}>${each}</${key}>`),
  );
  return [`    <plugin filename="gz-sim-${file}-system" name="gz::sim::systems::${name}">`, ...lines, '    </plugin>'];
}
