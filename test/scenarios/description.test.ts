import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalGraph, qos } from '@homebound/graph';
import { type geometry_msgs, tf2_msgs } from '@homebound/messages';
import { bodyNode, hazardsNode, quaternionToYaw } from '@homebound/nodes';
import { defaultGeometry } from '@homebound/robot';
import { lidarProfiles, robotSdf, robotUrdf } from '@homebound/sim';
import { parse } from 'yaml';
import { root } from '../helpers/homebound.ts';

const folder = join(root, 'launch', 'description');
const urdf = join(folder, 'homebound.urdf');
const sdf = join(folder, 'homebound.sdf');

test.each([
  [urdf, robotUrdf(defaultGeometry)],
  [sdf, robotSdf(defaultGeometry, lidarProfiles.lds02rr)],
])('%s is what the geometry says', (path, wanted) => {
  // UPDATE=1 npm run test:integration -- description   writes it anew
  if (process.env.UPDATE === '1') writeFileSync(path, wanted);
  expect(readFileSync(path, 'utf8')).toBe(wanted);
});

test('frames of the URDF lie where the nodes say on tf_static', () => {
  const graph = new LocalGraph();
  const nothing = (): void => {};
  const body = { geometry: defaultGeometry, commandTimeout_s: 0.5, poll: () => [], drive: nothing, clean: nothing };
  graph.add(bodyNode({ ...body, sign: nothing }));
  graph.add(hazardsNode(defaultGeometry));
  const told = new Map<string, geometry_msgs.TransformStamped>();
  graph.outside.subscribe(tf2_msgs.TFMessage, 'tf_static', { ...qos.latched, depth: 10 }, ({ transforms }) => {
    for (const each of transforms) told.set(each.child_frame_id, each);
  });
  graph.runFor(1);
  const joint = /<origin xyz="([^"]+)" rpy="0 0 ([^"]+)"\/>\s*<parent link="(\w+)"\/>\s*<child link="(\w+)"\/>/g;
  const shared = [...readFileSync(urdf, 'utf8').matchAll(joint)].filter(([, , , , child]) => told.has(child));
  for (const [, xyz, yaw, parent, child] of shared) {
    const { header, transform } = told.get(child)!;
    const { x, y, z } = transform.translation;
    const place = [...xyz.split(' ').map(Number), Number(yaw)].map((value) => expect.closeTo(value, 3));
    expect([child, header.frame_id, x, y, z, quaternionToYaw(transform.rotation)]).toEqual([child, parent, ...place]);
  }
  const cliffs = ['cliff_side_left', 'cliff_front_left', 'cliff_front_right', 'cliff_side_right'];
  expect(shared.map(([, , , , child]) => child)).toEqual([
    'base_link',
    'base_scan',
    'imu_link',
    ...cliffs,
    'wall_sensor',
  ]);
});

const tool = (command: string, ...args: string[]): string[] => {
  const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return `${stdout}${stderr}`.split('\n').filter((line) => line !== '' && !line.startsWith('Library error'));
};

// Debian's liburdfdom-tools.
(existsSync('/usr/bin/check_urdf') ? test : test.skip)(
  'check_urdf finds the URDF valid, one tree from base_footprint',
  () => {
    const lines = tool('check_urdf', urdf);
    expect(lines).toContain('---------- Successfully Parsed XML ---------------');
    expect(lines).toContain('root Link: base_footprint has 1 child(ren)');
    for (const frame of ['base_scan', 'imu_link', 'left_wheel', 'right_wheel', 'cliff_front_left'])
      expect(lines.join('\n')).toMatch(new RegExp(`child\\(\\d+\\):  ${frame}$`, 'm'));
  },
);

// Debian's ignition-tools with libsdformat12-dev.
const hasSdf = existsSync('/usr/bin/ign') && spawnSync('ign', ['sdf', '--versions']).status === 0;
(hasSdf ? test : test.skip)('sdformat finds the SDF valid, and a part left out not', () => {
  expect(tool('ign', 'sdf', '-k', sdf)).toEqual(['Valid.']);
  const broken = join(process.env.TMPDIR ?? '/tmp', 'broken.sdf');
  writeFileSync(broken, readFileSync(sdf, 'utf8').replace('<child>left_wheel</child>', '<child>third_wheel</child>'));
  expect(tool('ign', 'sdf', '-k', broken).join('\n')).toMatch(/third_wheel/);
});

test('what Gazebo says and hears is what the bridge carries', () => {
  interface Bridged {
    readonly ros_topic_name: string;
    readonly ros_type_name: string;
    readonly gz_topic_name: string;
    readonly gz_type_name: string;
    readonly direction: string;
  }
  const bridged = parse(readFileSync(join(root, 'launch', 'gazebo_bridge.yaml'), 'utf8')) as Bridged[];
  const text = readFileSync(sdf, 'utf8');
  const named = [...text.matchAll(/<topic>([^<]+)<\/topic>/g)].map(([, topic]) => `/${topic}`);
  // The clock is the world's, the battery's topic follows from the names of model and battery.
  const others = ['/clock', '/model/homebound/battery/battery/state'];
  expect(bridged.map(({ gz_topic_name }) => gz_topic_name).sort()).toEqual([...new Set([...named, ...others])].sort());
  for (const { ros_topic_name, gz_type_name, direction } of bridged) {
    expect(gz_type_name).toMatch(/^gz\.msgs\.\w+$/);
    expect(direction).toBe(ros_topic_name === 'cmd_vel' ? 'ROS_TO_GZ' : 'GZ_TO_ROS');
  }
});
