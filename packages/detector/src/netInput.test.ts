import { netInputInto } from './netInput.ts';

const picture = (width_px: number, height_px: number, at: (x: number, y: number, c: number) => number) => ({
  width_px,
  height_px,
  data: Uint8Array.from({ length: 3 * width_px * height_px }, (_, n) =>
    at(Math.floor(n / 3) % width_px, Math.floor(n / 3 / width_px), n % 3),
  ),
});

test.each([0, 0.5] as const)('a picture of the right size is only scaled (sample at %p)', (centre) => {
  const image = picture(4, 4, (x, y, c) => 60 * c + 10 * y + x);
  const out = new Float32Array(48);
  netInputInto(out, image, 4, centre);
  // Plane by plane; 0 → −1, 255 → 1.
  expect(out[16 * 2 + 4 * 3 + 1]).toBeCloseTo(((60 * 2 + 10 * 3 + 1) * 2) / 255 - 1, 6);
  expect(out[0]).toBe(-1);
});

test('where samples lie: a ramp of 8 in 4 steps', () => {
  const ramp = picture(8, 1, (x) => 10 * x);
  const row = (centre: 0 | 0.5): number[] => {
    const out = new Float32Array(3 * 16);
    netInputInto(out, ramp, 4, centre);
    return [...out.subarray(0, 4)].map((v) => ((v + 1) * 255) / 2);
  };
  // 0, 2, 4, 6 at the corners; 0.5, 2.5, 4.5, 6.5 in the middle.
  expect(row(0)).toEqual([0, 20, 40, 60].map((v) => expect.closeTo(v, 4)));
  expect(row(0.5)).toEqual([5, 25, 45, 65].map((v) => expect.closeTo(v, 4)));
});

test('nothing is read beyond the edge of a small picture', () => {
  const out = new Float32Array(3 * 25);
  netInputInto(
    out,
    picture(2, 2, () => 255),
    5,
    0.5,
  );
  expect([...out].every((v) => v === 1)).toBe(true);
});

test('size and bytes must agree', () => {
  expect(() =>
    netInputInto(new Float32Array(3), { width_px: 2, height_px: 2, data: new Uint8Array(11) }, 1, 0),
  ).toThrow('2 × 2 pixels with 11 bytes');
});
