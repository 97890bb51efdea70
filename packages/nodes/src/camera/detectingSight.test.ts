import type { CameraFrame, CameraModel, FloorRecord } from '@homebound/robot';
import { floorKinds } from '@homebound/robot';
import type { BodyAt, Detection, Detector } from '@homebound/vision';
import { type DetectingHooks, detectingSight, type Examined } from './detectingSight.ts';
import type { FloorSight } from './floorSight.ts';

const model: CameraModel = {
  width_px: 160,
  height_px: 120,
  fx_px: 104,
  fy_px: 104,
  cx_px: 79.5,
  cy_px: 59.5,
  distortion: [0, 0, 0, 0, 0],
  mount: { x_m: 0.155, y_m: 0, z_m: 0.065, pitchDown_rad: 0.3 },
};
const tilt = { pitch_rad: 0, roll_rad: 0 };
const at = (x: number, theta = 0): BodyAt => ({ T_odom_base: { x, y: 0, theta }, tilt });
const shoe: Detection = { label: 'footwear', score: 0.8, left_px: 70, top_px: 50, right_px: 90, bottom_px: 70 };

/** A square metre of cells of one kind ahead of the body. */
const viewOf = (kind: string): FloorSight => ({
  look: ({ stamp_s, kind: frame }): FloorRecord | undefined =>
    frame === 'color'
      ? undefined
      : {
          kind: 'floor',
          stamp_s,
          resolution_m: 0.01,
          width: 100,
          height: 100,
          originX_m: 0.15,
          originY_m: -0.5,
          kinds: new Uint8Array(10_000).fill(floorKinds.indexOf(kind as 'floor')),
          heights_mm: new Int16Array(10_000),
          things: [],
        },
});
const frame = (kind: 'color' | 'depth', stamp_s: number): CameraFrame =>
  kind === 'color'
    ? { kind, stamp_s, exposure_s: 0.01, data: new Uint8Array(3 * 160 * 120).fill(7) }
    : { kind, stamp_s, data: new Float32Array(160 * 120) };

/** A detector whose answer comes when it is told. */
function heldDetector() {
  const asked: number[] = [];
  let answer: (found: readonly Detection[]) => void = () => {};
  let fail: (error: Error) => void = () => {};
  const detector: Detector = {
    labels: ['footwear'],
    detect: ({ data }) => {
      asked.push(data[0]);
      return new Promise((resolve, reject) => {
        answer = resolve;
        fail = reject;
      });
    },
    close: async () => {},
  };
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    detector,
    asked,
    say: (...found: Detection[]) => {
      answer(found);
      return settled();
    },
    fail: (text: string) => {
      fail(new Error(text));
      return settled();
    },
  };
}
const quiet: DetectingHooks = { warn: (text) => expect(text).toBe('') };

test('one picture at a time; what it shows comes with the next look, moved as the body moved', async () => {
  const { detector, asked, say } = heldDetector();
  const sight = detectingSight(viewOf('obstacle'), detector, model, quiet);
  sight.look(frame('color', 1), at(0));
  sight.look(frame('color', 1.1), at(0.03));
  expect(asked.length).toBe(1);
  expect(sight.look(frame('depth', 1.1), at(0.03))?.things).toEqual([]);
  await say(shoe);
  const [thing] = sight.look(frame('depth', 1.2), at(0.06))!.things;
  // The lower edge's ray at v = 69.5: atan(10 / 104) + 0.3 below level; 0.065 m above the floor.
  const away_m = 0.065 / Math.tan(0.3 + Math.atan(10 / 104));
  expect(thing).toMatchObject({ label: 'footwear', score: 0.8, y_m: expect.closeTo(0, 3) });
  expect(thing.x_m).toBeCloseTo(0.155 + away_m - 0.06, 4);
  expect(sight.look(frame('depth', 1.3), at(0.09))?.things).toEqual([]);
});

test('what stands on floor that was seen to be bare is not told, nor what comes too late', async () => {
  const { detector, say } = heldDetector();
  const sight = detectingSight(viewOf('floor'), detector, model, quiet);
  sight.look(frame('color', 1), at(0));
  await say(shoe);
  expect(sight.look(frame('depth', 1.1), at(0))?.things).toEqual([]);
  const late = detectingSight(viewOf('obstacle'), detector, model, quiet);
  late.look(frame('color', 1), at(0));
  await say(shoe);
  expect(late.look(frame('depth', 3.1), at(0))?.things).toEqual([]);
});

test('a detector that fails is told of once, and the floor is looked at as before', async () => {
  const { detector, fail, asked } = heldDetector();
  const warnings: string[] = [];
  const sight = detectingSight(viewOf('floor'), detector, model, { warn: (text) => void warnings.push(text) });
  for (const stamp_s of [1, 2]) {
    sight.look(frame('color', stamp_s), at(0));
    await fail('out of memory');
    expect(sight.look(frame('depth', stamp_s), at(0))).toBeDefined();
  }
  expect(asked.length).toBe(2);
  expect(warnings).toEqual(['The detector fails: out of memory']);
});

test('who wants pictures gets a copy, for as long as they are wanted', async () => {
  const { detector, say } = heldDetector();
  const seen: Examined[] = [];
  const pixels: number[] = [];
  const take = (one: Examined): void => {
    seen.push(one);
    pixels.push(one.image.data[0]);
  };
  const pictures = { isWanted: true, take };
  const hooks = { ...quiet, pictures };
  const sight = detectingSight(viewOf('floor'), detector, model, hooks);
  const color = frame('color', 1);
  sight.look(color, at(0.5));
  (color.data as Uint8Array).fill(0);
  await say(shoe);
  expect(seen).toMatchObject([{ stamp_s: 1, body: at(0.5), detections: [shoe] }]);
  expect(pixels).toEqual([7]);
  // Nothing of it is left after that.
  expect(seen[0].image.data.some((byte) => byte !== 0)).toBe(false);
  pictures.isWanted = false;
  sight.look(frame('color', 2), at(0));
  await say(shoe);
  expect(seen.length).toBe(1);
});
