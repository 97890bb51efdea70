import { createRng } from '@homebound/math';
import type { Detection } from './detector.ts';
import { type ObstacleKind, obstacleKinds } from './obstacle.ts';
import { canTellPeople, cropped, isLiving, pictureCrop } from './pictureCrop.ts';
import { renderDepth, testCamera } from './testScene.ts';

const level = { pitch_rad: 0, roll_rad: 0 };
const sock = { kind: 'soft' as ObstacleKind, label: '', height_m: 0.03 };
const square = (x: number, y: number, half: number): Float64Array =>
  Float64Array.of(x - half, y - half, x + half, y - half, x + half, y + half, x - half, y + half);
const seen = (label: string): Detection => ({ label, score: 0.2, left_px: 0, top_px: 0, right_px: 9, bottom_px: 9 });

test.each([
  ['level', 1, level],
  ['leaning', 2, { pitch_rad: -0.05, roll_rad: 0.04 }],
  ['on its side, nearly', 3, { pitch_rad: 0.1, roll_rad: 0.5 }],
])('the crop holds all of the obstacle and not much more: %s, seed %i', (_, seed, tilt) => {
  const rng = createRng(seed);
  let count = 0;
  for (let n = 0; n < 60; n++) {
    const [x, y] = [0.4 + 0.8 * rng.uniform(), (rng.uniform() - 0.5) * 0.6];
    const [half, height_m] = [0.02 + 0.04 * rng.uniform(), 0.02 + 0.1 * rng.uniform()];
    const crop = pictureCrop({ ...sock, label: 'bottle', height_m }, square(x, y, half), testCamera, tilt, []);
    if (crop === undefined) continue;
    const things = [{ shape: 'box' as const, x, y, sizeX: 2 * half, sizeY: 2 * half, sizeZ: height_m }];
    const [bare, there] = [[], things].map((all) => renderDepth({ things: all }, { x: 0, y: 0, theta: 0 }, { tilt }));
    let pixels = 0;
    for (let i = 0; i < bare.length; i++) {
      if (Object.is(bare[i], there[i])) continue;
      const [u, v] = [i % 160, Math.floor(i / 160)];
      pixels++;
      expect(u >= crop.left && u < crop.right && v >= crop.top && v < crop.bottom).toBe(true);
    }
    const area = (crop.right - crop.left) * (crop.bottom - crop.top);
    expect(area).toBeLessThan(6 * pixels + 200);
    count++;
  }
  expect(count).toBeGreaterThan(20);
});

test('none of who lives, and none where anybody is in the picture, wherever and however unsure', () => {
  const outline = square(0.6, 0, 0.04);
  expect(pictureCrop(sock, outline, testCamera, level, [seen('bottle')])).toBeDefined();
  for (const label of ['person', 'Person', 'cat', 'dog', 'horse', 'Human face', 'cattle'])
    expect(pictureCrop(sock, outline, testCamera, level, [seen('bottle'), seen(label)])).toBeUndefined();
  for (const kind of obstacleKinds) {
    const crop = pictureCrop({ ...sock, kind }, outline, testCamera, level, []);
    expect(crop === undefined).toBe(kind === 'person' || kind === 'pet' || kind === 'shoe');
  }
  expect(pictureCrop({ ...sock, label: 'cat' }, outline, testCamera, level, [])).toBeUndefined();
});

test('none with a shoe in it, which may be worn; one elsewhere in the picture is no matter', () => {
  const outline = square(0.6, 0, 0.04);
  const crop = pictureCrop(sock, outline, testCamera, level, [])!;
  expect(pictureCrop({ ...sock, kind: 'low', label: 'Footwear' }, outline, testCamera, level, [])).toBeUndefined();
  const shoe = (left_px: number) => ({ ...seen('footwear'), left_px, right_px: left_px + 5, bottom_px: 119 });
  expect(pictureCrop(sock, outline, testCamera, level, [shoe(crop.right)])).toEqual(crop);
  expect(pictureCrop(sock, outline, testCamera, level, [shoe(crop.right - 1)])).toBeUndefined();
});

test('none of what nobody named and stands as high as a shoe: a foot may be in it', () => {
  const isTaken = (height_m: number, label: string) =>
    pictureCrop({ ...sock, label, height_m }, square(0.6, 0, 0.04), testCamera, level, []) !== undefined;
  expect([0.01, 0.04, 0.06, 0.09, 0.3].map((height_m) => isTaken(height_m, ''))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
  expect(isTaken(0.09, 'bottle')).toBe(true);
});

test('none of what is not all in sight, or fills the picture', () => {
  const at = (x: number, y: number, half = 0.04) => pictureCrop(sock, square(x, y, half), testCamera, level, []);
  expect([at(-0.5, 0), at(0.6, 0.4), at(0.2, 0), at(0.5, 0, 0.2)]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test('of something high only what is below 25 cm', () => {
  const crop = (height_m: number) =>
    pictureCrop({ ...sock, label: 'bottle', height_m }, square(1.4, 0, 0.05), testCamera, level, []);
  expect(crop(1.8)).toEqual(crop(0.25));
});

test('words', () => {
  expect(['footwear', 'box', 'mouse', 'teddy bear'].map(isLiving)).toEqual([false, false, false, false]);
  expect(canTellPeople(['cat', 'person'])).toBe(true);
  expect(canTellPeople(['cat', 'face'])).toBe(false);
});

test('a part of a picture, and a smaller one by means of blocks', () => {
  const data = Uint8Array.from(
    { length: 3 * 6 * 4 },
    (_, n) => 10 * (Math.floor(n / 3) % 6) + Math.floor(n / 18) + (n % 3),
  );
  const image = { width_px: 6, height_px: 4, data };
  const crop = { left: 1, top: 1, right: 5, bottom: 3 };
  expect([...cropped(image, crop, 4).data.subarray(0, 6)]).toEqual([11, 12, 13, 21, 22, 23]);
  // Means of 11, 21, 12, 22 and of 31, 41, 32, 42: 16.5 and 36.5.
  expect(cropped(image, crop, 2)).toEqual({ width_px: 2, height_px: 1, data: Uint8Array.of(17, 18, 19, 37, 38, 39) });
});
