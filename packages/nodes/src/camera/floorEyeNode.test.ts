import { LocalGraph, type LogLevel, qos } from '@homebound/graph';
import { homebound_interfaces, sensor_msgs, tf2_msgs, toStamp } from '@homebound/messages';
import type { CameraModel } from '@homebound/robot';
import { floorKinds } from '@homebound/robot';
import { cameraFrames } from './cameraFrames.ts';
import { floorEyeNode } from './floorEyeNode.ts';
import { floorPoints } from './floorPoints.ts';
import { cameraInfo, imageMessage } from './imageTopics.ts';
import { depthEyeOptions } from './seenBody.ts';

const model: CameraModel = {
  ...{ width_px: 80, height_px: 60, fx_px: 52, fy_px: 52, cx_px: 39.5, cy_px: 29.5 },
  distortion: [0, 0, 0, 0, 0],
  mount: { x_m: 0.155, y_m: 0, z_m: 0.065, pitchDown_rad: 0.3 },
};

/** Depth of bare floor, by the ray of each row. */
function floor(): Float32Array {
  const { width_px, height_px, cy_px, fy_px, mount } = model;
  return Float32Array.from({ length: width_px * height_px }, (_, i) => {
    const v = Math.floor(i / width_px);
    const down = Math.sin(mount.pitchDown_rad) + ((v - cy_px) / fy_px) * Math.cos(mount.pitchDown_rad);
    const z = mount.z_m / down;
    return down > 0 && z < 1.5 ? z : Number.NaN;
  });
}

/** What the node says of some images, and what it warns of, on a robot whose driver publishes these frames. */
function seen(images: readonly Partial<sensor_msgs.Image>[], mount = model.mount, parameters = {}) {
  const said: string[] = [];
  const graph = new LocalGraph({ log: (_: LogLevel, __: string, text: string) => void said.push(text) });
  graph.add(floorEyeNode, parameters);
  const { outside } = graph;
  const views: homebound_interfaces.FloorView[] = [];
  outside.subscribe(homebound_interfaces.FloorView, 'floor_view', qos.sensorIn, (m) => views.push(m));
  const clouds: sensor_msgs.PointCloud2[] = [];
  outside.subscribe(sensor_msgs.PointCloud2, 'floor_points', qos.sensorIn, (m) => clouds.push(m));
  const frames = outside.publisher(tf2_msgs.TFMessage, 'tf_static', qos.latched);
  const info = outside.publisher(sensor_msgs.CameraInfo, 'camera/depth/camera_info', qos.sensorOut);
  const image = outside.publisher(sensor_msgs.Image, 'camera/depth/image_raw', qos.sensorOut);
  graph.runFor(0.1);
  frames.publish({ transforms: cameraFrames(0, { depth: { ...model, mount } }) });
  info.publish(cameraInfo('depth', 0, model));
  graph.runFor(0.1);
  for (const m of images) {
    image.publish(m);
    graph.runFor(0.1);
  }
  graph.shutdown();
  return { views, clouds, said };
}

const metres = imageMessage({ kind: 'depth', stamp_s: 0.5, data: floor() }, model);
test('the body and the noise are parameters: looks begin at its front, what is below its top is in the way', () => {
  const of = (parameters: object): homebound_interfaces.FloorView => seen([metres], model.mount, parameters).views[0];
  const [own, large] = [of({}), of({ robot_radius: 0.25 })];
  expect([own.origin_x, large.origin_x]).toEqual([0.17, 0.25].map(Math.fround));
  const { noise, limits } = depthEyeOptions({
    ...{ robot_radius: 0.2, robot_height: 0.3, depth_noise: 0.002, depth_noise_growth: 0.01 },
  });
  expect([noise, limits.overhang_m]).toEqual([{ base_m: 0.002, growth_pm: 0.01 }, 0.31]);
});

const millimetres: sensor_msgs.Image = {
  ...metres,
  encoding: '16UC1',
  step: 2 * model.width_px,
  data: new Uint8Array(Uint16Array.from(floor(), (z) => (Number.isNaN(z) ? 0 : Math.round(1000 * z))).buffer),
};

test.each([
  ['m', metres],
  ['mm', millimetres],
])('bare floor in %s is told as floor, with the stamp of the picture', (_, image) => {
  const { views, said } = seen([image]);
  expect(said).toEqual([]);
  expect(views).toHaveLength(1);
  expect(views[0].header.stamp).toEqual(toStamp(0.5));
  const count = (kind: (typeof floorKinds)[number]): number =>
    views[0].kinds.filter((held) => held === floorKinds.indexOf(kind)).length;
  expect(count('floor')).toBeGreaterThan(500);
  expect(count('obstacle') + count('drop') + count('thin') + count('overhang')).toBe(0);
});

test.each<[string, Partial<sensor_msgs.Image>, RegExp]>([
  ['another encoding', { ...metres, encoding: 'rgb8' }, /must be 32FC1 or 16UC1.*got rgb8/],
  ['big-endian', { ...metres, is_bigendian: 1 }, /little-endian/],
  ['cut off', { ...metres, data: metres.data.subarray(0, 100) }, /whole/],
  ['another size', { ...metres, width: 40, step: 160 }, /camera_info is of 80 x 60, the image of 40 x 60/],
  ['an unknown frame', { ...metres, header: { ...metres.header, frame_id: 'nowhere' } }, /Where the camera is/],
])('%s: nothing is told, and one warning says what to mend', (_, image, words) => {
  const { views, said } = seen([image, image]);
  expect([views, said.length]).toEqual([[], 1]);
  expect(said[0]).toMatch(words);
});

test('a camera that looks up or back is refused', () => {
  const { views, said } = seen([metres], { ...model.mount, pitchDown_rad: 2.5 });
  expect([views, said]).toEqual([[], ['The camera must look ahead, level from side to side: by tf it does not']]);
});

test('points say where each seen cell is and how high what stands there: floor at 0, a cord and a drop above it', () => {
  const kinds = Uint8Array.from(['unseen', 'floor', 'thin', 'obstacle', 'drop'], (kind) =>
    floorKinds.indexOf(kind as never),
  );
  const grid = { resolution_m: 0.01, width: 5, height: 1, originX_m: 0.2, originY_m: -0.1 };
  const heights_mm = Int16Array.of(0, 8, 3, 42, -70);
  const cloud = floorPoints({ kind: 'floor', stamp_s: 2, ...grid, kinds, heights_mm, things: [] }, 'base_link');
  expect([cloud.header.frame_id, cloud.width, cloud.row_step, cloud.data.length]).toEqual(['base_link', 4, 64, 64]);
  const words = new DataView(cloud.data.buffer);
  const at = (point: number, name: string): number => {
    const { offset, datatype } = cloud.fields.find((field) => field.name === name) ?? { offset: -1, datatype: -1 };
    const byte = point * cloud.point_step + offset;
    return datatype === sensor_msgs.PointField.FLOAT32 ? words.getFloat32(byte, true) : words.getUint8(byte);
  };
  const points = [0, 1, 2, 3].map((k) => ['x', 'y', 'z'].map((name) => Number(at(k, name).toFixed(4))));
  expect(points).toEqual([
    [0.215, -0.095, 0],
    [0.225, -0.095, 0.005],
    [0.235, -0.095, 0.042],
    [0.245, -0.095, 0.05],
  ]);
  expect([0, 1, 2, 3].map((k) => floorKinds[at(k, 'kind')])).toEqual(['floor', 'thin', 'obstacle', 'drop']);
});

test('points and view are of one moment and frame', () => {
  const { views, clouds } = seen([metres]);
  expect(clouds).toHaveLength(1);
  expect(clouds[0].header).toEqual(views[0].header);
});
