import { LocalGraph, type NodeFault, qos } from '@homebound/graph';
import { homebound_interfaces, nav_msgs, sensor_msgs, tf2_msgs } from '@homebound/messages';
import type { FloorEye } from '@homebound/robot';
import { header } from '../convert.ts';
import { type PrivacyKeeper, presenceNode } from '../presenceNode.ts';
import { cameraNode } from './cameraNode.ts';
import { LocalEye } from './localEye.ts';
import { TestCamera, testSight } from './testCamera.ts';

interface Set {
  readonly camera?: { readonly publish_images?: boolean; readonly publish_points?: boolean };
  readonly presence?: { readonly camera_on?: boolean };
  readonly keeper?: PrivacyKeeper;
  readonly phase?: string;
}

/** Camera and presence over a body that drives, works, and shows what it is told within 0.02 s. */
function robot({ camera: parameters, presence, keeper, phase = 'cleaning' }: Set = {}) {
  const faults: NodeFault[] = [];
  const camera = new TestCamera();
  const eye = new LocalEye(camera, testSight);
  const graph = new LocalGraph({ onFault: (fault) => faults.push(fault) });
  graph.add(presenceNode(keeper), presence);
  graph.add(
    cameraNode(() => eye),
    parameters,
  );
  const { outside } = graph;
  let sign = homebound_interfaces.BodySign.create();
  let state = homebound_interfaces.CameraState.create();
  let permit = homebound_interfaces.CameraPermit.create();
  const dark: number[] = [];
  const body = { lampWorks: true, speaks: true };
  const views: homebound_interfaces.FloorView[] = [];
  const images: sensor_msgs.Image[] = [];
  const clouds: sensor_msgs.PointCloud2[] = [];
  outside.subscribe(homebound_interfaces.BodySign, 'body_sign', qos.latched, (m) => {
    sign = m;
  });
  outside.subscribe(homebound_interfaces.CameraState, 'camera_state', qos.latched, (m) => {
    state = m;
  });
  outside.subscribe(homebound_interfaces.CameraPermit, 'camera_permit', qos.latched, (m) => {
    permit = m;
  });
  outside.subscribe(homebound_interfaces.FloorView, 'floor_view', qos.sensorIn, (m) => views.push(m));
  outside.subscribe(sensor_msgs.Image, 'camera/depth/image_raw', qos.sensorIn, (m) => images.push(m));
  outside.subscribe(sensor_msgs.PointCloud2, 'floor_points', qos.sensorIn, (m) => clouds.push(m));
  const signs = outside.publisher(homebound_interfaces.SignState, 'sign_state', qos.reliable);
  const odom = outside.publisher(nav_msgs.Odometry, 'odom', qos.sensorOut);
  outside.timer(0.02, () => {
    const stamp = header(outside.now_s(), '');
    const lamp = body.lampWorks && sign.camera;
    if (camera.isOpen && !lamp) dark.push(outside.now_s());
    if (body.speaks) signs.publish({ header: stamp, shows: sign.reason, chirps: sign.chirps, camera: lamp });
    const message = nav_msgs.Odometry.create();
    odom.publish({ ...message, header: stamp });
  });
  outside
    .publisher(homebound_interfaces.MissionState, 'mission_state', qos.latched)
    .publish({ ...homebound_interfaces.MissionState.create(), state: phase });
  const client = outside.client(homebound_interfaces.SwitchCamera, 'switch_camera');
  const turn = (is_on: boolean): boolean => {
    let accepted = false;
    client.call({ is_on }, (outcome) => {
      accepted = outcome.ok && outcome.value.accepted;
    });
    graph.runFor(0.5);
    return accepted;
  };
  graph.runFor(1);
  return { graph, camera, body, faults, views, images, clouds, dark, turn, state: () => state, permit: () => permit };
}

test('T-CAM: shut until it is switched on; then its looks come, and pictures do not', () => {
  const it = robot();
  expect([it.camera.opens, it.state().is_open, it.views.length]).toEqual([0, false, 0]);
  expect(it.turn(true)).toBe(true);
  it.graph.runFor(2);
  expect([it.camera.opens, it.state().is_open, it.permit().is_on]).toEqual([1, true, true]);
  expect(it.views.length).toBeGreaterThan(15);
  expect([it.images, it.dark, it.faults]).toEqual([[], [], []]);
  it.turn(false);
  expect([it.camera.isOpen, it.state().is_open]).toEqual([false, false]);
});

test.each(['lampWorks', 'speaks'] as const)(
  'T-CAM: a body of which not holds that it %s has its camera shut',
  (part) => {
    const it = robot();
    it.turn(true);
    it.body[part] = false;
    const from_s = it.graph.now_s();
    it.graph.runFor(0.8);
    expect([it.camera.isOpen, it.permit().may_open]).toEqual([false, false]);
    expect(it.dark.filter((at_s) => at_s > from_s + 0.045)).toEqual([]);
  },
);

test('T-CAM: a camera that hears no permit any more shuts itself within 0.6 s', () => {
  const camera = new TestCamera();
  const graph = new LocalGraph();
  graph.add(cameraNode(() => new LocalEye(camera, testSight)));
  const permits = graph.outside.publisher(homebound_interfaces.CameraPermit, 'camera_permit', qos.latched);
  permits.publish({ may_open: true });
  graph.runFor(0.3);
  expect(camera.isOpen).toBe(true);
  graph.runFor(0.3);
  expect(camera.isOpen).toBe(false);
});

test('T-CAM: one that could not open yet when its permit ended is let go all the same', () => {
  const sound = new LocalEye(new TestCamera(), testSight);
  let [asked, letGo] = [0, 0];
  const eye: FloorEye = {
    ...{ rig: sound.rig, isOpen: false, health: sound.health, poll: () => [] },
    open: () => {
      asked++;
      throw new Error('The process of the camera is gone.');
    },
    close: () => void letGo++,
  };
  const graph = new LocalGraph();
  graph.add(cameraNode(() => eye));
  const permits = graph.outside.publisher(homebound_interfaces.CameraPermit, 'camera_permit', qos.latched);
  permits.publish({ may_open: true });
  graph.runFor(0.3);
  expect([asked, letGo]).toEqual([1, 0]);
  permits.publish({ may_open: false });
  graph.runFor(2);
  expect([asked, letGo]).toEqual([1, 1]);
});

test('a camera that does not open says why, and is tried again', () => {
  const it = robot();
  it.camera.fault = 'shut';
  it.turn(true);
  expect(it.state()).toMatchObject({ is_open: false, fault: 'The camera does not open: it is another’s' });
  it.camera.fault = 'none';
  it.graph.runFor(1.5);
  expect(it.state()).toMatchObject({ is_open: true, fault: '' });
});

test('T-CAM: pictures go out with `publish_images` alone, with where they were taken', () => {
  const it = robot({ camera: { publish_images: true } });
  it.graph.runFor(1);
  expect(it.images).toEqual([]);
  it.turn(true);
  it.graph.runFor(1);
  expect(it.images.length).toBeGreaterThan(8);
  expect(it.images[0]).toMatchObject({ width: 8, height: 4, encoding: '32FC1', step: 32 });
  it.turn(false);
  const before = it.images.length;
  it.graph.runFor(1);
  expect(it.images).toHaveLength(before);
});

test('T-CAM: with `camera_on` it is open from the start, at rest, too, and never without its lamp', () => {
  const resting = { presence: { camera_on: true }, phase: 'idle' };
  const it = robot(resting);
  expect([it.camera.isOpen, it.permit().is_on, it.dark]).toEqual([true, true, []]);
  it.body.lampWorks = false;
  it.graph.runFor(0.8);
  expect([it.camera.isOpen, it.permit().may_open]).toEqual([false, false]);
  it.body.lampWorks = true;
  it.graph.runFor(12);
  expect(it.camera.isOpen).toBe(true);
  it.turn(false);
  it.graph.runFor(5);
  expect([it.camera.isOpen, it.permit().is_on]).toEqual([false, false]);
  const asRobotsAre = robot({ phase: 'idle' });
  asRobotsAre.turn(true);
  asRobotsAre.graph.runFor(2);
  expect(asRobotsAre.camera.opens).toBe(0);
});

test('T-CAM: what somebody switched off before a restart outlasts `camera_on`', () => {
  const off = { isOff: true, atRobot: true, cameraIsOn: false };
  const it = robot({ presence: { camera_on: true }, keeper: { load: () => off, save: () => {} } });
  it.turn(true);
  it.graph.runFor(2);
  expect([it.camera.opens, it.permit().is_on]).toEqual([0, false]);
});

test('points go out with `publish_points` alone, of the looks that are told', () => {
  const silent = robot({ presence: { camera_on: true } });
  expect([silent.views.length > 0, silent.clouds]).toEqual([true, []]);
  const { views, clouds } = robot({ presence: { camera_on: true }, camera: { publish_points: true } });
  expect(clouds.map(({ header }) => header)).toEqual(views.map(({ header }) => header));
});

test('a body without a camera: nothing is said of one', () => {
  const topics: string[] = [];
  const graph = new LocalGraph();
  graph.add(cameraNode(() => undefined));
  graph.tap(({ topic }) => void topics.push(topic));
  graph.runFor(1);
  expect(topics).toEqual([]);
});

test('the optical frame looks along the view: what is 1 m ahead of the lens stands lower by the sine of its pitch', () => {
  const graph = new LocalGraph();
  graph.add(cameraNode(() => new LocalEye(new TestCamera(), testSight)));
  let transforms: tf2_msgs.TFMessage['transforms'] = [];
  graph.outside.subscribe(tf2_msgs.TFMessage, 'tf_static', qos.latched, (m) => {
    transforms = m.transforms;
  });
  graph.runFor(0.1);
  const { translation, rotation: q } = transforms.find(
    (t) => t.child_frame_id === 'camera_depth_optical_frame',
  )!.transform;
  // The third column of the rotation matrix: the optical z in base_footprint.
  const z = [2 * (q.x * q.z + q.w * q.y), 2 * (q.y * q.z - q.w * q.x), 1 - 2 * (q.x * q.x + q.y * q.y)];
  expect(z[0]).toBeCloseTo(Math.cos(0.3), 9);
  expect(z[1]).toBeCloseTo(0, 9);
  expect(z[2]).toBeCloseTo(-Math.sin(0.3), 9);
  // And the first: the optical x is the robot's right.
  expect(2 * (q.x * q.y + q.w * q.z)).toBeCloseTo(-1, 9);
  expect(translation).toEqual({ x: 0.155, y: 0, z: 0.065 });
});
