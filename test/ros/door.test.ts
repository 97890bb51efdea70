import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { encodeMap } from '@homebound/formats';
import type { OccupancyGrid } from '@homebound/grid';
import { RosProcess, ros2, until, untilAnswer } from './rosProcess.ts';

/** Two rooms of 3 × 3 m with a door of 0.9 m between them, at 5 cm. */
function twoRooms(): OccupancyGrid {
  const [width, height] = [126, 64];
  const data = new Int8Array(width * height).fill(100);
  for (let iy = 2; iy < height - 2; iy++)
    for (let ix = 2; ix < width - 2; ix++) {
      const isWall = (ix === 62 || ix === 63) && (iy < 20 || iy >= 38);
      if (!isWall) data[iy * width + ix] = 0;
    }
  return { width, height, resolution_m: 0.05, originX_m: -0.6, originY_m: -0.6, data };
}

describe('the front door: one node on somebody else’s robot, asked by the ros2 command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'homebound-door-'));
  let door: RosProcess;
  let standing: RosProcess;
  const compute = (goal: string, ...flags: string[]): Promise<string> =>
    ros2(
      'action',
      'send_goal',
      ...flags,
      '/compute_coverage_path',
      'homebound_interfaces/action/ComputeCoveragePath',
      goal,
    );

  before(async () => {
    const { pgm, yaml } = encodeMap(twoRooms(), 'home.pgm');
    writeFileSync(join(folder, 'home.pgm'), pgm);
    writeFileSync(join(folder, 'home.yaml'), yaml);
    door = new RosProcess('door', [], { MAP_FOLDER: folder });
    standing = new RosProcess('standing');
    await untilAnswer(/compute_coverage_path/, 'action', 'list');
  });
  after(async () => {
    for (const each of [door, standing]) await each.stop('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  test('without a map it says so, in a code and in words', async () => {
    const said = await compute('{}');
    assert.match(said, /error_code: 10201\s+error_msg: no map has been heard on the topic map yet/);
    assert.match(said, /ABORTED/);
  });

  test('map_server: a map is loaded by its name and published latched with its metadata', async () => {
    const said = await ros2('service', 'call', '/map_server/load_map', 'nav2_msgs/srv/LoadMap', '{map_url: home}');
    assert.match(said, /result=0\)/);
    assert.match(await ros2('topic', 'info', '-v', '/map'), /Node name: map_server[\s\S]*Durability: TRANSIENT_LOCAL/);
    assert.match(
      await ros2(
        'topic',
        'echo',
        '--once',
        '/map_metadata',
        '--qos-reliability',
        'reliable',
        '--qos-durability',
        'transient_local',
      ),
      /width: 126/,
    );
  });

  test('rooms as a service: two of them, and the door between', async () => {
    const said = await ros2('service', 'call', '/get_rooms', 'homebound_interfaces/srv/GetRooms', '{}');
    assert.match(said, /success=True/);
    assert.match(said, /name='Room 1'[\s\S]*name='Room 2'/);
    assert.match(said, /RoomDoor\(room_a=1, room_b=2, x=2.[0-9]+, y=0.[0-9]+, width=0.[0-9]+\)/);
  });

  test('any map and tf in, a proven path out, with how planning gets on', async () => {
    const said = await compute('{return_to_start: true, split_at_turns: true, spacing: 0.2}', '-f');
    assert.match(said, /Feedback:\s+stage: rooms/);
    assert.match(said, /stage: way\s+length: [1-9]/);
    assert.match(said, /invalid_poses: 0/);
    assert.match(said, /error_code: 0/);
    assert.match(said, /SUCCEEDED/);
    // Of the whole: an area's own coverage is indented further.
    const coverage = Number(/\n {2}coverage: ([\d.]+)/.exec(said)?.[1]);
    assert.ok(coverage > 0.97, `covered ${coverage}`);
    const info = await ros2('topic', 'info', '-v', '/coverage_path');
    assert.match(info, /nav_msgs\/msg\/Path[\s\S]*Durability: TRANSIENT_LOCAL/);
  });

  test('a room that there is not, and a start in a wall', async () => {
    assert.match(await compute('{rooms: [9]}'), /error_code: 10204\s+error_msg: [^\n]*9/);
    const inWall =
      '{use_start: true, start: {header: {frame_id: map}, pose: {position: {x: 2.55, y: 0.0}, orientation: {w: 1.0}}}}';
    assert.match(await compute(inWall), /error_code: 10205\s+error_msg: [^\n]*occupied/);
  });

  test("Nav2's compute_path_to_pose: through the door, and its codes", async () => {
    const to = (x: number, y: number): Promise<string> =>
      ros2(
        'action',
        'send_goal',
        '/compute_path_to_pose',
        'nav2_msgs/action/ComputePathToPose',
        `{goal: {header: {frame_id: map}, pose: {position: {x: ${x}, y: ${y}}, orientation: {w: 1.0}}}}`,
      );
    const there = await to(4.5, 2);
    assert.match(there, /frame_id: map[\s\S]*error_code: 0[\s\S]*SUCCEEDED/);
    assert.match(await to(2.55, 0), /error_code: 206\s+error_msg: [^\n]*occupied[\s\S]*ABORTED/);
    assert.match(await to(90, 0), /error_code: 204/);
  });

  test('map_saver: the same map on the disk again; T-BESIDE: a path out of the folder is refused with the reason in the log', async () => {
    const save = (name: string): Promise<string> =>
      ros2(
        'service',
        'call',
        '/map_saver/save_map',
        'nav2_msgs/srv/SaveMap',
        `{map_topic: map, map_url: ${name}, image_format: pgm}`,
      );
    assert.match(await save('copy'), /result=True/);
    assert.deepEqual(readFileSync(join(folder, 'copy.pgm')), readFileSync(join(folder, 'home.pgm')));
    const outside = join(folder, '..', 'homebound-door-outside');
    for (const name of ['../homebound-door-outside', outside, 'file:///tmp/homebound-door-outside'])
      assert.match(await save(name), /result=False/);
    assert.equal(existsSync(`${outside}.pgm`), false);
    assert.deepEqual(readdirSync(folder).sort(), ['copy.pgm', 'copy.yaml', 'home.pgm', 'home.yaml']);
    await until(
      'the log says why',
      5,
      () => /leads out of the map folder/.test(door.output) && /is an address/.test(door.output),
    );
    assert.match(
      await ros2('service', 'call', '/map_server/load_map', 'nav2_msgs/srv/LoadMap', '{map_url: /etc/passwd}'),
      /result=255/,
    );
  });

  test('it ends in good order, without a fault', async () => {
    for (const each of [door, standing]) assert.equal(await each.stop('SIGINT'), 0, each.output);
    assert.doesNotMatch(door.output, /fault/);
  });
});

describe("a robot driven by Nav2's names", () => {
  const running: RosProcess[] = [];
  const act = (name: string, type: string, goal: string): Promise<string> =>
    ros2('action', 'send_goal', '-f', `/${name}`, type, goal);
  const pose = (x: number, y: number, yaw: number): string =>
    `{header: {frame_id: map}, pose: {position: {x: ${x}, y: ${y}}, orientation: {z: ${Math.sin(yaw / 2)}, w: ${Math.cos(yaw / 2)}}}}`;
  const follow = (...poses: string[]): Promise<string> =>
    act(
      'follow_path',
      'nav2_msgs/action/FollowPath',
      `{path: {header: {frame_id: map}, poses: [${poses.join(', ')}]}}`,
    );

  before(async () => {
    running.push(new RosProcess('mind'), new RosProcess('nav2'), new RosProcess('body', [], { PACE: '2' }));
    await untilAnswer(/navigate_to_pose/, 'action', 'list');
    // Until SLAM knows where it is every goal is refused in words.
    await untilAnswer(/accepted=True/, 'service', 'call', '/start_job', START_JOB, '{task: map}');
    await untilAnswer(/accepted=True/, 'service', 'call', '/mission_command', COMMAND, '{command: stop}');
  });
  after(async () => {
    for (const each of running) await each.stop('SIGKILL');
  });

  test('navigate_to_pose: there and turned, with the way that is left; where no way leads in words', async () => {
    // The robot faces into its dock: the room lies behind it, at negative x.
    const said = await act('navigate_to_pose', 'nav2_msgs/action/NavigateToPose', `{pose: ${pose(-0.9, 0.3, 1)}}`);
    assert.match(said, /distance_remaining: 0\.\d+[\s\S]*error_code: 0[\s\S]*SUCCEEDED/);
    const nowhere = await act('navigate_to_pose', 'nav2_msgs/action/NavigateToPose', `{pose: ${pose(40, 0, 0)}}`);
    assert.match(nowhere, /error_code: 9000\s+error_msg: The robot finds no way to that point[\s\S]*ABORTED/);
  });

  test('follow_path: along a path of three poses and turned to the last, with what is left of it; what it can not drive in codes', async () => {
    const said = await follow(pose(-0.9, 0.3, 3.14), pose(-1.5, 0.3, 3.14), pose(-1.5, 0, -1.57));
    assert.match(said, /distance_to_goal: 0\.\d+\s+speed: 0\.[12]\d*[\s\S]*error_code: 0[\s\S]*SUCCEEDED/);
    assert.match(
      await follow(pose(3, 3, 0), pose(4, 3, 0)),
      /error_code: 103\s+error_msg: '?the path begins [\s\S]*ABORTED/,
    );
    assert.match(await follow(), /error_code: 103\s+error_msg: the path has no poses/);
  });

  test('compute_coverage_path on the map that SLAM is making, from where it is', async () => {
    const said = await act(
      'compute_coverage_path',
      'homebound_interfaces/action/ComputeCoveragePath',
      '{spacing: 0.5}',
    );
    assert.match(said, /invalid_poses: 0[\s\S]*error_code: 0[\s\S]*SUCCEEDED/);
    for (const each of running) assert.doesNotMatch(each.output, /fault/);
  });
});

const START_JOB = 'homebound_interfaces/srv/StartJob';
const COMMAND = 'homebound_interfaces/srv/MissionCommand';
