import type { RobotGeometry } from '@homebound/robot';
import { bodyModel, figures, inertia, type ModelLink, type ModelShape, weightAt } from './bodyModel.ts';

/** The body as URDF, for robot_state_publisher, RViz and whoever plans with its shape. */
export function robotUrdf(geometry: RobotGeometry): string {
  const links = bodyModel(geometry);
  return [
    '<?xml version="1.0"?>',
    '<!-- Written from packages/robot/src/geometry.ts: UPDATE=1 npm run test:integration -- description -->',
    '<robot name="homebound">',
    ...links.flatMap((link) => [...linkLines(link), ...jointLines(link)]),
    '</robot>',
    '',
  ].join('\n');
}

function linkLines(link: ModelLink): string[] {
  const { name, shape } = link;
  if (shape === undefined) return [`  <link name="${name}"/>`];
  // A wheel's axis is y: URDF's cylinders stand along z.
  const roll = link.joint === undefined ? 0 : Math.PI / 2;
  const origin = `<origin xyz="${figures(...shape.at)}" rpy="${figures(roll, 0, 0)}"/>`;
  const geometry = `<geometry>${shapeOf(shape)}</geometry>`;
  const { along, across } = inertia(shape);
  return [
    `  <link name="${name}">`,
    '    <inertial>',
    `      <origin xyz="${figures(...weightAt(link))}" rpy="${figures(roll, 0, 0)}"/>`,
    `      <mass value="${shape.mass_kg}"/>`,
    `      <inertia ixx="${tiny(across)}" iyy="${tiny(across)}" izz="${tiny(along)}" ixy="0" ixz="0" iyz="0"/>`,
    '    </inertial>',
    `    <visual>${origin}${geometry}</visual>`,
    `    <collision>${origin}${geometry}</collision>`,
    '  </link>',
  ];
}

function jointLines({ name, parent, at, yaw_rad, joint }: ModelLink): string[] {
  if (parent === undefined) return [];
  return [
    `  <joint name="${joint ?? `${name}_mount`}" type="${joint === undefined ? 'fixed' : 'continuous'}">`,
    `    <origin xyz="${figures(...at)}" rpy="${figures(0, 0, yaw_rad)}"/>`,
    `    <parent link="${parent}"/>`,
    `    <child link="${name}"/>`,
    ...(joint === undefined ? [] : ['    <axis xyz="0 1 0"/>']),
    '  </joint>',
  ];
}

function shapeOf({ radius_m, length_m }: ModelShape): string {
  return length_m === undefined
    ? `<sphere radius="${figures(radius_m)}"/>`
    : `<cylinder radius="${figures(radius_m)}" length="${figures(length_m)}"/>`;
}

/** Moments of small parts are far below what lengths are rounded to. */
function tiny(moment_kgm2: number): string {
  return moment_kgm2.toPrecision(4);
}
