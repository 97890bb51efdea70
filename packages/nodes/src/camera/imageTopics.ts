import { type Node, qos } from '@homebound/graph';
import { sensor_msgs } from '@homebound/messages';
import type { CameraFrame, CameraModel, CameraRig } from '@homebound/robot';
import { header } from '../convert.ts';
import { opticalFrames } from './cameraFrames.ts';

const encodings = { color: 'rgb8', depth: '32FC1', laser: 'mono8' } as const satisfies Record<
  CameraFrame['kind'],
  string
>;

/** Publishers of the pictures of a rig, each with its camera_info, as image_transport and depth_image_proc have them. */
export function imagePublisher(
  node: Pick<Node, 'publisher'>,
  rig: CameraRig,
): (frames: readonly CameraFrame[]) => void {
  const topicsOf = (kind: CameraFrame['kind'], model: CameraModel) => ({
    model,
    image: node.publisher(sensor_msgs.Image, `camera/${kind}/image_raw`, qos.sensorOut),
    info: node.publisher(sensor_msgs.CameraInfo, `camera/${kind}/camera_info`, qos.sensorOut),
  });
  const topics = {
    color: rig.color && topicsOf('color', rig.color),
    depth: rig.depth && topicsOf('depth', rig.depth),
    laser: rig.laser && topicsOf('laser', rig.laser),
  };
  return (frames) => {
    for (const frame of frames) {
      const topic = topics[frame.kind];
      if (topic === undefined) continue;
      topic.image.publish(imageMessage(frame, topic.model));
      topic.info.publish(cameraInfo(frame.kind, frame.stamp_s, topic.model));
    }
  };
}

/** A copy: the picture is borrowed, and the message belongs to the graph. */
export function imageMessage({ kind, stamp_s, data }: CameraFrame, model: CameraModel): sensor_msgs.Image {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
  return {
    header: header(stamp_s, opticalFrames[kind]),
    height: model.height_px,
    width: model.width_px,
    encoding: encodings[kind],
    is_bigendian: 0,
    step: bytes.length / model.height_px,
    data: bytes,
  };
}

export function cameraInfo(
  kind: CameraFrame['kind'],
  stamp_s: number,
  { width_px, height_px, fx_px, fy_px, cx_px, cy_px, distortion }: CameraModel,
): Partial<sensor_msgs.CameraInfo> {
  return {
    header: header(stamp_s, opticalFrames[kind]),
    width: width_px,
    height: height_px,
    distortion_model: 'plumb_bob',
    d: Float64Array.from(distortion),
    k: Float64Array.of(fx_px, 0, cx_px, 0, fy_px, cy_px, 0, 0, 1),
    r: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1),
    p: Float64Array.of(fx_px, 0, cx_px, 0, 0, fy_px, cy_px, 0, 0, 0, 1, 0),
  };
}
