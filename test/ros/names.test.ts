import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { RosProcess, ros2, until, untilAnswer } from './rosProcess.ts';

describe("names and types that ROS's tools know, and SLAM alone beside a robot", () => {
  let robot: RosProcess;
  let alone: RosProcess;

  before(async () => {
    robot = new RosProcess('executables', [
      ...['simulator', 'mind', '--ros-args', '-p', 'world:=test_room', '-p', 'enable_stamped_cmd_vel:=true'],
    ]);
    await until('the robot is up', 30, () => robot.output.includes('real time'));
    // Somebody's SLAM on that robot: nobody says odom to it, its frames are parameters.
    alone = new RosProcess('executables', [
      ...[
        'slam',
        '--ros-args',
        '-r',
        '__ns:=/alone',
        '-r',
        'scan:=/scan',
        '-r',
        'tf:=/tf',
        '-r',
        'tf_static:=/tf_static',
      ],
      ...['-p', 'use_sim_time:=true', '-p', 'map_frame:=other_map', '-p', 'base_frame:=base_link'],
    ]);
  });
  after(async () => {
    for (const each of [alone, robot]) await each.stop('SIGKILL');
  });

  test('frames: base_footprint → base_link → base_scan, imu_link', async () => {
    // Each node that knows frames has a latched message of its own: the body's.
    const ofTheBody = ['--filter', "any(t.child_frame_id == 'base_scan' for t in m.transforms)"];
    const latched = await untilAnswer(
      /child_frame_id: base_scan/,
      'topic',
      'echo',
      '--once',
      '/tf_static',
      ...ofTheBody,
    );
    const links = [...latched.matchAll(/frame_id: (\w+)\n\s+child_frame_id: (\w+)/g)].map(([, a, b]) => `${a} ${b}`);
    for (const link of ['base_footprint base_link', 'base_link base_scan', 'base_link imu_link'])
      assert.ok(links.includes(link), `${link} is not among ${links.join(', ')}`);
    assert.match(await ros2('topic', 'echo', '--once', '/odom', '--field', 'child_frame_id'), /base_footprint/);
    assert.match(await ros2('topic', 'echo', '--once', '/imu', '--field', 'header.frame_id'), /imu_link/);
  });

  test('cmd_vel is a TwistStamped at both ends; one that is old is not obeyed', async () => {
    const info = await untilAnswer(/Node name: body/, 'topic', 'info', '-v', '/cmd_vel');
    assert.match(info, /Node name: drive/);
    const types = new Set([...info.matchAll(/Topic type: (\S+)/g)].map(([, type]) => type));
    assert.deepEqual([...types], ['geometry_msgs/msg/TwistStamped']);
    const old = '{header: {stamp: {sec: 1}}, twist: {linear: {x: 0.1}}}';
    await ros2('topic', 'pub', '--once', '/cmd_vel', 'geometry_msgs/msg/TwistStamped', old);
    await until('it is refused', 10, () => /cmd_vel is [\d.]+ s old, more than 0\.5 s: not obeyed/.test(robot.output));
  });

  test("hazards in Create 3's words, and dock_status", async () => {
    assert.match(await ros2('topic', 'type', '/hazard_detection'), /irobot_create_msgs\/msg\/HazardDetectionVector/);
    assert.match(await ros2('topic', 'echo', '--once', '/dock_status'), /is_docked: true/);
  });

  test('SLAM alone: laser and odometry from tf, map and pose in its own frame, services', async () => {
    await until('it has what it needs', 30, () => alone.output.includes('the laser base_scan sits at'));
    assert.match(alone.output, /nobody publishes odom: odometry is odom → base_link on tf/);
    const map = await untilAnswer(/width: \d/, 'topic', 'echo', '--once', '/alone/map', '--field', 'info');
    assert.ok(Number(/width: (\d+)/.exec(map)?.[1]) > 40, map);
    assert.match(await ros2('topic', 'echo', '--once', '/alone/pose', '--field', 'header.frame_id'), /other_map/);
    const pause = ['service', 'call', '/alone/slam/pause_new_measurements', 'std_srvs/srv/SetBool', '{data: true}'];
    assert.match(await ros2(...pause), /success=True/);
    assert.match(await ros2('service', 'call', '/alone/slam/reset', 'std_srvs/srv/Trigger'), /success=True/);
  });

  test('diagnostics: parts of the robot, and the error of a node with its words', async () => {
    const nan = '{header: {stamp: {sec: 2}}, pose: {pose: {position: {x: .nan}}}}';
    await ros2('topic', 'pub', '--once', '/odom', 'nav_msgs/msg/Odometry', nan);
    const said = await untilAnswer(/faults of slam/, 'topic', 'echo', '--once', '/diagnostics');
    assert.match(said, /subscription odom: RangeError: Cannot add odometry: numbers must be finite/);
    for (const part of ['battery', 'safety', 'slam', 'mission', 'topic scan'])
      assert.ok(said.includes(`name: 'homebound: ${part}'`), `${part} is not in ${said}`);
  });
});
