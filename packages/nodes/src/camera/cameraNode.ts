import { type NodeDefinition, qos } from '@homebound/graph';
import { fromStamp, homebound_interfaces, nav_msgs, sensor_msgs, tf2_msgs } from '@homebound/messages';
import type { EyeMotion, FloorEye, ImuRecord } from '@homebound/robot';
import { header, poseFromMessage } from '../convert.ts';
import { frames } from '../frames.ts';
import { floorViewMessage } from '../obstacles/floorViews.ts';
import { imuRecord } from '../records.ts';
import { cameraFrames } from './cameraFrames.ts';
import { imagePublisher } from './imageTopics.ts';

export const cameraParameters = {
  camera_period: {
    default: 0.04,
    unit: 's',
    min: 0.01,
    max: 0.2,
    description: 'How often the camera is asked for what it has seen.',
  },
  publish_images: {
    default: false,
    description:
      'Whether pictures go out on camera/…/image_raw, to everybody on the graph. Off: no picture leaves the camera, only what was seen of the floor.',
  },
} as const;

/** A permit is believed for so long, s. */
const FRESH_S = 0.5;
/** The state is said again after this, s. */
const STATE_S = 0.2;
/** A camera that does not open is tried again after this, s. */
const AGAIN_S = 1;

/**
 * The camera on the graph: it opens with camera_permit alone, and is shut as soon as that ends or falls silent. odom and imu place its pictures →
 * floor_view, camera_state, tf_static; pictures (camera/color, camera/depth: image_raw and camera_info) only where `publish_images` asks for them.
 */
export function cameraNode(eye: FloorEye): NodeDefinition<typeof cameraParameters> {
  return {
    name: 'camera',
    parameters: cameraParameters,
    latency_s: 0.01,
    start(node) {
      const { camera_period, publish_images } = node.parameters;
      const floorView = node.publisher(homebound_interfaces.FloorView, 'floor_view', qos.sensorOut);
      const cameraState = node.publisher(homebound_interfaces.CameraState, 'camera_state', qos.latched);
      const tfStatic = node.publisher(tf2_msgs.TFMessage, 'tf_static', qos.latched);
      let rig: FloorEye['rig'] | undefined;
      const publishImages = publish_images ? imagePublisher(node, eye.rig) : undefined;
      let permitted_s = Number.NEGATIVE_INFINITY;
      let odometry: EyeMotion['odometry'][number][] = [];
      let imu: ImuRecord[] = [];
      let fault = '';
      let tried_s = Number.NEGATIVE_INFINITY;
      let isAsked = false;
      let said = { isOpen: false, fault: '', at_s: Number.NEGATIVE_INFINITY };

      const tell = (): void => {
        const now_s = node.now_s();
        const { isOpen, health } = eye;
        const wrong = fault || health.fault;
        if (isOpen === said.isOpen && wrong === said.fault && now_s - said.at_s < STATE_S - 1e-6) return;
        if (wrong !== '' && wrong !== said.fault) node.log('warn', wrong);
        said = { isOpen, fault: wrong, at_s: now_s };
        const { looks, refused, frozen, dropped, looks_hz, cost_s } = health;
        cameraState.publish({
          header: header(now_s, frames.base),
          is_open: isOpen,
          fault: wrong,
          looks,
          refused,
          frozen,
          dropped,
          rate: looks_hz,
          cost: cost_s,
          tells_people: eye.crops?.tellsPeople ?? false,
        });
      };
      /** A process that stood still when the mind woke up tells later what it has to see with. */
      const place = (): void => {
        if (eye.rig === rig) return;
        rig = eye.rig;
        tfStatic.publish({ transforms: cameraFrames(node.now_s(), rig) });
      };
      const obey = (): void => {
        place();
        const now_s = node.now_s();
        if (now_s - permitted_s > FRESH_S) {
          // Also one that has not opened yet: it would when it can.
          if (isAsked || eye.isOpen) eye.close();
          isAsked = false;
          fault = '';
          tried_s = Number.NEGATIVE_INFINITY;
        } else if (!eye.isOpen && now_s - tried_s >= AGAIN_S) {
          tried_s = now_s;
          isAsked = true;
          try {
            eye.open();
            fault = '';
          } catch (error) {
            fault = `The camera does not open: ${(error as Error).message}`;
          }
        }
        tell();
      };

      node.subscribe(homebound_interfaces.CameraPermit, 'camera_permit', qos.latched, ({ may_open }) => {
        permitted_s = may_open ? node.now_s() : Number.NEGATIVE_INFINITY;
        obey();
      });
      node.subscribe(nav_msgs.Odometry, 'odom', qos.sensorIn, (m) => {
        odometry.push({ stamp_s: fromStamp(m.header.stamp), T_odom_base: poseFromMessage(m.pose.pose) });
      });
      node.subscribe(sensor_msgs.Imu, 'imu', qos.sensorIn, (m) => {
        imu.push(imuRecord(m));
      });
      node.timer(camera_period, () => {
        obey();
        const seen = eye.poll(node.now_s(), { odometry, imu });
        odometry = [];
        imu = [];
        if (publishImages !== undefined && eye.isOpen) publishImages(eye.frames ?? []);
        for (const record of seen) floorView.publish(floorViewMessage(record));
      });
      place();
      tell();
      return () => eye.close();
    },
  };
}
