import { qos } from '@homebound/graph';
import {
  fromStamp,
  homebound_interfaces as hb,
  rosgraph_msgs,
  sensor_msgs,
  tf2_msgs,
  visualization_msgs,
} from '@homebound/messages';
import { floorKinds } from '@homebound/robot';
import { createRosGraph } from '@homebound/ros';

/** What is heard of a camera of the robot without a namespace, and of floor_eye in `eye`; five times a second, in one line of JSON. */
export interface CameraHeard {
  images: number;
  /** Images whose camera_info has the same header. */
  pairs: number;
  /** Images whose stamp is not 0.1 s after the one before. */
  odd: number;
  /** Images that came while the body said that the lamp does not burn. */
  dark: number;
  /** Of the last image. */
  stamp_s: number;
  /** The most that a stamp was behind /clock. */
  latest_s: number;
  views: number;
  clouds: number;
  /** Most cells of a look that are an obstacle: of the camera's own, of floor_eye's. */
  seen: number;
  seenByEye: number;
  /** Obstacles of the last message that told of any, with a reason each; and names that markers draw. */
  obstacles: number;
  names: number;
  /** Frames that tf_static puts the cameras in, and below which. */
  frames: string[];
}

const heard: CameraHeard = {
  ...{ images: 0, pairs: 0, odd: 0, dark: 0, stamp_s: 0, latest_s: 0 },
  ...{ views: 0, clouds: 0, seen: 0, seenByEye: 0, obstacles: 0, names: 0, frames: [] },
};
const cells = ({ kinds }: hb.FloorView): number => kinds.filter((kind) => floorKinds[kind] === 'obstacle').length;

const graph = await createRosGraph();
graph.add({
  name: 'camera_ears',
  parameters: {},
  latency_s: 0,
  start(node) {
    let now_s = 0;
    let lampBurns = false;
    const infos = new Set<string>();
    const images = new Set<string>();
    const pair = (own: Set<string>, other: Set<string>, m: { header: sensor_msgs.Image['header'] }): void => {
      const key = JSON.stringify(m.header);
      own.add(key);
      if (other.has(key)) heard.pairs++;
    };
    node.subscribe(rosgraph_msgs.Clock, '/clock', qos.sensorIn, ({ clock }) => {
      now_s = fromStamp(clock);
    });
    node.subscribe(hb.SignState, '/sign_state', qos.sensorIn, ({ camera }) => {
      lampBurns = camera;
    });
    node.subscribe(sensor_msgs.Image, '/camera/depth/image_raw', qos.sensorIn, (m) => {
      const stamp_s = fromStamp(m.header.stamp);
      if (heard.images > 0 && Math.abs(stamp_s - heard.stamp_s - 0.1) > 1e-6) heard.odd++;
      if (!lampBurns) heard.dark++;
      heard.images++;
      heard.stamp_s = stamp_s;
      heard.latest_s = Math.max(heard.latest_s, now_s - stamp_s);
      pair(images, infos, m);
    });
    node.subscribe(sensor_msgs.CameraInfo, '/camera/depth/camera_info', qos.sensorIn, (m) => pair(infos, images, m));
    node.subscribe(hb.FloorView, '/floor_view', qos.sensorIn, (m) => {
      heard.views++;
      heard.seen = Math.max(heard.seen, cells(m));
    });
    node.subscribe(sensor_msgs.PointCloud2, '/floor_points', qos.sensorIn, () => {
      heard.clouds++;
    });
    node.subscribe(hb.FloorView, '/eye/floor_view', qos.sensorIn, (m) => {
      heard.seenByEye = Math.max(heard.seenByEye, cells(m));
    });
    node.subscribe(hb.Obstacles, '/obstacles', qos.latched, ({ obstacles }) => {
      heard.obstacles = obstacles.filter(({ kind, reason }) => kind !== '' && reason !== '').length || heard.obstacles;
    });
    node.subscribe(visualization_msgs.MarkerArray, '/obstacle_markers', qos.latched, ({ markers }) => {
      heard.names = markers.filter(({ ns }) => ns === 'names').length || heard.names;
    });
    node.subscribe(tf2_msgs.TFMessage, '/tf_static', { ...qos.latched, depth: 10 }, ({ transforms }) => {
      const told = transforms.map(({ header, child_frame_id }) => `${header.frame_id} > ${child_frame_id}`);
      heard.frames = [...new Set([...heard.frames, ...told])].sort();
    });
    return undefined;
  },
});
setInterval(() => console.log(JSON.stringify(heard)), 200);
