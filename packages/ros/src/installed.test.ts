import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { nav_msgs, nav2_msgs } from '@homebound/messages';
import { installedDefinitions } from './installed.ts';
import { WireTypes } from './wireTypes.ts';

const prefix = mkdtempSync(join(tmpdir(), 'homebound-installed-'));
const overlay = mkdtempSync(join(tmpdir(), 'homebound-overlay-'));
afterAll(() => {
  for (const folder of [prefix, overlay]) rmSync(folder, { recursive: true });
});

function install(where: string, path: string, text: string): void {
  const file = join(where, 'share', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

install(prefix, 'std_msgs/msg/Header.msg', '# of all\nbuiltin_interfaces/Time stamp\nstring frame_id\n');
install(prefix, 'builtin_interfaces/msg/Time.msg', 'int32 sec\nuint32 nanosec\n');
install(prefix, 'nav2_msgs/action/Plan.action', 'Header goal\r\n---\r\nint32 result\n---\nfloat32 done\n');
install(prefix, 'nav2_msgs/msg/Header.msg', 'int8 of_nav2\n');
install(prefix, 'nav2_msgs/srv/Ask.srv', 'string question\n---\nstd_msgs/Header header\nstd_msgs/Header again\n');
install(prefix, 'nav2_msgs/msg/Broken.msg', 'other_msgs/Thing thing\n');
install(overlay, 'nav2_msgs/srv/Ask.srv', 'string question\nbool loudly\n---\nstring answer\n');

const rule = '='.repeat(80);

test('reads messages, and the parts of services and actions, with the messages in them, each once', () => {
  const installed = installedDefinitions([prefix]);
  expect(installed('nav2_msgs/srv/Ask_Request')).toBe('string question\n');
  expect(installed('nav2_msgs/srv/Ask_Response')!.match(/MSG: .*/g)).toEqual([
    'MSG: std_msgs/Header',
    'MSG: builtin_interfaces/Time',
  ]);
  expect(installed('nav2_msgs/action/Plan_Goal')).toContain(`${rule}\nMSG: nav2_msgs/Header\nint8 of_nav2`);
  expect(installed('nav2_msgs/action/Plan_Feedback')!.trim()).toBe('float32 done');
});

test('the overlay comes first; what is not there is undefined; a message that is missing is named', () => {
  expect(installedDefinitions([overlay, prefix])('nav2_msgs/srv/Ask_Request')).toContain('loudly');
  expect(installedDefinitions([prefix])('nav2_msgs/msg/Nothing')).toBeUndefined();
  expect(() => installedDefinitions([prefix])('nav2_msgs/msg/Broken')).toThrow('needs other_msgs/Thing');
});

describe('the types that a graph sends and reads', () => {
  const { Path } = nav_msgs;
  const { FollowPath } = nav2_msgs;
  const withInstalled = (text: string) => new WireTypes(() => text);

  test('are our own where the installed ones are the same', () => {
    const wire = withInstalled(Path.definition);
    expect(wire.whole(Path)).toBe(Path);
    expect(wire.told(Path, (text) => expect(text).toBe('nothing'))).toBe(Path);
  });

  test('a newer result: we fill what we know, by name, and say once what we do not', () => {
    const newer = `uint64 planned\nstring advice\n${FollowPath.result.definition}`;
    const said: string[] = [];
    const wire = withInstalled(newer);
    const type = wire.told(FollowPath.result, (text) => said.push(text));
    wire.told(FollowPath.result, (text) => said.push(text));
    expect(said).toEqual([
      'nav2_msgs/action/FollowPath_Result is installed in another version: it is sent with all our fields, and with the defaults of nav2_msgs/FollowPath_Result.planned, nav2_msgs/FollowPath_Result.advice',
    ]);
    expect(type.encode(type.create()).length).toBeGreaterThan(
      FollowPath.result.encode(FollowPath.result.create()).length,
    );
  });

  test('a field that we read and they lack is an error that names it and says what to do', () => {
    const wire = withInstalled(Path.definition.replace('PoseStamped[] poses', '').replace('geometry_msgs/', ''));
    expect(() => wire.whole(Path)).toThrow(
      'The installed nav_msgs/msg/Path lacks nav_msgs/Path.poses, geometry_msgs/PoseStamped.header',
    );
    expect(() => wire.whole(Path)).toThrow('install ros-<distro>-nav-msgs, or source the workspace that has it');
  });

  test('a type that is not installed is an error that says what to do', () => {
    const wire = new WireTypes(() => undefined);
    expect(() => wire.told(Path, () => {})).toThrow('nav_msgs/msg/Path is not installed in the sourced ROS 2');
    const ours = { ...Path, name: 'homebound_interfaces/msg/Safety' } as typeof Path;
    expect(() => wire.whole(ours)).toThrow('build homebound_interfaces of this version with colcon');
  });
});
