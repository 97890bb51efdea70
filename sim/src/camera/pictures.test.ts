import { createRng, tan } from '@homebound/math';
import type { CameraFrame, CameraModel } from '@homebound/robot';
import { initPhysics } from '../physics/planarWorld.ts';
import { createSimulator, type SimulatorOptions } from '../simulator.ts';
import { box, rectangle, roomWorld, walls, worldOf } from '../testWorlds.ts';
import type { Appearance, Shape, World } from '../world.ts';
import { cameraRigs, pinhole } from './cameraRig.ts';
import { CameraScene } from './cameraScene.ts';
import { ColorPicture } from './colorPicture.ts';
import { eyeOf } from './eye.ts';
import { Lens } from './lens.ts';
import { LampsHere } from './light.ts';
import { View } from './view.ts';

beforeAll(initPhysics);

const mount = { x_m: 0.15, y_m: 0, z_m: 0.07, pitchDown_rad: 0 };
const level = pinhole(160, 120, 1.3, mount);
const start = { x: 1, y: 2, theta: 0 };

/** The first frame after a while. */
function frameOf(
  world: World,
  options: Partial<SimulatorOptions>,
  at_s = 0.1,
): Extract<CameraFrame, { kind: 'color' }> {
  const simulator = createSimulator({ world, seed: 1, noise: 'none', ...options });
  simulator.body.camera?.open();
  simulator.body.poll(at_s);
  const frame = simulator.body.camera?.poll(at_s).at(-1);
  if (frame === undefined) throw new Error('no frame');
  return frame as Extract<CameraFrame, { kind: 'color' }>;
}

function painted(name: string, x: number, appearance: Appearance) {
  const solid = box(name, { x, y: 2, theta: 0 }, 0.02, 0.4, { z1_m: 0.3 });
  return { ...solid, shapes: solid.shapes.map((shape): Shape => ({ ...shape, appearance })) };
}

const colorAt = ({ data }: { data: Uint8Array }, p: number) => [...data.subarray(3 * p, 3 * p + 3)];
const middle = 60 * 160 + 80;

test('a display shows its very colour, with noise, in any light, whatever stands around', () => {
  const world = roomWorld(4, 4, start, [painted('display', 1.6, { color: [201, 37, 149], pattern: 'display' })]);
  for (const noise of ['none', 'realistic'] as const) {
    const frame = frameOf(world, { noise, camera: { rig: { color: level } } });
    for (let u = 60; u < 100; u++) expect(colorAt(frame, 60 * 160 + u)).toEqual([201, 37, 149]);
  }
});

test('red is red, and exposure brings a dark and a bright room to the same mean', () => {
  const world = roomWorld(4, 4, start, [painted('red', 1.6, { color: [200, 20, 20] })]);
  const meanAt = (power: number) => {
    const light = { ambient: power, lamps: [] };
    const frame = frameOf(world, { camera: { rig: { color: level }, light } }, 3);
    const [r, g, b] = colorAt(frame, middle);
    expect(r).toBeGreaterThan(3 * Math.max(g, b));
    return {
      mean: frame.data.reduce((sum, value) => sum + value, 0) / frame.data.length,
      exposure_s: frame.exposure_s,
    };
  };
  const [dim, bright] = [meanAt(0.2), meanAt(2)];
  expect(Math.abs(dim.mean - bright.mean)).toBeLessThan(10);
  expect(dim.exposure_s).toBeGreaterThan(1.2 * bright.exposure_s);
});

test('what moves past is smeared along its way, the more the nearer it is', () => {
  const bars: Appearance = { color: [230, 230, 230], pattern: 'stripes', color2: [20, 20, 20], repeat_m: 0.02 };
  const world = roomWorld(4, 4, start, [painted('bars', 1.65, bars)]);
  const scene = new CameraScene(world);
  const lamps = new LampsHere({ ambient: 0.3, lamps: [] });
  const view = new View(new Lens(level));
  view.render(scene, eyeOf(mount, start, { z_m: 0, pitch_rad: 0, roll_rad: 0 }));
  const contrast = (v: [number, number, number], w: [number, number, number], around = middle) => {
    const picture = new ColorPicture(view, scene, lamps, 0, createRng(1));
    const data = new Uint8Array(3 * 160 * 120);
    picture.expose({ v, w }, data);
    let sum = 0;
    for (let p = around - 20; p < around + 20; p++) sum += (data[3 * p] - data[3 * p - 3]) ** 2;
    return sum;
  };
  const still = contrast([0, 0, 0], [0, 0, 0]);
  expect(still).toBeGreaterThan(20_000);
  // A bar is 0.02 / 0.49 · 105 = 4 px wide. 2 rad/s for 10 ms: 2 px; 1.5 m/s to the side: 3 px
  expect(contrast([0, 0, 0], [0, 2, 0])).toBeLessThan(still);
  expect(contrast([1.5, 0, 0], [0, 0, 0])).toBeLessThan(contrast([0.5, 0, 0], [0, 0, 0]));
  const edges = (v: [number, number, number]) => contrast(v, [0, 0, 0]);
  expect(edges([3, 0, 0])).toBeLessThan(0.5 * still);
  // Up and down along the bars smears nothing of them.
  expect(edges([0, 1.5, 0])).toBe(still);
  // Ahead, what is aside goes outward: at 0.2 beside the middle 3 m/s and 10 ms are 0.2 · 3 / 0.49 · 0.01 · 105 = 1.3 px.
  expect(contrast([0, 0, 3], [0, 0, 0], middle + 21)).toBeLessThan(0.9 * contrast([0, 0, 0], [0, 0, 0], middle + 21));
});

test('noise has the size that light and reading give it', () => {
  const world = roomWorld(4, 4, start, [painted('grey', 1.4, { color: [188, 188, 188] })]);
  const light = { ambient: 0.2, lamps: [] };
  const frame = frameOf(world, { noise: 'realistic', camera: { rig: { color: level }, light } }, 2);
  const values = Array.from(
    { length: 400 },
    (_, k) => frame.data[3 * (middle - 1610 + 160 * Math.floor(k / 20) + (k % 20))],
  );
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / values.length);
  expect(deviation).toBeGreaterThan(0.5);
  expect(deviation).toBeLessThan(8);
});

test('on a threshold the nose is up, and the horizon sinks in the picture', () => {
  const sill = { name: 'sill', outline: rectangle(1.1, 0, 1.3, 4), height_m: 0.015, surface: 'hard' as const };
  /** The lowest row in which the wall ahead is seen. */
  const wallAt = (world: World) => {
    const simulator = createSimulator({ world, seed: 1, noise: 'none', camera: { rig: { depth: level } } });
    simulator.body.camera?.open();
    simulator.body.poll(0.1);
    const { names = [], labels = [] } = simulator.cameraTruth() ?? {};
    return Array.from({ length: 120 }, (_, row) => names[labels[160 * row + 80]]).lastIndexOf('wallEast');
  };
  const flat = wallAt(worldOf(walls(5, 4), [], start));
  const raised = wallAt(worldOf(walls(5, 4), [sill], start));
  // The caster, 0.125 m ahead, stands 15 mm higher: 0.12 rad, 105 px to the rad.
  expect(raised - flat).toBeGreaterThan(8);
  expect(raised - flat).toBeLessThan(18);
});

test("the laser's line lies where triangulation has it, on the floor and on what stands on it", () => {
  const camera = { ...cameraRigs.laser.laser } as CameraModel & { fan: { z_m: number; pitchDown_rad: number } };
  const { fan, mount: eye, fy_px, cy_px, width_px } = camera;
  /** How bright the line is in a column, and its middle row. */
  const lineAt = (world: World, column = width_px / 2) => {
    const frame = frameOf(world, { camera: { rig: { laser: camera } } });
    let [sum, rows] = [0, 0];
    for (let row = 0; row < camera.height_px; row++) {
      const value = Math.max(0, frame.data[row * width_px + column] - 12);
      sum += value;
      rows += value * row;
    }
    return { sum, row: rows / sum };
  };
  const rowOf = (world: World, column?: number): number => {
    const { sum, row } = lineAt(world, column);
    expect(sum).toBeGreaterThan(20);
    return row;
  };
  /** Row of a point ahead at a height: the angle below level, less what the camera is turned down. */
  const expected = (ahead_m: number, height_m: number): number => {
    const below = (eye.z_m - height_m) / ahead_m;
    const down = Math.tan(Math.atan(below) - eye.pitchDown_rad);
    return cy_px + fy_px * down;
  };
  const bare = roomWorld(6, 4, start);
  expect(rowOf(bare)).toBeCloseTo(expected(fan.z_m / tan(fan.pitchDown_rad), 0), 0);
  const standing = roomWorld(6, 4, start, [
    box('box', { x: 1 + 0.155 + 0.3, y: 2, theta: 0 }, 0.1, 0.3, { z1_m: 0.1 }),
  ]);
  const lit_m = fan.z_m - 0.25 * tan(fan.pitchDown_rad);
  const onBox = expected(0.25, lit_m);
  expect(rowOf(standing)).toBeCloseTo(onBox, 0);
  // From 0.05 m to the left on: its edge stands in the column of 0.05 m beside what is 0.25 m ahead.
  const aside = roomWorld(6, 4, start, [
    box('box', { x: 1 + 0.155 + 0.3, y: 2.15, theta: 0 }, 0.1, 0.2, { z1_m: 0.1 }),
  ]);
  const far_m = 0.25 * Math.cos(eye.pitchDown_rad) + (eye.z_m - lit_m) * Math.sin(eye.pitchDown_rad);
  const edge = Math.round(camera.cx_px - (camera.fx_px * 0.05) / far_m);
  expect(rowOf(aside, edge - 3)).toBeCloseTo(onBox, 0);
  // Its side, 0.1 m deep, takes up 0.05 / 0.35 of what is less far: 24 columns.
  expect(rowOf(aside, edge + 32)).toBeCloseTo(expected(fan.z_m / tan(fan.pitchDown_rad), 0), 0);
  // Behind a board that the fan passes over at 0.3 m, 39 mm high, and the camera's view of the floor, 16 mm high, does not: the line is hidden.
  const board = box('board', { x: 1 + 0.155 + 0.31, y: 2, theta: 0 }, 0.02, 0.4, { z1_m: 0.034 });
  expect(lineAt(roomWorld(6, 4, start, [board])).sum).toBeLessThan(5);
});

test('depth: black, mirror and what is grazed are missing, glass now and then; deviation grows with the square of the way', () => {
  const panel = (kind: 'matte' | 'black' | 'glass' | 'mirror', reflectivity: number, x = 2.2) =>
    roomWorld(6, 4, start, [
      box('panel', { x, y: 2, theta: 0 }, 0.02, 1, { z1_m: 0.5, material: { kind, reflectivity } }),
    ]);
  const { y_m } = mount;
  const frameAt = (world: World) =>
    frameOf(world, { noise: 'realistic', camera: { rig: { depth: { ...level, mount: { ...mount, y_m } } } } }).data;
  const inside = (data: ArrayLike<number>) =>
    Array.from({ length: 600 }, (_, k) => data[(40 + Math.floor(k / 40)) * 160 + 60 + (k % 40)]);
  const missing = (world: World) => inside(frameAt(world)).filter(Number.isNaN).length / 600;
  expect(missing(panel('matte', 0.8))).toBeLessThan(0.02);
  expect(missing(panel('black', 0.02))).toBeGreaterThan(0.3);
  expect(missing(panel('mirror', 0.9, 1.4))).toBe(1);
  const glass = missing(panel('glass', 0.1));
  expect(glass).toBeGreaterThan(0.2);
  expect(glass).toBeLessThan(0.6);
  const deviation = (x: number) => {
    const values = inside(frameAt(panel('matte', 0.8, x))).filter((value) => !Number.isNaN(value));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / values.length);
  };
  // Sides at 1.66 and 2.66 m: 0.5 and 1.5 m before the camera. 0.6 mm + 6 mm/m² z², 30 % of it lasting: times 1.04
  expect(deviation(1.66)).toBeCloseTo(1.044 * (0.0006 + 0.006 * 0.25), 3);
  expect(deviation(2.66) / deviation(1.66)).toBeGreaterThan(4);
});

test('a glossy floor shows what stands on it upside down, and its depth is now and then that of the image', () => {
  // Red from 0.44 m before the camera, 0.1 m high: its image ends where a ray meets the floor that would meet z = -0.1 there.
  const low = { ...painted('red', 1.6, { color: [220, 20, 20] }) };
  const red = { ...low, shapes: low.shapes.map((shape): Shape => ({ ...shape, z1_m: 0.1 })) };
  const redness = (gloss: number) => {
    const world = {
      ...roomWorld(4, 4, start, [red]),
      floorAppearance: { color: [150, 150, 150], gloss } as Appearance,
    };
    const frame = frameOf(world, { camera: { rig: { color: level } } });
    // Slope 0.3: the ray meets the floor at 0.23 m, and z = -0.062 at 0.44 m.
    const [r, g] = colorAt(frame, Math.round(level.cy_px + 0.3 * level.fy_px) * 160 + 80);
    return r - g;
  };
  expect(Math.abs(redness(0))).toBeLessThan(20);
  expect(redness(0.2)).toBeGreaterThan(10 + redness(0));
  const belowFloor = (gloss: number) => {
    const world = {
      ...roomWorld(4, 4, start, [red]),
      floorAppearance: { color: [150, 150, 150], gloss } as Appearance,
    };
    const { data } = frameOf(world, { noise: 'realistic', camera: { rig: { depth: level } } });
    let count = 0;
    for (let row = 85; row < 95; row++)
      for (let column = 60; column < 100; column++) {
        const height_m = mount.z_m - (data[row * 160 + column] * (row - level.cy_px)) / level.fy_px;
        if (height_m < -0.02) count++;
      }
    return count / 400;
  };
  expect(belowFloor(0)).toBe(0);
  expect(belowFloor(0.2)).toBeCloseTo(0.2, 1);
});

test('a pattern goes with what it is on', () => {
  const bars: Appearance = { color: [230, 230, 230], pattern: 'checker', color2: [20, 20, 20], repeat_m: 0.03 };
  const light = { ambient: 0.3, lamps: [] };
  const seen = (dx: number, dy: number, theta: number) => {
    const [x, y] = [2 + dx, 2 + dy];
    const [c, s] = [Math.cos(theta), Math.sin(theta)];
    const panel = { ...painted('panel', 0, bars), T_world_solid: { x: x + 0.6 * c, y: y + 0.6 * s, theta } };
    const frame = frameOf(worldOf([...walls(6, 6), panel], [], { x, y, theta }), {
      camera: { rig: { color: level }, light },
    });
    return Array.from({ length: 30 }, (_, k) => colorAt(frame, middle - 15 + k)[0]);
  };
  const here = seen(0, 0, 0);
  expect(Math.max(...here) - Math.min(...here)).toBeGreaterThan(80);
  const there = seen(0.37, -0.21, 0.7);
  // The walls that meter the light are elsewhere, so the same place may be a shade brighter.
  here.forEach((value, k) => {
    expect(Math.abs(there[k] - value)).toBeLessThan(25);
  });
});

test('what hangs is seen from below', () => {
  const board = box('board', { x: 2, y: 2, theta: 0 }, 1, 1, { z0_m: 0.3, z1_m: 0.32 });
  const up = { ...level, mount: { ...mount, pitchDown_rad: -0.5 } };
  const { data } = frameOf(roomWorld(5, 4, start, [board]), { camera: { rig: { depth: up } } });
  // 0.23 m over the camera; at the middle the view goes up by sin 0.5
  expect(data[60 * 160 + 80]).toBeCloseTo(0.23 / (Math.sin(0.5) - (0.5 / level.fy_px) * Math.cos(0.5)), 3);
});
