import { type NodeDefinition, qos } from '@homebound/graph';
import { asin, type SE3, turned } from '@homebound/math';
import { fromStamp, homebound_interfaces, nav_msgs, sensor_msgs } from '@homebound/messages';
import type { CameraModel } from '@homebound/robot';
import { DepthEye } from '@homebound/vision';
import { poseFromMessage } from '../convert.ts';
import { frameParameters } from '../frames.ts';
import { listenToTf } from '../listenToTf.ts';
import { floorViewMessage } from '../obstacles/floorViews.ts';
import { turnedImuRecord } from '../records.ts';
import { BodyTrack } from './bodyTrack.ts';
import { floorPoints } from './floorPoints.ts';
import { depthEyeOptions, seenBodyParameters } from './seenBody.ts';
import { Spell } from './spell.ts';

const { base_frame } = frameParameters;
export const floorEyeParameters = { base_frame, ...seenBodyParameters } as const;

/** A camera that is turned aside or rolled by more than this (5°) does not see the floor as the eye takes it to, as a sine. */
const MOST_ASIDE = 0.087;
const MM = 0.001;
/** Pictures of so long a time without floor where it could be are told, s. */
const LOST_S = 2;
/** A picture waits so long for the gyro's word of its time; and how often it is looked whether that is over, s. */
const WAIT_S = 0.04;
const PERIOD_S = 0.01;

/**
 * The eye alone, for robots whose camera somebody else's driver opens: camera/depth/image_raw (32FC1 in m or 16UC1 in mm), camera/depth/camera_info,
 * imu (how the body leans; level without it), odom (when it drives straight, the floor tells how the camera sits), tf, tf_static (where camera and imu are) → floor_view, and the same as points (floor_points) for costmaps of others.
 */
export const floorEyeNode: NodeDefinition<typeof floorEyeParameters> = {
  name: 'floor_eye',
  parameters: floorEyeParameters,
  latency_s: 0.01,
  start(node) {
    const base = node.parameters.base_frame;
    const floorView = node.publisher(homebound_interfaces.FloorView, 'floor_view', qos.sensorOut);
    const points = node.publisher(sensor_msgs.PointCloud2, 'floor_points', qos.sensorOut);
    const body = new BodyTrack();
    const tree = listenToTf(node);
    let info: sensor_msgs.CameraInfo | undefined;
    let known = '';
    let eye: DepthEye | undefined;
    let waiting: { readonly image: sensor_msgs.Image; readonly until_s: number } | undefined;
    const warner = () => {
      let warned = '';
      return (text: string): void => {
        if (text !== '' && text !== warned) node.log('warn', text);
        warned = text;
      };
    };
    const warn = warner();
    const warnOfImu = warner();
    const warnOfFloor = warner();
    const lost = new Spell();

    /** The eye for the camera as it is told now; undefined, with a warning, where it can't be one. */
    const eyeFor = (m: sensor_msgs.Image): DepthEye | undefined => {
      if (info === undefined) return void warn('There is a depth image, but no camera/depth/camera_info');
      const found = tree.lookup(base, m.header.frame_id);
      if (!found.ok) return void warn(`Where the camera is on the robot is not known: ${found.reason}`);
      const model = modelOf(info, found.T);
      if (typeof model === 'string') return void warn(model);
      if (model.width_px !== m.width || model.height_px !== m.height)
        return void warn(
          `camera_info is of ${model.width_px} x ${model.height_px}, the image of ${m.width} x ${m.height}`,
        );
      const text = JSON.stringify(model);
      if (text !== known) eye = new DepthEye(model, depthEyeOptions(node.parameters));
      known = text;
      return eye;
    };

    node.subscribe(sensor_msgs.CameraInfo, 'camera/depth/camera_info', qos.sensorIn, (m) => {
      info = m;
    });
    const lookAt = (m: sensor_msgs.Image): void => {
      const depth = depthOf(m);
      if (depth === undefined)
        return warn(`A depth image must be 32FC1 or 16UC1, little-endian and whole; got ${m.encoding}`);
      const stamp_s = fromStamp(m.header.stamp);
      const { tilt, isSteady } = body.leaning(stamp_s);
      const found = eyeFor(m);
      if (found === undefined) return;
      const record = found.look(depth, stamp_s, tilt, isSteady);
      lost.tell(record === undefined, stamp_s);
      const isLost = lost.lasted_s >= LOST_S;
      warnOfFloor(isLost ? `No floor where it must be: ${m.header.frame_id} sits otherwise than tf says` : '');
      if (record === undefined) return;
      floorView.publish(floorViewMessage(record, base));
      points.publish(floorPoints(record, base));
    };
    /** Looks at the picture that waits, once the gyro has spoken of its time, or is late, or there is none. */
    const lookOn = (isDue = false): void => {
      if (waiting === undefined) return;
      const { image, until_s } = waiting;
      const newest_s = body.newestTilt_s;
      if (!isDue && newest_s !== undefined && newest_s < fromStamp(image.header.stamp) && node.now_s() < until_s - 1e-6)
        return;
      waiting = undefined;
      lookAt(image);
    };
    node.subscribe(nav_msgs.Odometry, 'odom', qos.sensorIn, (m) =>
      body.moved(fromStamp(m.header.stamp), poseFromMessage(m.pose.pose)),
    );
    node.subscribe(sensor_msgs.Imu, 'imu', qos.sensorIn, (m) => {
      const found = tree.lookup(base, m.header.frame_id);
      if (!found.ok)
        return warnOfImu(`How the imu is turned is not known, so the body is taken to be level: ${found.reason}`);
      body.turned(turnedImuRecord(m, found.T.q));
      lookOn();
    });
    node.subscribe(sensor_msgs.Image, 'camera/depth/image_raw', qos.sensorIn, (image) => {
      lookOn(true);
      waiting = { image, until_s: node.now_s() + WAIT_S };
      lookOn();
    });
    node.timer(PERIOD_S, () => lookOn());
    return undefined;
  },
};

/** What a camera_info and a place on the robot tell; or why the eye can't look through it, in words. */
export function modelOf(
  { width, height, k, d, distortion_model }: sensor_msgs.CameraInfo,
  T_base_camera: SE3,
): CameraModel | string {
  if (!(k[0] > 0 && k[4] > 0)) return 'camera_info holds no calibration';
  if (d.length > 0 && d.some((value) => value !== 0) && distortion_model !== 'plumb_bob')
    return `The distortion of the camera must be plumb_bob, got ${distortion_model}`;
  const view = turned(T_base_camera.q, { x: 0, y: 0, z: 1 });
  const right = turned(T_base_camera.q, { x: 1, y: 0, z: 0 });
  if (view.x <= 0 || Math.abs(view.y) > MOST_ASIDE || Math.abs(right.z) > MOST_ASIDE)
    return 'The camera must look ahead, level from side to side: by tf it does not';
  return {
    width_px: width,
    height_px: height,
    fx_px: k[0],
    fy_px: k[4],
    cx_px: k[2],
    cy_px: k[5],
    distortion: [d[0] ?? 0, d[1] ?? 0, d[2] ?? 0, d[3] ?? 0, d[4] ?? 0],
    mount: { x_m: T_base_camera.t.x, y_m: T_base_camera.t.y, z_m: T_base_camera.t.z, pitchDown_rad: asin(-view.z) },
  };
}

/** m along the view; undefined for an encoding that is none of depth, or a message that is cut off. */
function depthOf({ encoding, is_bigendian, width, height, step, data }: sensor_msgs.Image): Float32Array | undefined {
  const bytes = encoding === '32FC1' ? 4 : encoding === '16UC1' ? 2 : 0;
  if (bytes === 0 || is_bigendian !== 0 || step < bytes * width || data.length < step * height) return undefined;
  const words = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const depth = new Float32Array(width * height);
  for (let v = 0, to = 0; v < height; v++)
    for (let u = 0; u < width; u++, to++) {
      const at = v * step + u * bytes;
      if (bytes === 4) depth[to] = words.getFloat32(at, true);
      else {
        const steps = words.getUint16(at, true);
        // 0 says that nothing was measured.
        depth[to] = steps === 0 ? Number.NaN : steps * MM;
      }
    }
  return depth;
}
