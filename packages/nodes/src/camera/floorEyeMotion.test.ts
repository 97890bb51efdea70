import { LocalGraph, type LogLevel, qos } from '@homebound/graph';
import { homebound_interfaces, nav_msgs, sensor_msgs, tf2_msgs, toStamp } from '@homebound/messages';
import { type CameraModel, floorKinds } from '@homebound/robot';
import { header, poseToMessage } from '../convert.ts';
import { cameraFrames } from './cameraFrames.ts';
import { floorEyeNode } from './floorEyeNode.ts';
import { cameraInfo, imageMessage } from './imageTopics.ts';

const model: CameraModel = {
  ...{ width_px: 80, height_px: 60, fx_px: 52, fy_px: 52, cx_px: 39.5, cy_px: 29.5 },
  distortion: [0, 0, 0, 0, 0],
  mount: { x_m: 0.155, y_m: 0, z_m: 0.065, pitchDown_rad: 0.3 },
};
/** In which a RealSense tells its gyro: x right, y down, z ahead. */
const OPTICAL = 'camera_depth_optical_frame';
const DT_S = 0.005;

/** Bare floor as seen by a body that leans. */
function depthOf(pitch_rad: number): Float32Array {
  const { width_px, height_px, cy_px, fy_px, mount } = model;
  const down_rad = mount.pitchDown_rad + pitch_rad;
  const z_m = mount.z_m - mount.x_m * pitch_rad;
  return Float32Array.from({ length: width_px * height_px }, (_, i) => {
    const ray_rad = Math.atan((Math.floor(i / width_px) - cy_px) / fy_px);
    const down = Math.sin(down_rad) + Math.tan(ray_rad) * Math.cos(down_rad);
    const z = z_m / down;
    return down > 0 && z < 1.5 ? z : Number.NaN;
  });
}

/** A robot with a camera and a gyro of other makers, and the node. */
class Robot {
  readonly said: string[] = [];
  readonly views: homebound_interfaces.FloorView[] = [];
  readonly graph = new LocalGraph({ log: (_: LogLevel, __: string, text: string) => void this.said.push(text) });
  imuFrame = OPTICAL;
  pitch_rad = 0;
  x_m = 0;
  readonly #imu;
  readonly #image;
  readonly #odom;

  constructor() {
    const { outside } = this.graph;
    this.graph.add(floorEyeNode);
    outside.subscribe(homebound_interfaces.FloorView, 'floor_view', qos.sensorIn, (m) => this.views.push(m));
    const frames = outside.publisher(tf2_msgs.TFMessage, 'tf_static', qos.latched);
    const info = outside.publisher(sensor_msgs.CameraInfo, 'camera/depth/camera_info', qos.sensorOut);
    this.#imu = outside.publisher(sensor_msgs.Imu, 'imu', qos.sensorOut);
    this.#image = outside.publisher(sensor_msgs.Image, 'camera/depth/image_raw', qos.sensorOut);
    this.#odom = outside.publisher(nav_msgs.Odometry, 'odom', qos.sensorOut);
    this.graph.runFor(0.1);
    frames.publish({ transforms: cameraFrames(0, { depth: model }) });
    info.publish(cameraInfo('depth', 0, model));
    this.graph.runFor(0.1);
  }

  get now_s(): number {
    return this.graph.now_s();
  }

  /** Turning about the body's axes, as the gyro says at 200 Hz in the camera's frame. */
  turn(duration_s: number, pitch_radps: number, yaw_radps = 0, v_mps = 0): void {
    for (let k = 0; k < Math.round(duration_s / DT_S); k++) {
      this.graph.runFor(DT_S);
      this.pitch_rad += DT_S * pitch_radps;
      this.x_m += DT_S * v_mps;
      const [c, s] = [Math.cos(model.mount.pitchDown_rad), Math.sin(model.mount.pitchDown_rad)];
      const angular_velocity = { x: -pitch_radps, y: -c * yaw_radps, z: -s * yaw_radps };
      this.#imu.publish({ ...sensor_msgs.Imu.create(), header: header(this.now_s, this.imuFrame), angular_velocity });
      const odometry = nav_msgs.Odometry.create();
      odometry.header.stamp = toStamp(this.now_s);
      odometry.pose.pose = poseToMessage({ x: this.x_m, y: 0, theta: 0 });
      this.#odom.publish(odometry);
    }
  }

  see(offset_rad = 0, stamp_s = this.now_s): void {
    this.#image.publish(imageMessage({ kind: 'depth', stamp_s, data: depthOf(this.pitch_rad + offset_rad) }, model));
  }

  /** Whether the last look told floor, and nothing else. */
  get lastIsFloor(): boolean {
    const kinds = this.views.at(-1)?.kinds ?? [];
    const floor = floorKinds.indexOf('floor');
    return [...kinds].filter((kind) => kind === floor).length > 500 && [...kinds].every((kind) => kind <= floor);
  }
}

/** Faster than what the tilt forgets in 2 s: 7°, farther than any mount is off. */
const rock = (robot: Robot): void => robot.turn(0.2, 0.6);

test("a gyro in the camera's frame tells the body's leaning, and a turn on the spot is none", () => {
  const robot = new Robot();
  robot.turn(1, 0);
  rock(robot);
  robot.see();
  robot.turn(0.05, 0);
  expect([robot.views.length, robot.lastIsFloor]).toEqual([1, true]);
  robot.turn(0.2, -0.6);
  robot.turn(0.5, 0, 1.5);
  robot.see();
  robot.turn(0.05, 0);
  expect([robot.views.length, robot.lastIsFloor, robot.said]).toEqual([2, true, []]);
});

test('the same numbers taken as the body’s own would lose the floor', () => {
  const robot = new Robot();
  robot.imuFrame = 'base_footprint';
  robot.turn(1, 0);
  rock(robot);
  robot.see();
  robot.turn(0.05, 0);
  expect(robot.lastIsFloor).toBe(false);
});

test('of a gyro that nobody says the place of nothing is believed, and one warning says so', () => {
  const robot = new Robot();
  robot.imuFrame = 'imu_of_mine';
  robot.turn(0.3, 0, 1.5);
  robot.see();
  robot.turn(0.05, 0);
  expect([robot.views.length, robot.lastIsFloor]).toEqual([1, true]);
  expect(robot.said).toHaveLength(1);
  expect(robot.said[0]).toMatch(/How the imu is turned is not known.*imu_of_mine/);
});

test("a picture waits for the gyro's word of its time, 40 ms at most", () => {
  const robot = new Robot();
  robot.turn(0.5, 0);
  robot.see(0, robot.now_s + 0.002);
  robot.graph.runFor(0.015);
  expect(robot.views).toHaveLength(0);
  robot.turn(DT_S, 0);
  robot.graph.runFor(0.012);
  expect(robot.views).toHaveLength(1);
  robot.see(0, robot.now_s + 0.002);
  robot.graph.runFor(0.035);
  expect(robot.views).toHaveLength(1);
  robot.graph.runFor(0.035);
  expect(robot.views).toHaveLength(2);
});

test('a camera that sits 3° off is levelled in a steady drive, if somebody tells that the robot drives', () => {
  const OFF_RAD = 0.052;
  const drive = (robot: Robot, v_mps: number): void => {
    robot.turn(2.5, 0);
    for (let k = 0; k < 20; k++) {
      robot.turn(0.1, 0, 0, v_mps);
      robot.see(OFF_RAD);
    }
    robot.turn(0.1, 0, 0, v_mps);
  };
  const robot = new Robot();
  drive(robot, 0.3);
  expect([robot.views.length, robot.lastIsFloor]).toEqual([20, true]);
  // Levelled, it holds what it took for the floor at first to be none.
  robot.see(0);
  robot.turn(0.05, 0, 0, 0.3);
  expect(robot.views).toHaveLength(20);
  const still = new Robot();
  drive(still, 0);
  still.see(0);
  still.turn(0.05, 0);
  expect([still.views.length, still.lastIsFloor]).toEqual([21, true]);
});

test('a floor that is never where tf says is warned of after two seconds, once', () => {
  const robot = new Robot();
  const see = (looks: number, offset_rad: number): void => {
    for (let k = 0; k < looks; k++) {
      robot.turn(0.1, 0);
      robot.see(offset_rad);
    }
  };
  // 7°: farther off than any mount.
  see(19, 0.12);
  expect(robot.said).toEqual([]);
  see(20, 0.12);
  expect(robot.said).toHaveLength(1);
  expect(robot.said[0]).toMatch(/camera_depth_optical_frame sits otherwise than tf says/);
  expect(robot.views).toEqual([]);
  see(5, 0);
  see(30, 0.12);
  expect(robot.said).toHaveLength(2);
});
