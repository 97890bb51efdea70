import { type Bag, LocalGraph, qos, replayInto } from '@homebound/graph';
import {
  geometry_msgs,
  homebound_interfaces,
  nav_msgs,
  rcl_interfaces,
  sensor_msgs,
  tf2_msgs,
} from '@homebound/messages';
import { floorEyeNode, obstaclesNode, plainFrame } from '@homebound/nodes';
import { defaultGeometry } from '@homebound/robot';
import { framesIn } from './bagFrames.ts';

const IMAGE = 'camera/depth/image_raw';
const INFO = 'camera/depth/camera_info';
/** REP-120: the base on the floor; odometry may be of one above it. */
const FOOTPRINT = 'base_footprint';
/** Time after the last message in which a look may still find its pose, s. */
const TAIL_S = 1;

export interface SeenThing {
  readonly kind: string;
  readonly height_m: number;
  /** Middle of its outline's box and that box's sides, in `frame`. */
  readonly x_m: number;
  readonly y_m: number;
  readonly sizeX_m: number;
  readonly sizeY_m: number;
}

export interface SeenInBag {
  readonly images: number;
  readonly looks: number;
  /** map where the recording knows where that is, else odom. */
  readonly frame: 'map' | 'odom';
  readonly obstacles: readonly SeenThing[];
}

/** Whether a recording holds what the eye looks at: depth pictures. */
export function hasDepth({ topics }: Bag): boolean {
  return topics.get(IMAGE)?.type === sensor_msgs.Image.name;
}

/** Of a recording without them: what may be depth pictures under another name, and how they are looked at. */
export function depthHint({ topics }: Bag): string {
  const found = [...topics].find(([topic, { type }]) => type === sensor_msgs.Image.name && topic.includes('depth'));
  return found === undefined
    ? ''
    : `; to look for obstacles in its depth pictures: --remap /${found[0]}:=/${IMAGE}, and so its camera_info to /${INFO}`;
}

/**
 * The depth pictures of a recording through the eye (floor_eye) and the memory of obstacles: what lies on the floor at its end. A picture is gone with the look
 * at it; none is kept or written.
 * @param warn told in one line what was amiss
 */
export function seenInBag(bag: Bag, warn: (text: string) => void): SeenInBag {
  const graph = new LocalGraph({ epoch_s: bag.epoch_s });
  const { outside } = graph;
  const { transforms, moves } = transformsIn(bag);
  const { odom, base } = framesIn(bag);
  const isNamed = transforms.some(({ child_frame_id }) => plainFrame(child_frame_id) === FOOTPRINT);
  graph.add(floorEyeNode, { base_frame: isNamed ? FOOTPRINT : base });
  graph.add(obstaclesNode(defaultGeometry));
  outside.publisher(tf2_msgs.TFMessage, 'tf_static', qos.latched).publish({ transforms });
  outside.subscribe(rcl_interfaces.Log, 'rosout', qos.reliable, ({ level, name, msg }) => {
    if (level >= rcl_interfaces.Log.WARN) warn(`${name}: ${msg}`);
  });
  let [images, looks] = [0, 0];
  let obstacles: readonly SeenThing[] = [];
  outside.subscribe(sensor_msgs.Image, IMAGE, qos.sensorIn, () => void images++);
  outside.subscribe(homebound_interfaces.FloorView, 'floor_view', qos.sensorIn, () => void looks++);
  outside.subscribe(homebound_interfaces.Obstacles, 'obstacles', qos.latched, (m) => {
    obstacles = m.obstacles.map(seenThing);
  });
  graph.start();
  if (!moves.isMapped) {
    const fixed = { header: { frame_id: 'map' }, child_frame_id: 'odom', transform: { rotation: { w: 1 } } };
    const transform = geometry_msgs.TransformStamped.canonical(fixed as geometry_msgs.TransformStamped);
    outside.publisher(tf2_msgs.TFMessage, 'tf', qos.tf).publish({ transforms: [transform] });
  }
  if (!bag.topics.has('odom')) odometryFromTf(graph, odom, base);
  if (!bag.topics.has('odom') && !moves.bases.has(base))
    warn('holds neither /odom nor the base on /tf; where things were seen is not known');
  const run = replayInto(graph, bag, { topics: [IMAGE, INFO, 'imu', 'odom', 'tf'] });
  while (!run.done && graph.next_s() !== undefined) graph.step();
  graph.runFor(TAIL_S);
  graph.shutdown();
  return { images, looks, frame: moves.isMapped ? 'map' : 'odom', obstacles };
}

/** For people, a thing a line. */
export function seenWords({ images, looks, frame, obstacles }: SeenInBag): string {
  const cm = (m: number): string => (100 * m).toFixed(1);
  const lines = obstacles.map(
    ({ kind, height_m, x_m, y_m, sizeX_m, sizeY_m }) =>
      `  ${kind}, ${cm(height_m)} cm high, ${cm(sizeX_m)} x ${cm(sizeY_m)} cm, at (${x_m.toFixed(2)}, ${y_m.toFixed(2)}) m in ${frame}`,
  );
  const count = obstacles.length === 1 ? '1 obstacle' : `${obstacles.length} obstacles`;
  return [`${images} depth images, ${looks} looks at the floor; ${count} at the end`, ...lines].join('\n');
}

/** What holds for all time, whenever the recorder came to hear of it, and what tf says of motion. */
function transformsIn(bag: Bag) {
  const transforms: geometry_msgs.TransformStamped[] = [];
  const bases = new Set<string>();
  let isMapped = false;
  for (const { channel, data } of bag.messages(['tf', 'tf_static'])) {
    const message = tf2_msgs.TFMessage.decode(data);
    if (channel.topic === 'tf_static') transforms.push(...message.transforms);
    for (const { header, child_frame_id } of message.transforms) {
      const [parent, child] = [plainFrame(header.frame_id), plainFrame(child_frame_id)];
      if (parent === 'odom') bases.add(child);
      if (parent === 'map' && child === 'odom' && channel.topic === 'tf') isMapped = true;
    }
  }
  return { transforms, moves: { isMapped, bases } };
}

/** Odometry that is told as a transform alone, as where a filter stands behind it. */
function odometryFromTf(graph: LocalGraph, odom: string, base: string): void {
  const told = graph.outside.publisher(nav_msgs.Odometry, 'odom', qos.sensorOut);
  graph.outside.subscribe(tf2_msgs.TFMessage, 'tf', qos.tf, ({ transforms }) => {
    for (const { header, child_frame_id, transform } of transforms) {
      if (plainFrame(header.frame_id) !== odom || plainFrame(child_frame_id) !== base) continue;
      const { x, y, z } = transform.translation;
      const pose = { position: { x, y, z }, orientation: transform.rotation };
      told.publish({ header, child_frame_id, pose: { pose, covariance: new Float64Array(36) } });
    }
  });
}

function seenThing({ kind, height, outline }: homebound_interfaces.Obstacle): SeenThing {
  const box = { x0: Infinity, x1: -Infinity, y0: Infinity, y1: -Infinity };
  for (let i = 0; i < outline.length; i += 2) {
    box.x0 = Math.min(box.x0, outline[i]);
    box.x1 = Math.max(box.x1, outline[i]);
    box.y0 = Math.min(box.y0, outline[i + 1]);
    box.y1 = Math.max(box.y1, outline[i + 1]);
  }
  const [sizeX_m, sizeY_m] = [box.x1 - box.x0, box.y1 - box.y0];
  return { kind, height_m: height, x_m: box.x0 + sizeX_m / 2, y_m: box.y0 + sizeY_m / 2, sizeX_m, sizeY_m };
}
