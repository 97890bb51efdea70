import { ssdAnchors } from './anchors.ts';

test('anchors of the first and the second map', () => {
  const anchors = ssdAnchors([19, 10, 5, 3, 2, 1]);
  // 19² · 3 + (10² + 5² + 3² + 2² + 1²) · 6
  expect(anchors.length / 4).toBe(1083 + 834);
  expect([...anchors.subarray(0, 4)]).toEqual([0.5 / 19, 0.5 / 19, 0.1, 0.1]);
  // Scale 0.2, twice as wide as high: 0.2 / √2 by 0.2 · √2.
  expect([...anchors.subarray(4, 8)]).toEqual(
    [0.5 / 19, 0.5 / 19, 0.2 / Math.SQRT2, 0.2 * Math.SQRT2].map((v) => expect.closeTo(v, 12)),
  );
  // Scale 0.2 + 0.75 / 5 = 0.35; the sixth of a cell is square, of √(0.35 · 0.5).
  const second = anchors.subarray(4 * 1083);
  expect([...second.subarray(0, 4)]).toEqual([0.05, 0.05, 0.35, 0.35].map((v) => expect.closeTo(v, 12)));
  expect([...second.subarray(20, 24)]).toEqual(
    [0.05, 0.05, Math.sqrt(0.175), Math.sqrt(0.175)].map((v) => expect.closeTo(v, 12)),
  );
});
