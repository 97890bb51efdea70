import { Bag, Recording, RecordingWriter } from '@homebound/graph';
import { type geometry_msgs, type MessageType, nav_msgs, sensor_msgs, tf2_msgs, toStamp } from '@homebound/messages';
import { createSimulator, initPhysics, obstacleLane } from '@homebound/sim';
import { depthHint, hasDepth, seenInBag, seenWords } from './replayEye.ts';

beforeAll(() => initPhysics());

interface Robot {
  /** Whether odometry is a topic of its own, or a transform alone. */
  readonly odometry: 'topic' | 'tf' | 'none';
  readonly calibrated?: boolean;
  readonly image?: string;
}

/** What somebody's robot with a depth camera would have recorded on the way to a shoe 1.2 m ahead. */
function bagOf({ odometry, calibrated = true, image = '/camera/depth/image_raw' }: Robot): {
  bag: Bag;
  shoe: { x: number; y: number };
} {
  const bytes: Uint8Array[] = [];
  const writer = new RecordingWriter({ write: (more) => void bytes.push(Uint8Array.from(more)) });
  let time_s = 0;
  const channels = new Map<string, ReturnType<RecordingWriter['addChannel']>>();
  const put = <T>(topic: string, type: MessageType<T>, message: unknown): void => {
    const channel =
      channels.get(topic) ??
      writer.addChannel({ topic, type: type.name, definition: type.definition, metadata: new Map() });
    channels.set(topic, channel);
    writer.addMessage(channel, BigInt(Math.round(1e9 * time_s)), type.encode(type.canonical(message as Partial<T>)));
  };
  const world = obstacleLane('S7', { things: ['shoe'] });
  const simulator = createSimulator({ world, seed: 1, camera: 'depth' });
  const { camera } = simulator.body;
  const model = camera?.rig.depth;
  const shoe = world.solids.find(({ name }) => name.startsWith('shoe'))?.T_world_solid;
  if (camera === undefined || model === undefined || shoe === undefined) throw new Error('no camera, or no shoe');
  simulator.control.place({ x: shoe.x + 1.2, y: shoe.y, theta: Math.PI });
  camera.open();
  let T = { x: 0, y: 0, theta: 0 };
  simulator.onStep(({ T_world_base }) => {
    T = T_world_base;
  });
  const { mount, width_px: width, height_px: height } = model;
  const half = mount.pitchDown_rad / 2;
  const [s, c] = [Math.sin(half), Math.cos(half)];
  const rotation = { x: (-c - s) / 2, y: (c + s) / 2, z: (s - c) / 2, w: (c - s) / 2 };
  for (let k = 0; k < 30; k++) {
    time_s += 0.1;
    const stamp = toStamp(time_s);
    simulator.body.drive({ v_mps: 0.2, w_radps: 0 });
    simulator.body.poll(time_s);
    const orientation = { x: 0, y: 0, z: Math.sin(T.theta / 2), w: Math.cos(T.theta / 2) };
    const header = { stamp, frame_id: 'odom' };
    const pose = { pose: { position: { x: T.x, y: T.y, z: 0 }, orientation } };
    if (odometry === 'topic') put('/odom', nav_msgs.Odometry, { header, child_frame_id: 'base_link', pose });
    const transform = { translation: { x: T.x, y: T.y, z: 0 }, rotation: orientation };
    if (odometry === 'tf')
      put('/tf', tf2_msgs.TFMessage, { transforms: [{ header, child_frame_id: 'base_link', transform }] });
    for (const frame of camera.poll(time_s)) {
      if (frame.kind !== 'depth') continue;
      const at = { stamp: toStamp(frame.stamp_s), frame_id: 'their_camera' };
      const { fx_px, fy_px, cx_px, cy_px, distortion } = model;
      const k9 = Float64Array.of(calibrated ? fx_px : 0, 0, cx_px, 0, fy_px, cy_px, 0, 0, 1);
      const d = Float64Array.from(distortion);
      put('/camera/depth/camera_info', sensor_msgs.CameraInfo, {
        ...{ header: at, width, height, k: k9, d, distortion_model: 'plumb_bob' },
      });
      const data = new Uint8Array(Float32Array.from(frame.data).buffer);
      put(image, sensor_msgs.Image, {
        ...{ header: at, width, height, encoding: '32FC1', step: 4 * width, data },
      });
    }
  }
  // The recorder came to hear of the transform last.
  const translation = { x: mount.x_m, y: mount.y_m, z: mount.z_m };
  const fixed = {
    header: { frame_id: 'base_link' },
    child_frame_id: 'their_camera',
    transform: { translation, rotation },
  };
  put('/tf_static', tf2_msgs.TFMessage, { transforms: [fixed as geometry_msgs.TransformStamped] });
  writer.close();
  simulator.free();
  return { bag: new Bag([{ name: 'theirs.mcap', recording: new Recording(Buffer.concat(bytes)) }]), shoe };
}

test.each(['topic', 'tf'] as const)(
  'a shoe before a recorded depth camera is told where it lies; odometry: %s',
  (odometry) => {
    const { bag, shoe } = bagOf({ odometry });
    const said: string[] = [];
    expect(hasDepth(bag)).toBe(true);
    const seen = seenInBag(bag, (text) => said.push(text));
    expect(said).toEqual([]);
    expect(seen.images).toBeGreaterThan(25);
    expect(seen.looks).toBeGreaterThan(25);
    expect([seen.frame, seen.obstacles.length]).toEqual(['odom', 1]);
    const [{ x_m, y_m, height_m }] = seen.obstacles;
    expect(Math.hypot(x_m - shoe.x, y_m - shoe.y)).toBeLessThan(0.12);
    expect(height_m).toBeGreaterThan(0.05);
    expect(seenWords(seen)).toMatch(
      /^\d+ depth images, \d+ looks at the floor; 1 obstacle at the end\n {2}thing, \d+\.\d cm high/,
    );
  },
);

test('what is missing is said', () => {
  const said: string[] = [];
  const uncalibrated = seenInBag(bagOf({ odometry: 'topic', calibrated: false }).bag, (text) => said.push(text));
  expect([uncalibrated.looks, uncalibrated.obstacles]).toEqual([0, []]);
  expect(said).toEqual(['floor_eye: camera_info holds no calibration']);
  const nowhere = seenInBag(bagOf({ odometry: 'none' }).bag, (text) => said.push(text));
  expect(nowhere.obstacles).toEqual([]);
  expect(said[1]).toMatch(/holds neither \/odom nor the base on \/tf/);
});

test('depth pictures under another name are not looked at, and it is said how they are', () => {
  const { bag } = bagOf({ odometry: 'topic', image: '/front/depth/image_rect_raw' });
  expect(hasDepth(bag)).toBe(false);
  expect(depthHint(bag)).toContain('--remap /front/depth/image_rect_raw:=/camera/depth/image_raw');
});
