import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { CameraHeard } from './processes/cameraEars.ts';
import { pause, RosProcess, ros2, until, untilAnswer } from './rosProcess.ts';

const running: RosProcess[] = [];
const start = (names: string[], ...ros: string[]): RosProcess => {
  const started = new RosProcess('executables', [...names, '--ros-args', ...ros]);
  running.push(started);
  return started;
};
const simulated = ['-p', 'use_sim_time:=true'];
after(async () => {
  for (const each of running) await each.stop('SIGKILL');
});

describe('the simulator as a depth camera: one robot whose owner asks for pictures, one whose owner does not', () => {
  let ears: RosProcess;
  const heard = (): CameraHeard | undefined => ears.lastJson<CameraHeard>();
  /** What is heard once that holds. */
  const untilHeard = (what: string, limit_s: number, holds: (heard: CameraHeard) => boolean): Promise<CameraHeard> =>
    until(what, limit_s, () => {
      const now = heard();
      return now !== undefined && holds(now) ? now : undefined;
    });
  const turn = (isOn: boolean): Promise<string> =>
    ros2('service', 'call', '/switch_camera', 'homebound_interfaces/srv/SwitchCamera', `{is_on: ${isOn}}`);

  before(async () => {
    ears = new RosProcess('cameraEars');
    running.push(ears);
    const camera = ['-p', 'camera:=rgbd', '-p', 'publish_images:=true'];
    start(['simulator'], '-p', 'world:=S7', '-p', 'pace:=2.0', ...camera);
    start(['mind'], ...simulated, '-p', 'camera_on:=true');
    const driver = ['camera/depth/image_raw', 'camera/depth/camera_info', 'imu', 'tf', 'tf_static'];
    start(['floor_eye'], ...simulated, '-r', '__ns:=/eye', ...driver.flatMap((topic) => ['-r', `${topic}:=/${topic}`]));
    const second = ['-r', '__ns:=/robot2', ...simulated];
    start(['simulator'], ...second, '-p', 'world:=S7', '-p', 'camera:=depth');
    start(['odometry', 'presence'], ...second, '-p', 'camera_on:=true');
    await untilHeard('pictures come', 40, ({ images }) => images > 5);
  });

  test('standard types, from the node camera, for whoever wants them reliable', async () => {
    const list = await ros2('topic', 'list', '-t', '--no-daemon');
    for (const kind of ['color', 'depth'])
      for (const [name, type] of [
        ['image_raw', 'Image'],
        ['camera_info', 'CameraInfo'],
      ])
        assert.ok(list.includes(`/camera/${kind}/${name} [sensor_msgs/msg/${type}]`), list);
    assert.ok(list.includes('/floor_points [sensor_msgs/msg/PointCloud2]'), list);
    const info = await ros2('topic', 'info', '-v', '/camera/depth/image_raw');
    assert.match(info, /Node name: camera\n[\s\S]*Reliability: RELIABLE/);
  });

  test('camera_info and the image, as ros2 topic echo has them', async () => {
    const info = await ros2('topic', 'echo', '--once', '/camera/depth/camera_info');
    assert.match(info, /frame_id: camera_depth_optical_frame\nheight: 120\nwidth: 160\ndistortion_model: plumb_bob/);
    assert.match(info, /\nk:\n- 104\.2/);
    const image = await ros2('topic', 'echo', '--once', '--no-arr', '/camera/depth/image_raw');
    assert.match(
      image,
      /frame_id: camera_depth_optical_frame\nheight: 120\nwidth: 160\nencoding: 32FC1\n.*\nstep: 640/,
    );
    const color = await ros2('topic', 'echo', '--once', '--no-arr', '/camera/color/image_raw');
    assert.match(color, /frame_id: camera_color_optical_frame\nheight: 120\nwidth: 160\nencoding: rgb8\n.*\nstep: 480/);
  });

  test('ten a second, each with its camera_info, not later than 0.3 s on /clock, never in the dark; where they look stands on tf_static', async () => {
    const { images, pairs, odd, dark, latest_s, frames } = await untilHeard('40', 30, (now) => now.images >= 40);
    assert.ok(pairs >= images - 1, `${pairs} pairs of ${images}`);
    assert.ok(odd <= images / 20, `${odd} of ${images} did not follow at once`);
    assert.equal(dark, 0);
    assert.ok(latest_s < 0.3, `a picture was ${latest_s} s old`);
    for (const kind of ['color', 'depth'])
      assert.ok(frames.includes(`base_footprint > camera_${kind}_optical_frame`), frames.join());
  });

  test('T-CAM: the other one has its camera open, and no picture on the graph', async () => {
    await untilAnswer(/is_open: true/, 'topic', 'echo', '--once', '/robot2/camera_state');
    await untilAnswer(/resolution: 0\.0(1|0999)/, 'topic', 'echo', '--once', '--no-arr', '/robot2/floor_view');
    const topics = await ros2('topic', 'list', '--no-daemon');
    assert.match(topics, /\/robot2\/floor_points\n/);
    assert.doesNotMatch(topics, /\/robot2\/.*(image_raw|camera_info)/);
  });

  test('what it has is chosen at the start', async () => {
    assert.match(await ros2('param', 'set', '/simulation', 'camera', 'depth'), /has read camera at its start/);
    assert.match(await ros2('param', 'set', '/camera', 'publish_images', 'false'), /has read publish_images at its/);
    const wrong = start(['simulator'], '-r', '__ns:=/robot3', ...simulated, '-p', 'camera:=eyes');
    assert.equal(await wrong.end(), 1, wrong.output);
    assert.match(wrong.output, /simulation\.camera must be one of none, depth, rgbd, rgb, laser, got "eyes"/);
  });

  test('at work, camera and floor_eye see things, and obstacles tells of them, for RViz, too', async () => {
    const job = ['/mission_command', 'homebound_interfaces/srv/MissionCommand', '{command: start}'];
    assert.match(await ros2('service', 'call', ...job), /accepted=True/);
    await untilHeard('things', 120, ({ seen, seenByEye }) => seen > 10 && seenByEye > 10);
    await untilHeard('obstacles, and how RViz draws them', 120, ({ obstacles, names }) => obstacles > 0 && names > 0);
    const { views, clouds } = heard()!;
    assert.ok(Math.abs(views - clouds) <= 0.02 * views, `${clouds} clouds of ${views} views`);
    await untilAnswer(/name: 'homebound: camera'\n *message: Open, /, 'topic', 'echo', '--once', '/diagnostics');
  });

  test('T-CAM: switched off no picture comes, and switched on they do again', async () => {
    assert.match(await turn(false), /accepted=True/);
    await untilAnswer(/is_open: false/, 'topic', 'echo', '--once', '/camera_state');
    await pause(0.5);
    const before = heard()!;
    await pause(2);
    const { images, views } = heard()!;
    assert.deepEqual([images, views], [before.images, before.views]);
    assert.match(await turn(true), /accepted=True/);
    await untilHeard('pictures come again', 20, (now) => now.images > before.images + 5);
    assert.equal(heard()!.dark, 0);
  });

  test('a simulation that begins anew: open again, with stamps of the new time', async () => {
    const before_s = heard()!.stamp_s;
    const reset = ['/simulation/reset_simulation', 'simulation_interfaces/srv/ResetSimulation', '{scope: 255}'];
    assert.match(await ros2('service', 'call', ...reset), /result=1\b/);
    await untilHeard('new stamps', 20, ({ stamp_s }) => stamp_s > 0.5 && stamp_s < before_s - 5);
    assert.equal(heard()!.dark, 0);
  });

  test('each ends in good order, without a fault', async () => {
    for (const each of running) {
      if (each.name === 'executables' && !each.output.includes('must be one of'))
        assert.equal(await each.stop('SIGINT'), 0, each.output);
      assert.doesNotMatch(each.output, /fault/);
    }
  });
});
