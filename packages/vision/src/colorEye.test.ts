import { driveArc, type SE2 } from '@homebound/math';
import { type FloorKind, type FloorRecord, floorKinds } from '@homebound/robot';
import { ColorEye } from './colorEye.ts';
import { PictureRing } from './pictureRing.ts';
import { blotches, renderColor, type TestPaint } from './testColor.ts';
import { type TestScene, testCamera } from './testScene.ts';

const level = { pitch_rad: 0, roll_rad: 0 };
const something: readonly FloorKind[] = ['obstacle', 'low', 'thin', 'drop', 'overhang'];
const bare: TestScene = { things: [] };
/** Its front is 0.8 m from the start. */
const box: TestScene = { things: [{ shape: 'box', x: 0.9, y: 0.03, sizeX: 0.2, sizeY: 0.12, sizeZ: 0.04 }] };

interface Drive {
  readonly scene: TestScene;
  readonly floor: TestPaint;
  /** The motion that is told to the eye, of the true one. */
  readonly told?: number;
  readonly w_radps?: number;
  /** Brightness of each second picture. */
  readonly light?: number;
  readonly seconds?: number;
}

/** Drives from (0, 0) at 0.3 m/s, ten looks a second. The last look, all of it in odom, m. */
function drive({ scene, floor, told = 1, w_radps = 0, light = 1, seconds = 1.2 }: Drive): {
  view: FloorRecord;
  T: SE2;
  eye: ColorEye;
} {
  const eye = new ColorEye(testCamera);
  let T: SE2 = { x: 0, y: 0, theta: 0 };
  const look = (k: number): FloorRecord => {
    const picture = renderColor(scene, T, floor, blotches(9)).map((value) => (k % 2 === 1 ? light * value : value));
    return eye.look(picture, 0.1 * k, level, { x: told * T.x, y: told * T.y, theta: told * T.theta });
  };
  let view = look(0);
  for (let k = 1; k <= Math.round(10 * seconds); k++) {
    T = driveArc(T, 0.3, w_radps, 0.1);
    view = look(k);
  }
  return { view, T, eye };
}

function count(view: FloorRecord, kinds: readonly FloorKind[]): number {
  return view.kinds.filter((kind) => kinds.includes(floorKinds[kind])).length;
}

/** Places of what stands in a straight drive's look, in odom, and heights, m. */
function standing({ kinds, heights_mm, width, originX_m, originY_m, resolution_m }: FloorRecord, T: SE2) {
  const found: { x: number; y: number; h_m: number }[] = [];
  kinds.forEach((kind, i) => {
    if (!something.includes(floorKinds[kind])) return;
    const x = T.x + originX_m + ((i % width) + 0.5) * resolution_m;
    found.push({ x, y: originY_m + (Math.floor(i / width) + 0.5) * resolution_m, h_m: heights_mm[i] / 1000 });
  });
  return found;
}

test.each<[string, Partial<Drive>]>([
  ['straight', {}],
  ['in a bend', { w_radps: 0.5 }],
  ['in light that flickers by a fifth', { light: 0.8 }],
])('bare floor with a pattern is floor and nothing else: %s', (_name, how) => {
  const { view } = drive({ scene: bare, floor: blotches(1), ...how });
  expect(count(view, something)).toBe(0);
  expect(count(view, ['floor'])).toBeGreaterThan(300);
});

test.each([1, 2, 3])('a box of 4 cm stands where it stands, and is 4 cm high (floor %p)', (seed) => {
  const { view, T } = drive({ scene: box, floor: blotches(seed), seconds: 1.6 });
  const found = standing(view, T);
  expect(found.length).toBeGreaterThan(8);
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length;
  const top_m = Math.max(...found.map(({ h_m }) => h_m));
  expect(Math.abs(top_m - 0.04)).toBeLessThan(0.01);
  // Front and top are seen: between its edge and its middle.
  const x = mean(found.map((cell) => cell.x));
  expect(x).toBeGreaterThan(0.8 - 0.03);
  expect(x).toBeLessThan(0.9 + 0.03);
  for (const { y } of found) expect(Math.abs(y - 0.03)).toBeLessThan(0.06 + 0.03);
});

test('what has no pattern is told nothing of: neither floor nor anything on it', () => {
  const { view } = drive({ scene: bare, floor: () => 120 });
  expect(count(view, ['unseen'])).toBe(view.kinds.length);
});

test('a body that stands still tells nothing', () => {
  const eye = new ColorEye(testCamera);
  const picture = renderColor(bare, { x: 0, y: 0, theta: 0 }, blotches(1));
  for (let k = 0; k < 5; k++) {
    const view = eye.look(picture, 0.1 * k, level, { x: 0, y: 0, theta: 0 });
    expect(count(view, ['unseen'])).toBe(view.kinds.length);
  }
});

test('with motion of the wrong sign, or none of it told, bare floor is no floor', () => {
  const right = count(drive({ scene: bare, floor: blotches(1) }).view, ['floor']);
  for (const told of [-1, 0]) {
    const { view } = drive({ scene: bare, floor: blotches(1), told });
    expect(count(view, ['floor'])).toBeLessThan(0.2 * right);
  }
});

test('forgetting leaves nothing of a picture, and what comes after begins anew', () => {
  const ring = new PictureRing(testCamera, 3);
  for (let k = 0; k < 3; k++) {
    const T = { x: 0.1 * k, y: 0, theta: 0 };
    ring.see(renderColor(bare, T, blotches(1)), 0.1 * k, level, T);
    ring.keep();
  }
  const held = [...ring.kept, ring.now];
  expect(held).toHaveLength(4);
  expect(held.every(({ detail }) => detail.some((value) => value > 1))).toBe(true);
  ring.wipe();
  expect(ring.kept).toHaveLength(0);
  expect(held.some(({ detail }) => detail.some((value) => value !== 0))).toBe(false);

  const { eye, T } = drive({ scene: bare, floor: blotches(1) });
  eye.forget();
  const next = eye.look(renderColor(bare, T, blotches(1)), 2, level, T);
  expect(count(next, ['unseen'])).toBe(next.kinds.length);
});

test('what is no picture is refused', () => {
  const eye = new ColorEye(testCamera);
  const here = { x: 0, y: 0, theta: 0 };
  expect(() => eye.look(new Uint8Array(5), 0, level, here)).toThrow('needs 57600 bytes, got 5');
  const picture = new Uint8Array(57600);
  expect(() => eye.look(picture, 0, level, { ...here, x: Number.NaN })).toThrow('must be finite');
  expect(() => new ColorEye({ ...testCamera, fx_px: 0 })).toThrow(RangeError);
});
