import { execFileSync } from 'node:child_process';
import { ros } from '../commands/ros.ts';
import { environment } from './environment.ts';
import { enclaveOf, policies } from './policies.ts';
import { runRos } from './runRos.ts';

test('an unknown name is told with those that there are', async () => {
  await expect(runRos(['slamm'], [])).rejects.toThrow(
    /^No node is called slamm; there are simulator, odometry, slam, /,
  );
  await expect(runRos(['toString'], [])).rejects.toThrow('No node is called toString');
});

// Where ROS 2 is sourced, test:ros shows the rest.
(process.env.ROS_DISTRO ? test.skip : test)('without ROS 2 it says what to do, in one line', async () => {
  await expect(runRos(['slam'], [])).rejects.toThrow(/^ROS 2 is not sourced in this shell: run `source [^\n]+$/);
});

test('the command takes names, then --ros-args; anything else is refused', async () => {
  await expect(ros([])).rejects.toThrow('ros needs the name of a node');
  await expect(ros(['slam', '--world', 'x'])).rejects.toThrow(
    'ros has no option --world; parameters come after --ros-args',
  );
  await expect(ros(['--ros-args', '-p', 'a:=1'])).rejects.toThrow('ros needs the name of a node');
});

test('env tells a shell what keeps its tools on the graph of this machine, and refuses a middleware that it cannot keep', () => {
  expect(environment({ RMW_IMPLEMENTATION: 'rmw_cyclonedds_cpp' })).toMatch(/^export CYCLONEDDS_URI=.*lo.*$/m);
  expect(() => environment({ RMW_IMPLEMENTATION: 'rmw_of_tomorrow' })).toThrow('rmw_of_tomorrow');
});

test('env sends an earlier shell’s daemon away, and a shell without ros2 goes on', () => {
  const lines = environment({ RMW_IMPLEMENTATION: 'rmw_cyclonedds_cpp' });
  const shell = (before: string): string =>
    execFileSync('/bin/sh', ['-ec', `${before}; eval "$0"; printf %s "$asked"`, lines], { encoding: 'utf8' });
  expect(shell('ros2() { asked="$*"; }')).toBe('daemon stop');
  expect(shell('ros2() { asked="$*"; return 1; }')).toBe('daemon stop');
  expect(shell('PATH=/nowhere; asked=nobody')).toBe('nobody');
});

test('policies: an enclave for each computer with what its nodes say and hear, and one that only listens', async () => {
  const xml = await policies('/robot1');
  expect([...xml.matchAll(/<enclave path="([^"]+)"/g)].map(([, path]) => path)).toEqual([
    '/homebound/body',
    '/homebound/mind',
    '/homebound/viewer',
    '/homebound/tools',
  ]);
  const [, body, mind, viewer, tools] = xml.split('<enclave ');
  const publishes = /publish="ALLOW">(?:\s*<topic>[^<]+<\/topic>)*\s*<topic>cmd_vel</;
  expect(mind).toMatch(publishes);
  for (const other of [body, viewer, tools]) expect(other).not.toMatch(publishes);
  await expect(ros(['policies', '--images', 'eyes'])).rejects.toThrow(
    /^ros policies: simulation.camera must be one of none, depth, rgbd, rgb, laser, got "eyes"/,
  );
  await expect(ros(['policies', '--nonsense'])).rejects.toThrow(/^ros policies: Unknown option '--nonsense'/);
});

test('a process has the enclave of its computer; one that is of two computers has to be told', () => {
  expect(enclaveOf(['simulator'])).toBe('/homebound/body');
  expect(enclaveOf(['odometry', 'slam'])).toBe('/homebound/mind');
  expect(enclaveOf(['mind', 'viewer'])).toBeUndefined();
});

test('policies: pictures may go out of the body, and be heard by tools, where they are asked for alone', async () => {
  const images = (xml: string): string[] => [...xml.matchAll(/<topic>(camera\/[^<]+)</g)].map(([, topic]) => topic);
  const wanted = ['color', 'depth'].flatMap((kind) => [`camera/${kind}/camera_info`, `camera/${kind}/image_raw`]);
  // floor_eye hears those of whoever is there.
  const heard = ['camera/depth/camera_info', 'camera/depth/image_raw'];
  const [, ...without] = (await policies('/')).split('<enclave ');
  expect(without.map(images)).toEqual([[], heard, [], []]);
  expect(without[0]).toMatch(/node="camera"[\s\S]*?publish="ALLOW">[\s\S]*?floor_points<[\s\S]*?floor_view</);
  const [, ...asked] = (await policies('/', 'rgbd')).split('<enclave ');
  expect(asked.map(images)).toEqual([wanted, heard, [], wanted]);
});
