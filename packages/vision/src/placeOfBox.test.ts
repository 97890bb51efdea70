import { atan2, cos, createRng, hypot, sin } from '@homebound/math';
import { type FloorRecord, floorKinds } from '@homebound/robot';
import { DepthEye } from './depthEye.ts';
import type { Detection } from './detector.ts';
import { projectInto } from './pixelRays.ts';
import { BoxPlacer, geometryOf } from './placeOfBox.ts';
import { renderDepth, type TestThing, testCamera } from './testScene.ts';

const level = { pitch_rad: 0, roll_rad: 0 };
const origin = { x: 0, y: 0, theta: 0 };
const empty = { things: [] };
const { x_m: mountX, z_m: mountZ } = testCamera.mount;

/** The box around the pixels that a thing changes. */
function boxOf(thing: TestThing, tilt = level, model = testCamera): Detection | undefined {
  const [bare, seen] = [empty, { things: [thing] }].map((scene) => renderDepth(scene, origin, { tilt, model }));
  let [left, top, right, bottom] = [Infinity, Infinity, -1, -1];
  for (let i = 0; i < bare.length; i++) {
    if (Object.is(bare[i], seen[i])) continue;
    const [u, v] = [i % model.width_px, Math.floor(i / model.width_px)];
    [left, top, right, bottom] = [Math.min(left, u), Math.min(top, v), Math.max(right, u), Math.max(bottom, v)];
  }
  if (right < 0) return undefined;
  return { label: 'bottle', score: 0.9, left_px: left, top_px: top, right_px: right + 1, bottom_px: bottom + 1 };
}

const curved = { ...testCamera, distortion: [-0.12, 0.03, 0.001, -0.001, 0] as const };
test.each([
  ['level', 1, level, testCamera],
  ['nose up, leaning', 2, { pitch_rad: -0.04, roll_rad: 0.03 }, testCamera],
  ['nose down', 3, { pitch_rad: 0.05, roll_rad: 0 }, testCamera],
  ['through a lens that bends', 4, level, curved],
] as const)('cylinders are found where they were put: %s, seed %i', (_, seed, tilt, model) => {
  const rng = createRng(seed);
  const placer = new BoxPlacer(model);
  let worst = 0;
  let count = 0;
  for (let n = 0; n < 40; n++) {
    const [away, azimuth, radius] = [0.35 + rng.uniform(), (rng.uniform() - 0.5) * 0.7, 0.02 + 0.03 * rng.uniform()];
    const [x, y] = [mountX + away * cos(azimuth), away * sin(azimuth)];
    const box = boxOf({ shape: 'cylinder', x, y, radius, sizeZ: 0.06 + 0.1 * rng.uniform() }, tilt, model);
    if (box === undefined || box.top_px === 0 || box.bottom_px >= 119) continue;
    const thing = placer.place(box, tilt)!;
    // The foot is where it is nearest.
    const [footX, footY] = [x - radius * cos(azimuth), y - radius * sin(azimuth)];
    worst = Math.max(worst, hypot(thing.x_m - footX, thing.y_m - footY) / thing.deviation_m);
    expect(Math.abs(thing.radius_m - radius)).toBeLessThan(0.15 * radius + away / 104);
    count++;
  }
  expect(count).toBeGreaterThan(10);
  // Three standard deviations; its edges are true to a pixel.
  expect(worst).toBeLessThan(3);
});

test.each([
  ['level', level],
  ['leaning', { pitch_rad: 0.08, roll_rad: -0.1 }],
])('a foot between pixels is where its projection says, to half a millimetre: %s', (_, tilt) => {
  const placer = new BoxPlacer(curved);
  const at = new Float64Array(3);
  let count = 0;
  for (let x = 0.4; x < 1; x += 0.05)
    for (let y = -0.2; y < 0.21; y += 0.05) {
      // From the floor's axes to the body's: roll back about x, then pitch back about y.
      const [cr, sr, cp, sp] = [cos(tilt.roll_rad), sin(tilt.roll_rad), cos(tilt.pitch_rad), sin(tilt.pitch_rad)];
      const [side, up] = [cr * y, -sr * y];
      expect(projectInto(at, curved, cp * x - sp * up, side, sp * x + cp * up)).toBe(true);
      const [u, v] = [at[0] + 0.5, at[1] + 0.5];
      if (u < 8 || u > 152 || v < 8 || v > 112) continue;
      const box = { label: 'box', score: 1, left_px: u - 7, right_px: u + 7, top_px: v - 6, bottom_px: v };
      const thing = placer.place(box, tilt)!;
      expect(hypot(thing.x_m - x, thing.y_m - y)).toBeLessThan(0.0005 * (1 + 4 * x * x));
      count++;
    }
  expect(count).toBeGreaterThan(50);
});

test('height, and uncertainty that grows with the square of the way', () => {
  const placer = new BoxPlacer(testCamera);
  const at = (x: number) => {
    const box = boxOf({ shape: 'cylinder', x, y: 0, radius: 0.03, sizeZ: 0.07 })!;
    return placer.place(box, level)!;
  };
  for (const x of [0.6, 0.9, 1.3]) expect(Math.abs(at(x).height_m - 0.07)).toBeLessThan((x - mountX) / 60);
  // σ = d² / (h f) a pixel: at 0.4 m 0.4² / (0.065 · 104) = 24 mm, at 1.1 m 179 mm.
  expect(at(0.585).deviation_m).toBeGreaterThan(0.4 ** 2 / (mountZ * 104));
  expect(at(1.285).deviation_m / at(0.585).deviation_m).toBeGreaterThan(5);
});

test('what has no foot on the floor is nowhere; one below the picture is near, and uncertain', () => {
  const placer = new BoxPlacer(testCamera);
  const box = { label: 'person', score: 0.9, left_px: 60, right_px: 100, top_px: 0 };
  // The horizon lies f · tan 0.3 = 32 px above the middle.
  expect(placer.place({ ...box, bottom_px: 26 }, level)).toBeUndefined();
  const cut = placer.place({ ...box, bottom_px: 120 }, level)!;
  const angle = 0.3 + atan2(59.5, 104.3);
  expect(cut.x_m - mountX).toBeCloseTo((mountZ * cos(angle)) / sin(angle), 3);
  expect(cut.deviation_m).toBeGreaterThanOrEqual((cut.x_m - mountX) / 2);
});

describe('geometry', () => {
  const placer = new BoxPlacer(testCamera);
  const view = (things: readonly TestThing[]): FloorRecord =>
    new DepthEye(testCamera).look(renderDepth({ things }, origin), 0, level)!;
  const thing: TestThing = { shape: 'cylinder', x: 0.55, y: 0.05, radius: 0.04, sizeZ: 0.08 };
  const seen = placer.place(boxOf(thing)!, level)!;

  test('speaks for what stands, against a picture on a bare floor, and of what it has not seen not at all', () => {
    expect(geometryOf(seen, view([thing]))).toBe('standing');
    expect(geometryOf(seen, view([]))).toBe('flat');
    expect(geometryOf({ ...seen, x_m: 2.5 }, view([thing]))).toBe('unseen');
    const blind = view([]);
    blind.kinds.fill(floorKinds.indexOf('unseen'));
    expect(geometryOf(seen, blind)).toBe('unseen');
  });
});
