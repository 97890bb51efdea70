import { LocalGraph, type NodeFault, type ParameterOverrides, qos } from '@homebound/graph';
import {
  fromStamp,
  homebound_interfaces as hb,
  type MessageType,
  sensor_msgs,
  simulation_interfaces as sim,
  tf2_msgs,
} from '@homebound/messages';
import { floorKinds } from '@homebound/robot';
import type { Simulator } from '@homebound/sim';
import { executables } from './executables.ts';
import { simulator } from './simulator.ts';
import { withParameters } from './withParameters.ts';

const topics = {
  floor_view: hb.FloorView,
  floor_points: sensor_msgs.PointCloud2,
  'camera/color/image_raw': sensor_msgs.Image,
  'camera/color/camera_info': sensor_msgs.CameraInfo,
  'camera/depth/image_raw': sensor_msgs.Image,
  'camera/depth/camera_info': sensor_msgs.CameraInfo,
  'camera/laser/image_raw': sensor_msgs.Image,
  'camera/laser/camera_info': sensor_msgs.CameraInfo,
} as const;
type Topic = keyof typeof topics;
type Stamped = Pick<hb.FloorView, 'header'>;
const images = (Object.keys(topics) as Topic[]).filter((topic) => topic.startsWith('camera/'));

/** The simulator half a metre before the shoe of S7, and what a camera needs of a mind: nobody cleans. */
async function simulation(parameters: ParameterOverrides) {
  const faults: NodeFault[] = [];
  const graph = new LocalGraph({ onFault: (fault) => faults.push(fault) });
  const set = withParameters(graph, { ...parameters, simulation: { world: 'S7', ...parameters.simulation } });
  let home!: Simulator;
  const onBegin = (begun: Simulator): void => {
    home = begun;
  };
  (await simulator({ onBegin })).add(set);
  for (const name of ['odometry', 'presence']) (await executables[name].load()).add(set);
  const { outside } = graph;
  const heard = Object.fromEntries(Object.keys(topics).map((topic) => [topic, []])) as unknown as Record<
    Topic,
    Stamped[]
  >;
  let lampBurns = false;
  let inTheDark = 0;
  for (const [topic, type] of Object.entries(topics) as [Topic, MessageType<Stamped>][])
    outside.subscribe(type, topic, qos.sensorIn, (m) => {
      heard[topic].push(m);
      if (topic.startsWith('camera/') && !lampBurns) inTheDark++;
    });
  outside.subscribe(hb.SignState, 'sign_state', qos.reliable, ({ camera }) => {
    lampBurns = camera;
  });
  const states: hb.CameraState[] = [];
  outside.subscribe(hb.CameraState, 'camera_state', qos.latched, (m) => states.push(m));
  const frames: string[] = [];
  outside.subscribe(tf2_msgs.TFMessage, 'tf_static', { ...qos.latched, depth: 10 }, ({ transforms }) =>
    frames.push(...transforms.map(({ child_frame_id }) => child_frame_id)),
  );
  graph.runFor(0.1);
  home.control.place({ x: 1.6, y: 0.5, theta: Math.PI / 2 });
  return {
    graph,
    home,
    faults,
    heard,
    states,
    frames,
    /** How many of each have come since this was asked last. */
    count: (...of: Topic[]) => of.map((topic) => heard[topic].splice(0).length),
    inTheDark: () => inTheDark,
    turn: (is_on: boolean) => outside.client(hb.SwitchCamera, 'switch_camera').call({ is_on }, () => {}),
    work: () =>
      outside
        .publisher(hb.MissionState, 'mission_state', qos.latched)
        .publish({ ...hb.MissionState.create(), state: 'cleaning' }),
  };
}

test('without a camera nothing is said of one', async () => {
  const it = await simulation({ presence: { camera_on: true }, camera: { publish_images: true } });
  it.graph.runFor(1);
  expect(it.count(...(Object.keys(topics) as Topic[])).every((count) => count === 0)).toBe(true);
  expect([it.states, it.frames.filter((name) => name.startsWith('camera'))]).toEqual([[], []]);
  expect(it.faults).toEqual([]);
});

test('T-CAM: shut until it is switched on and the robot works; open, it tells what lies on the floor, and pictures do not go out', async () => {
  const it = await simulation({ simulation: { camera: 'rgbd' } });
  it.graph.runFor(0.5);
  expect(it.states.at(-1)).toMatchObject({ is_open: false, fault: '' });
  it.turn(true);
  it.graph.runFor(0.5);
  expect([it.states.some(({ is_open }) => is_open), it.count('floor_view')]).toEqual([false, [0]]);
  it.work();
  it.graph.runFor(1);
  expect(it.states.at(-1)!.is_open).toBe(true);
  // Both of a moment are looked at.
  expect(it.count('floor_view')[0]).toBeGreaterThanOrEqual(7);
  expect(it.count(...images).every((count) => count === 0)).toBe(true);
  expect(it.faults).toEqual([]);
});

test('T-CAM: pictures go out where the owner asks for them, while the lamp burns, and not once it is switched off, the button is pressed or the lamp fails', async () => {
  const asked = { presence: { camera_on: true }, camera: { publish_images: true } };
  const it = await simulation({ simulation: { camera: 'depth' }, ...asked });
  const depth = 'camera/depth/image_raw';
  const opensAgain = (): void => {
    it.turn(true);
    it.graph.runFor(1);
    expect(it.count(depth)[0]).toBeGreaterThanOrEqual(5);
  };
  opensAgain();
  it.turn(false);
  it.graph.runFor(0.1);
  it.count(depth);
  it.graph.runFor(0.5);
  expect(it.count(depth)).toEqual([0]);
  opensAgain();
  it.home.control.breakSign('cameraLamp');
  it.graph.runFor(0.3);
  it.count(depth);
  it.graph.runFor(0.5);
  expect(it.count(depth)).toEqual([0]);
  it.home.control.breakSign();
  it.graph.runFor(10);
  opensAgain();
  it.home.control.press('privacy');
  it.graph.runFor(0.1);
  it.count(depth);
  it.turn(true);
  it.graph.runFor(0.5);
  expect([it.count(depth), it.inTheDark(), it.faults]).toEqual([[0], 0, []]);
});

test.each<[string, Topic[]]>([
  ['depth', ['camera/depth/image_raw', 'camera/depth/camera_info']],
  ['rgb', ['camera/color/image_raw', 'camera/color/camera_info']],
  ['rgbd', images.filter((topic) => !topic.includes('laser'))],
  ['laser', ['camera/laser/image_raw', 'camera/laser/camera_info']],
])('%s: pictures with camera_info of one stamp and frame, ten a second', async (camera, wanted) => {
  const it = await simulation({
    simulation: { camera },
    presence: { camera_on: true },
    camera: { publish_images: true, publish_points: true },
  });
  it.graph.runFor(1.1);
  const now_s = it.graph.now_s();
  for (const topic of wanted) {
    const headers = it.heard[topic].map(({ header }) => header);
    const stamps_s = headers.map(({ stamp }) => fromStamp(stamp));
    expect(stamps_s.length).toBeGreaterThanOrEqual(6);
    expect(now_s - stamps_s.at(-1)!).toBeLessThan(0.15);
    for (let k = 1; k < stamps_s.length; k++) expect(stamps_s[k] - stamps_s[k - 1]).toBeCloseTo(0.1, 6);
    expect(headers).toEqual(it.heard[topic.replace('image_raw', 'camera_info') as Topic].map(({ header }) => header));
    const kind = topic.split('/')[1];
    expect(headers[0].frame_id).toBe(`camera_${kind}_optical_frame`);
    expect(it.frames).toContain(headers[0].frame_id);
  }
  expect(images.filter((topic) => it.heard[topic].length > 0)).toEqual(wanted);
  expect(it.heard.floor_points.map(({ header }) => header)).toEqual(it.heard.floor_view.map(({ header }) => header));
  expect(it.faults).toEqual([]);
});

/** Cells that are an obstacle, by where they are in base_footprint, in whole cm. */
function obstacleCells(view: hb.FloorView): string[] {
  const cells: string[] = [];
  view.kinds.forEach((kind, i) => {
    const [ix, iy] = [i % view.width, Math.floor(i / view.width)];
    if (floorKinds[kind] === 'obstacle')
      cells.push(`${Math.round(100 * view.origin_x) + ix} ${Math.round(100 * view.origin_y) + iy}`);
  });
  return cells.sort();
}

test('floor_eye makes of its depth images what the camera itself told: the shoe half a metre ahead', async () => {
  const asked = { presence: { camera_on: true }, camera: { publish_images: true } };
  const it = await simulation({ simulation: { camera: 'depth' }, ...asked });
  const other = new LocalGraph({ onFault: (fault) => it.faults.push(fault) });
  (await executables.floor_eye.load()).add(other);
  const carried = [
    [sensor_msgs.Image, 'camera/depth/image_raw', qos.sensorOut],
    [sensor_msgs.CameraInfo, 'camera/depth/camera_info', qos.sensorOut],
    [sensor_msgs.Imu, 'imu', qos.sensorOut],
    [tf2_msgs.TFMessage, 'tf_static', { ...qos.latched, depth: 10 }],
  ] as const;
  for (const [type, topic, quality] of carried) {
    const on = other.outside.publisher(type as MessageType<unknown>, topic, quality);
    it.graph.outside.subscribe(type as MessageType<unknown>, topic, quality, (m) => on.publish(m as object));
  }
  const views: hb.FloorView[] = [];
  other.outside.subscribe(hb.FloorView, 'floor_view', qos.sensorIn, (m) => views.push(m));
  for (let k = 0; k < 60; k++) {
    it.graph.runFor(0.02);
    other.runFor(0.02);
  }
  other.shutdown();
  const last = views.at(-1)!;
  const own = (it.heard.floor_view as hb.FloorView[]).find(
    ({ header }) => fromStamp(header.stamp) === fromStamp(last.header.stamp),
  )!;
  const shoe = obstacleCells(own);
  expect(shoe.length).toBeGreaterThan(20);
  expect(shoe.filter((cell) => Math.abs(Number(cell.split(' ')[0]) - 50) < 20).length).toBeGreaterThan(20);
  const both = obstacleCells(last).filter((cell) => shoe.includes(cell));
  // The body leans a little otherwise: the other graph hears the gyro 0.02 s later.
  expect(both.length).toBeGreaterThan(0.9 * shoe.length);
  expect(it.faults).toEqual([]);
});

test('what simulation_interfaces sets down before it is seen from then on', async () => {
  const it = await simulation({ simulation: { camera: 'depth' }, presence: { camera_on: true } });
  it.home.control.place({ x: 2, y: 0.5, theta: Math.PI / 2 }); // between the shoe and the slipper
  const ahead = (): number => {
    it.count('floor_view');
    it.graph.runFor(1);
    const cells = obstacleCells(it.heard.floor_view.at(-1) as hb.FloorView).map((cell) => cell.split(' ').map(Number));
    return cells.filter(([x_cm, y_cm]) => x_cm > 25 && x_cm < 60 && Math.abs(y_cm) < 10).length;
  };
  expect(ahead()).toBe(0);
  const pose = { position: { x: 2, y: 0.9, z: 0 }, orientation: { x: 0, y: 0, z: 0, w: 1 } };
  const outcomes: unknown[] = [];
  it.graph.outside.client(sim.SpawnEntity_Service, 'simulation/spawn_entity').call(
    {
      name: 'new',
      uri: 'homebound://sock',
      initial_pose: { header: { stamp: { sec: 0, nanosec: 0 }, frame_id: '' }, pose },
    },
    (outcome) => outcomes.push(outcome),
  );
  expect(ahead()).toBeGreaterThan(10);
  expect(outcomes).toMatchObject([{ ok: true, value: { result: { result: 1 } } }]);
  expect(it.faults).toEqual([]);
});
