import { cos, sin } from '@homebound/math';
import type { CameraFrame, CameraModel } from '@homebound/robot';
import { FloorField } from '../floor/floorField.ts';
import { RayScene } from '../lidar/rayScene.ts';
import { initPhysics } from '../physics/planarWorld.ts';
import { scene } from '../scenes/scenes.ts';
import { createSimulator, type SimulatorOptions } from '../simulator.ts';
import { box, cylinder, rectangle, roomWorld, walls, worldOf } from '../testWorlds.ts';
import type { FloorPatch, World } from '../world.ts';
import { cameraRigs, pinhole } from './cameraRig.ts';

beforeAll(initPhysics);

const mount = { x_m: 0.15, y_m: 0, z_m: 0.07, pitchDown_rad: 0 };
const level = pinhole(160, 120, 1.3, mount);

/** The frames of the next tenth of a second. */
function look(world: World, options: Partial<SimulatorOptions> = {}) {
  const simulator = createSimulator({ world, seed: 1, noise: 'none', camera: { rig: { depth: level } }, ...options });
  const { camera } = simulator.body;
  if (camera === undefined) throw new Error('no camera');
  camera.open();
  simulator.body.poll(0.1);
  const frames = camera.poll(0.1);
  const frameOf = <K extends CameraFrame['kind']>(kind: K): Extract<CameraFrame, { kind: K }> => {
    const found = frames.find((frame) => frame.kind === kind);
    if (found === undefined) throw new Error(`no ${kind}`);
    return found as Extract<CameraFrame, { kind: K }>;
  };
  return { simulator, camera, frames, frameOf };
}

const pixelOf = ({ fx_px, fy_px, cx_px, cy_px, width_px }: CameraModel, x: number, y: number): number =>
  Math.round(fy_px * y + cy_px) * width_px + Math.round(fx_px * x + cx_px);

test('a box 0.5 m ahead is where it should be, to the pixel', () => {
  // Its face stands 1 - 0.35 - 0.15 = 0.5 m before the camera, from 0.1 m left to 0.1 m right, up to 0.1 m: 0.03 m over the camera.
  const world = roomWorld(4, 4, { x: 1, y: 2, theta: 0 }, [
    box('box', { x: 1.75, y: 2, theta: 0 }, 0.2, 0.2, { z1_m: 0.1 }),
  ]);
  const { frameOf, simulator } = look(world);
  const { data } = frameOf('depth');
  const truth = simulator.cameraTruth();
  const at = (x: number, y: number) => pixelOf(level, x, y);
  expect(data[at(0, 0)]).toBeCloseTo(0.5, 6);
  for (const [x, y] of [
    [0.19, 0],
    [-0.19, 0],
    [0, -0.05],
    [0, 0.13],
  ])
    expect(truth?.names[truth.labels[at(x, y)]]).toBe('box');
  // 0.22 is 0.11 m to the side; -0.08 is 0.04 m up: the wall, 4 - 1.15 m away, is too far
  expect(data[at(0.22, 0)]).toBe(Number.POSITIVE_INFINITY);
  expect(data[at(0, -0.08)]).toBe(Number.POSITIVE_INFINITY);
  expect(truth?.depth_m[at(0.22, 0)]).toBeCloseTo(2.85, 6);
  // The floor at a slope of 0.25: 0.07 / 0.25 m away
  const row = Math.round(level.fy_px * 0.25 + level.cy_px);
  expect(data[at(0, 0.25)]).toBeCloseTo((0.07 * level.fy_px) / (row - level.cy_px), 6);
});

const clutteredRoom = () =>
  worldOf(
    [
      ...walls(5, 5),
      box('box', { x: 2.6, y: 2.2, theta: 0.4 }, 0.3, 0.2, { z1_m: 0.3 }),
      box('low', { x: 2.2, y: 1.8, theta: -0.7 }, 0.2, 0.1, { z1_m: 0.05 }),
      cylinder('post', { x: 2.3, y: 2.5, theta: 0 }, 0.04),
      cylinder('foot', { x: 3.2, y: 1.4, theta: 0 }, 0.15, { z1_m: 0.03 }),
      { ...box('pushed', { x: 2.9, y: 1.9, theta: 1.1 }, 0.1, 0.25, { z1_m: 0.2 }), mobility: 'movable' as const },
    ],
    [],
    { x: 1.5, y: 2, theta: 0.1 },
  );

test.each([
  ['level', 0],
  ['turned down by 0.3 rad', 0.3],
])('depth is what a ray of the lidar scene meets, to a millimetre, %s', (_, pitchDown_rad) => {
  const world = clutteredRoom();
  const model = { ...level, mount: { ...mount, y_m: 0.03, pitchDown_rad } };
  const { frameOf, simulator } = look(world, {
    camera: { rig: { depth: model }, depth: { farthest_m: 10, nearest_m: 0 } },
  });
  const { data } = frameOf('depth');
  const labels = simulator.cameraTruth()?.labels ?? new Uint16Array();
  // Pixels that an edge crosses see two faces. On one face inverse depth is linear.
  const bends = (p: number, d: number) => Math.abs(1 - (0.5 * data[p]) / data[p - d] - (0.5 * data[p]) / data[p + d]);
  const isInside = (p: number) =>
    [-161, -160, -159, -1, 1, 159, 160, 161].every((d) => labels[p + d] === labels[p]) &&
    bends(p, 1) + bends(p, 160) < 5e-4;
  const floor = new FloorField(world, 0);
  // As high as the camera, so that nothing counts as level: its plane is elsewhere.
  const rays = new RayScene(world, floor, new Float64Array(), 0.5);
  const moved = world.solids.find(({ name }) => name === 'pushed');
  if (moved === undefined) throw new Error('no movable');
  rays.update(new Map([['pushed', { solid: moved, T_world_solid: moved.T_world_solid }]]), 1);
  const { x, y, theta } = world.T_world_start;
  const [c, s] = [cos(theta), sin(theta)];
  const [ox, oy] = [x + c * 0.15 - s * 0.03, y + s * 0.15 + c * 0.03];
  let compared = 0;
  let apart = 0;
  for (let v = 1; v < 119; v += 2)
    for (let u = 1; u < 159; u += 2) {
      if (!isInside(v * 160 + u)) continue;
      const a = (u - model.cx_px) / model.fx_px;
      const b = (v - model.cy_px) / model.fy_px;
      const forward = cos(pitchDown_rad) - b * sin(pitchDown_rad);
      const up = -sin(pitchDown_rad) - b * cos(pitchDown_rad);
      const [dx, dy] = [c * forward + s * a, s * forward - c * a];
      const across = Math.sqrt(dx * dx + dy * dy);
      // The lidar's scene ends at 0.7 m.
      const slope = up / across;
      const hit = rays.cast(ox, oy, dx / across, dy / across, 0, 8, mount.z_m, slope);
      if (hit.material === undefined || mount.z_m + slope * hit.range_m > 0.69) continue;
      const z = data[v * 160 + u];
      compared++;
      // Tops are none of the lidar's scene: rays pass through them to the wall behind.
      const height_m = mount.z_m + up * z;
      const isTop = [0.05, 0.03].some((top) => Math.abs(height_m - top) < 1e-6);
      if (Math.abs(hit.range_m / across - z) > 0.001 && !isTop) apart++;
    }
  expect(compared).toBeGreaterThan(1500);
  expect(apart).toBe(0);
});

test('what reaches past the camera is cut where the view begins: a wall beside it, a box 0.1 m before it', () => {
  // Walls 0.1 m to the left and 0.2 m to the right of the camera, from 0.2 m behind it on; a box of 0.05 m before it.
  const world = worldOf(
    [
      box('left', { x: 3.3, y: 2.15, theta: 0 }, 4, 0.1, { z1_m: 1 }),
      box('right', { x: 3.3, y: 1.75, theta: 0 }, 4, 0.1, { z1_m: 1 }),
      box('near', { x: 1.65, y: 2, theta: 0 }, 0.1, 0.06, { z1_m: 0.05 }),
    ],
    [],
    { x: 1, y: 2, theta: 0 },
  );
  // On a pole before the body, which does not fit between them.
  const model = { ...level, mount: { ...mount, x_m: 0.5 } };
  const { frameOf } = look(world, { camera: { rig: { depth: model }, depth: { nearest_m: 0 } } });
  const { data } = frameOf('depth');
  const [x, y] = [(v: number) => (v - level.cx_px) / level.fx_px, (v: number) => (v - level.cy_px) / level.fy_px];
  for (const u of [0, 20, 40]) expect(data[60 * 160 + u]).toBeCloseTo(-0.1 / x(u), 5);
  for (const u of [159, 140, 120]) expect(data[60 * 160 + u]).toBeCloseTo(0.2 / x(u), 5);
  // The box's top is 0.02 m under the camera from 0.1 to 0.2 m; its front, 0.1 m ahead, comes into view under a slope of 0.2.
  expect(data[82 * 160 + 80]).toBeCloseTo(0.1, 5);
  expect(data[75 * 160 + 80]).toBeCloseTo(0.02 / y(75), 5);
});

test('a camera that sits askew tells the rig that it should have, and sees as it sits', () => {
  const world = roomWorld(4, 4, { x: 1, y: 2, theta: 0 });
  const told = { ...level, mount: { ...mount, pitchDown_rad: 0.3 } };
  const mountError = { pitch_rad: 0.02, roll_rad: 0.03, height_m: 0.004 };
  const { camera, frameOf } = look(world, { camera: { rig: { depth: told }, mountError } });
  expect(camera.rig.depth?.mount).toEqual(told.mount);
  const { data } = frameOf('depth');
  for (const [u, v] of [
    [5, 85],
    [80, 70],
    [155, 85],
  ]) {
    const [right, down] = [(u - told.cx_px) / told.fx_px, (v - told.cy_px) / told.fy_px];
    // Left side up: what is seen to the right lies lower.
    const sinks = right * Math.sin(0.03) + Math.cos(0.03) * (Math.sin(0.32) + down * Math.cos(0.32));
    expect(data[v * 160 + u]).toBeCloseTo(0.074 / sinks, 5);
  }
});

test('floor has heights: a threshold, a rug over it, and a hole that is seen into', () => {
  const world = worldOf(
    walls(5, 4),
    [
      { name: 'sill', outline: rectangle(1.9, 0, 2, 4), height_m: 0.02, surface: 'hard' },
      { name: 'rug', outline: rectangle(1.95, 1.5, 2.5, 2.5), height_m: 0.01, surface: 'lowPile' },
      { name: 'hole', outline: rectangle(2.6, 0, 5, 4), height_m: -0.18, surface: 'hard' },
    ],
    { x: 1.5, y: 2, theta: 0 },
  );
  const down = { ...level, mount: { ...mount, z_m: 0.3, pitchDown_rad: 0.3 } };
  const { frameOf, simulator } = look(world, { camera: { rig: { depth: down }, depth: { farthest_m: 10 } } });
  const truth = simulator.cameraTruth();
  const { data } = frameOf('depth');
  const seen = new Map<string, number[]>();
  for (let v = 0; v < 120; v++) {
    const p = v * 160 + 80;
    const b = (v - down.cy_px) / down.fy_px;
    const height_m = 0.3 - data[p] * (Math.sin(0.3) + b * Math.cos(0.3));
    const name = truth?.names[truth.labels[p]] ?? '';
    seen.set(name, [...(seen.get(name) ?? []), height_m]);
  }
  const median = (name: string) =>
    (seen.get(name) ?? []).sort((a, b) => a - b)[Math.floor((seen.get(name)?.length ?? 0) / 2)];
  expect(median('')).toBeCloseTo(0, 5);
  expect(median('sill')).toBeCloseTo(0.02, 5);
  expect(median('rug')).toBeCloseTo(0.01, 5);
  expect(median('hole')).toBeCloseTo(-0.18, 5);
});

test.each(['static', 'movable'] as const)('what is low and lies on a rug is not drowned in it (%s)', (mobility) => {
  const plate = box('plate', { x: 2.2, y: 2, theta: 0 }, 0.2, 0.6, { z1_m: 0.006, mobility });
  const rug = { name: 'rug', outline: rectangle(1.9, 1, 2.6, 3), height_m: 0.01, surface: 'lowPile' } as const;
  const down = { ...level, mount: { ...mount, z_m: 0.3, pitchDown_rad: 0.3 } };
  const heightOf = (floor: readonly FloorPatch[]) => {
    const world = worldOf([...walls(5, 4), plate], floor, { x: 1.5, y: 2, theta: 0 });
    const { frameOf, simulator } = look(world, { camera: { rig: { depth: down }, depth: { farthest_m: 10 } } });
    const truth = simulator.cameraTruth();
    const { data } = frameOf('depth');
    let highest_m = 0;
    for (let v = 0; v < 120; v++) {
      const p = v * 160 + 80;
      if (truth?.names[truth.labels[p]] !== 'plate') continue;
      const b = (v - down.cy_px) / down.fy_px;
      highest_m = Math.max(highest_m, 0.3 - data[p] * (Math.sin(0.3) + b * Math.cos(0.3)));
    }
    return highest_m;
  };
  expect(heightOf([])).toBeCloseTo(0.006, 5);
  expect(heightOf([rug])).toBeCloseTo(0.016, 5);
});

test('same seed, same bits; another seed, other noise', () => {
  const bytes = (seed: number) => {
    const world = scene('S7');
    if (world === undefined) throw new Error('no S7');
    const rig = { ...cameraRigs.rgbd, ...cameraRigs.laser };
    const { frames } = look(world, { seed, noise: 'realistic', camera: { rig } });
    return frames.map(({ data }) => Buffer.from(data.buffer.slice(0)).toString('base64'));
  };
  expect(bytes(4)).toEqual(bytes(4));
  const [a, b] = [bytes(4), bytes(5)];
  expect(a).toHaveLength(3);
  a.forEach((text, k) => {
    expect(text).not.toBe(b[k]);
  });
});

test('it gives pictures while it is open, 10 a second, and none else', () => {
  const simulator = createSimulator({ world: roomWorld(3, 3, { x: 1, y: 1, theta: 0 }), seed: 1, camera: 'depth' });
  const { body } = simulator;
  const { camera } = body;
  body.poll(0.5);
  expect(camera?.isOpen).toBe(false);
  expect(camera?.poll(0.5)).toEqual([]);
  camera?.open();
  body.poll(1);
  expect(camera?.poll(1).map(({ stamp_s }) => stamp_s.toFixed(2))).toEqual(['0.60', '0.70', '0.80', '0.90', '1.00']);
  body.poll(1.25);
  camera?.close();
  expect(camera?.poll(1.25)).toEqual([]);
  body.poll(2);
  expect(camera?.poll(2)).toEqual([]);
});

test('a camera that is not asked for is not there, and changes no bit of the rest', () => {
  const run = (camera: SimulatorOptions['camera']) => {
    const world = scene('S7');
    if (world === undefined) throw new Error('no S7');
    const simulator = createSimulator({ world, seed: 3, camera });
    simulator.body.camera?.open();
    simulator.body.drive({ v_mps: -0.2, w_radps: 0.5 });
    return JSON.stringify([simulator.body.poll(2), simulator.truth()]);
  };
  expect(createSimulator({ world: roomWorld(3, 3, { x: 1, y: 1, theta: 0 }), seed: 1 }).body.camera).toBeUndefined();
  expect(run('rgbd')).toBe(run('none'));
});

test('faults: frozen, silent, dark, dropping, shut', () => {
  const world = roomWorld(3, 3, { x: 1, y: 1, theta: 0 });
  const simulator = createSimulator({ world, seed: 1, camera: 'rgbd' });
  const { body, control } = simulator;
  const { camera } = body;
  control.breakCamera('shut');
  expect(() => camera?.open()).toThrow('does not open');
  expect(camera?.isOpen).toBe(false);
  control.breakCamera();
  camera?.open();
  const framesUntil = (now_s: number) => {
    body.drive({ v_mps: 0.2, w_radps: 0.5 });
    body.poll(now_s);
    return (camera?.poll(now_s) ?? []).map((frame) => ({ ...frame, data: [...frame.data] }));
  };
  const [color] = framesUntil(0.1);
  control.breakCamera('frozen');
  // Polled in between, as a node does
  for (const now_s of [0.12, 0.14, 0.16, 0.18]) expect(framesUntil(now_s)).toEqual([]);
  const [same] = framesUntil(0.2);
  expect(same.stamp_s).toBeCloseTo(0.2);
  expect(same.data).toEqual(color.data);
  control.breakCamera();
  expect(framesUntil(0.3)[0].data).not.toEqual(color.data);
  control.breakCamera('silent');
  expect(framesUntil(1)).toEqual([]);
  control.breakCamera('dropping');
  const kept = [2, 3, 4, 5, 6].flatMap(framesUntil).length / 2;
  // 70 % of 50
  expect(kept).toBeGreaterThan(25);
  expect(kept).toBeLessThan(45);
  control.breakCamera('dark');
  const [dark, depth] = framesUntil(6.1);
  expect(Math.max(...dark.data)).toBeLessThan(40);
  expect(depth.data.filter((value) => value > 0.1 && value < 2).length).toBeGreaterThan(5000);
});

test('what comes, goes and moves is drawn where it is, and leaves nothing behind', () => {
  const world = roomWorld(4, 4, { x: 1, y: 2, theta: 0 });
  const simulator = createSimulator({ world, seed: 1, noise: 'none', camera: { rig: { depth: level } } });
  const { body, control } = simulator;
  body.camera?.open();
  let now_s = 0;
  const ahead = (): [number, string | undefined] => {
    now_s += 0.1;
    body.poll(now_s);
    const frame = body.camera?.poll(now_s).at(-1);
    const truth = simulator.cameraTruth();
    if (frame?.kind !== 'depth' || truth === undefined) throw new Error('no depth');
    return [frame.data[60 * 160 + 80], truth.names[truth.labels[60 * 160 + 80]]];
  };
  expect(ahead()[1]).toBe('wallEast');
  control.addSolid(box('crate', { x: 1.8, y: 2, theta: 0 }, 0.2, 0.2, { z1_m: 0.3 }));
  // 1.8 - 0.1 - 1.15
  expect(ahead()).toEqual([expect.closeTo(0.55, 5), 'crate']);
  control.moveSolid('crate', { x: 1.6, y: 2, theta: Math.PI / 4 });
  // A corner points here: half a diagonal of 0.2 m, and the pixel's ray passes it at most 2 mm away
  expect(ahead()[0]).toBeCloseTo(1.6 - 0.1 * Math.SQRT2 - 1.15, 2);
  control.removeSolid('crate');
  expect(ahead()[1]).toBe('wallEast');
});
