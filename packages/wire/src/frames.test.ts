import { createRng } from '@homebound/math';
import { decodeFrame } from './decodeFrame.ts';
import { applyGridPatch, encodeGridPatch, type Grid, isSnapshot, patchOf } from './gridPatch.ts';
import { encodePoints } from './points.ts';
import { encodePose } from './pose.ts';

/** A home-like grid: unknown, with a free room, a wall and speckles. */
function planted(seed: number, width: number, height: number): Grid {
  const rng = createRng(seed);
  const data = new Int8Array(width * height).fill(-1);
  for (let iy = 2; iy < height - 2; iy++) data.fill(0, iy * width + 2, iy * width + width - 2);
  for (let i = 0; i < width; i++) data[rng.int(data.length)] = rng.int(101);
  return { width, height, resolution_m: 0.05, originX_m: -3.2, originY_m: 1.05, data };
}

const frames: [string, Uint8Array][] = (() => {
  const grid = planted(1, 40, 30);
  const whole = patchOf(grid, [{ ix: 0, iy: 0, width: 40, height: 30 }]);
  const parts = patchOf(grid, [
    { ix: 0, iy: 0, width: 3, height: 2 },
    { ix: 38, iy: 29, width: 2, height: 1 },
  ]);
  return [
    ['snapshot', encodeGridPatch('map', 12.5, whole)],
    ['patch', encodeGridPatch('coverage', 12.5, parts)],
    ['pose', encodePose(1.25, { x: 1, y: -2, theta: 3 }, [1, 2, 3, 4, 5, 6, 7, 8, 9])],
    ['scan', encodePoints('scan', 1.25, [0.5, -0.25, 3, 4])],
    ['trail', encodePoints('trail', 1.25, [0.5, -0.25, Number.NaN, Number.NaN, 3, 4], 17)],
  ];
})();

test('a pose arrives as it was sent', () => {
  expect(decodeFrame(frames[2][1])).toEqual({
    type: 'pose',
    stamp_s: 1.25,
    T_map_base: { x: 1, y: -2, theta: 3 },
    covariance: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9),
  });
});

test('points arrive rounded to float32, pen lifts included', () => {
  expect(decodeFrame(encodePoints('plan', 2, [0.1, 2, Number.NaN, Number.NaN]))).toEqual({
    type: 'plan',
    stamp_s: 2,
    first: 0,
    points: Float32Array.of(Math.fround(0.1), 2, Number.NaN, Number.NaN),
  });
});

test('a frame may lie anywhere in a larger buffer', () => {
  for (const [, bytes] of frames) {
    const larger = new Uint8Array(bytes.length + 7).fill(0xff);
    larger.set(bytes, 3);
    expect(decodeFrame(larger.subarray(3, 3 + bytes.length))).toEqual(decodeFrame(bytes));
  }
});

test('snapshot and patches rebuild 20 planted grids, cell by cell', () => {
  for (let seed = 0; seed < 20; seed++) {
    const rng = createRng(seed);
    const grid = planted(seed, 20 + rng.int(60), 20 + rng.int(60));
    const whole = { ix: 0, iy: 0, width: grid.width, height: grid.height };
    const first = decodeFrame(encodeGridPatch('map', 0, patchOf(grid, [whole])));
    if (first.type !== 'map') throw new Error('expected a map frame');
    expect(isSnapshot(first.patch)).toBe(true);
    const held = applyGridPatch(undefined, first.patch)!;
    expect(held.data).toEqual(grid.data);

    const rect = { ix: rng.int(10), iy: rng.int(10), width: 1 + rng.int(10), height: 1 + rng.int(10) };
    const before = Int8Array.from(held.data);
    for (let i = 0; i < grid.data.length; i++) grid.data[i] = rng.int(100);
    const second = decodeFrame(encodeGridPatch('map', 0, patchOf(grid, [rect])));
    if (second.type !== 'map') throw new Error('expected a map frame');
    const after = applyGridPatch(held, second.patch)!;
    for (let iy = 0; iy < grid.height; iy++)
      for (let ix = 0; ix < grid.width; ix++) {
        const inside = ix >= rect.ix && ix < rect.ix + rect.width && iy >= rect.iy && iy < rect.iy + rect.height;
        const i = iy * grid.width + ix;
        if (after.data[i] !== (inside ? grid.data[i] : before[i])) throw new Error(`cell (${ix}, ${iy}), seed ${seed}`);
      }
  }
});

test('a patch for another frame is not applied', () => {
  const grid = planted(1, 30, 30);
  const patch = patchOf({ ...grid, originX_m: 9 }, [{ ix: 0, iy: 0, width: 2, height: 2 }]);
  expect(applyGridPatch(grid, patch)).toBeUndefined();
  expect(applyGridPatch(undefined, patch)).toBeUndefined();
});

test('runs make an empty home small and never make noise larger than its cells', () => {
  const empty: Grid = { ...planted(1, 400, 400), data: new Int8Array(160_000).fill(-1) };
  const rng = createRng(4);
  const noise: Grid = { ...empty, data: empty.data.map(() => rng.int(100)) };
  const whole = [{ ix: 0, iy: 0, width: 400, height: 400 }];
  // 16 header + 40 fixed + 16 for one rectangle; 160000 / 255 = 627.5 runs of two bytes.
  expect(encodeGridPatch('map', 0, patchOf(empty, whole)).length).toBe(72 + 2 * 628);
  expect(encodeGridPatch('map', 0, patchOf(noise, whole)).length).toBe(72 + 160_000);
});

test.each(frames)('a %s frame cut at any byte, or with a tail, is refused by name', (_, bytes) => {
  for (let n = 0; n < bytes.length; n++) expect(() => decodeFrame(bytes.subarray(0, n))).toThrow(/Cannot read .*frame/);
  const longer = new Uint8Array(bytes.length + 1);
  longer.set(bytes);
  expect(() => decodeFrame(longer)).toThrow(/cut or has a tail/);
});

test.each(frames)('a %s frame whose length was mended after a cut is still refused', (_, bytes) => {
  for (let n = 16; n < bytes.length; n++) {
    const cut = bytes.slice(0, n);
    new DataView(cut.buffer).setUint32(4, n - 16, true);
    expect(() => decodeFrame(cut)).toThrow(RangeError);
  }
});

test.each(frames)('a %s frame with any byte changed is read or refused, never anything else', (_, bytes) => {
  const rng = createRng(7);
  for (let n = 0; n < Math.min(bytes.length, 400); n++) {
    const bad = Uint8Array.from(bytes);
    bad[n] ^= 1 + rng.int(255);
    try {
      decodeFrame(bad);
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
    }
  }
});

test('foreign bytes, versions, types and encodings are named', () => {
  const [, pose] = frames[2];
  const changed = (at: number, value: number): Uint8Array => {
    const bytes = Uint8Array.from(pose);
    bytes[at] = value;
    return bytes;
  };
  expect(() => decodeFrame(changed(0, 0x50))).toThrow('does not begin with "HB"');
  expect(() => decodeFrame(changed(2, 9))).toThrow('protocol version 9, this end speaks 3');
  expect(() => decodeFrame(changed(3, 99))).toThrow('unknown type 99');
  const nan = Uint8Array.from(pose);
  new DataView(nan.buffer).setFloat64(16, Number.NaN, true);
  expect(() => decodeFrame(nan)).toThrow('Cannot read pose frame: number 0 is NaN');
  const encoding = Uint8Array.from(frames[0][1]);
  encoding[16 + 36] = 7;
  expect(() => decodeFrame(encoding)).toThrow('unknown cell encoding 7');
});

test('a few bytes cannot ask for a huge grid', () => {
  const small = patchOf({ ...planted(1, 8, 8), data: new Int8Array(64) }, [{ ix: 0, iy: 0, width: 8, height: 8 }]);
  const bytes = encodeGridPatch('map', 0, small);
  const view = new DataView(bytes.buffer, 16);
  for (const at of [0, 4, 48, 52]) view.setUint32(at, 4096, true);
  expect(() => decodeFrame(bytes)).toThrow('2 bytes of runs cannot hold 16777216 cells');
  view.setUint32(0, 4097, true);
  expect(() => decodeFrame(bytes)).toThrow('width must be a whole number in 1..4096, got 4097');
});

test('what cannot be sent is refused at the sender', () => {
  const grid = planted(1, 8, 8);
  expect(() => patchOf(grid, [{ ix: 5, iy: 0, width: 4, height: 1 }])).toThrow('does not lie in a grid of 8 × 8');
  expect(() => encodePose(0, { x: Number.NaN, y: 0, theta: 0 }, new Float64Array(9))).toThrow('must be finite');
  expect(() => encodePose(0, { x: 0, y: 0, theta: 0 }, new Float64Array(36))).toThrow('must have 9 numbers, got 36');
  expect(() => encodePoints('scan', 0, [1])).toThrow('odd number of coordinates (1)');
  expect(() => encodePoints('scan', 0, [Number.NaN, Number.NaN])).toThrow('point 0 is (NaN, NaN)');
  expect(() => encodePoints('path', 0, [1, 2, 3, Number.POSITIVE_INFINITY])).toThrow('point 1 is (3, Infinity)');
});
