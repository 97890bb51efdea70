import { ssdAnchors } from './anchors.ts';
import { decodeBoxes } from './decodeBoxes.ts';
import { overlap } from './overlap.ts';
import { someNumbers } from './testNet.ts';

const anchors = ssdAnchors([4, 2]);
const count = anchors.length / 4;
const labels = ['shoe', '', 'dog'];
const common = { labels, minScore: () => 0.5, maxOverlap: 0.5, width_px: 160, height_px: 120 };
const nothing = (): { codes: Float32Array; logits: Float32Array } => ({
  codes: new Float32Array(4 * count),
  logits: new Float32Array(4 * count).fill(-9),
});

/** What the net has to say for a box; the inverse of Eq. (2). */
function plant(codes: Float32Array, a: number, [left, top, right, bottom]: readonly number[]): void {
  const [y, x, height, width] = anchors.subarray(4 * a, 4 * a + 4);
  codes.set(
    [
      (((top + bottom) / 2 - y) / height) * 10,
      (((left + right) / 2 - x) / width) * 10,
      Math.log((bottom - top) / height) * 5,
      Math.log((right - left) / width) * 5,
    ],
    4 * a,
  );
}

test.each([1, 2, 3])('boxes that were planted are found, seed %i', (seed) => {
  const numbers = someNumbers(seed);
  const next = (): number => (numbers.next().value + 1) / 2;
  for (let n = 0; n < 50; n++) {
    const { codes, logits } = nothing();
    const [left, top] = [next() * 0.7, next() * 0.7];
    const box = [left, top, left + 0.05 + next() * 0.25, top + 0.05 + next() * 0.25];
    const a = Math.floor(next() * count);
    plant(codes, a, box);
    // 1 / (1 + e⁻²) = 0.8808
    logits[4 * a + 3] = 2;
    const [found, ...rest] = decodeBoxes(codes, logits, anchors, common);
    expect(rest).toEqual([]);
    expect(found).toMatchObject({ label: 'dog', score: expect.closeTo(0.8808, 4) });
    const corners = [found.left_px / 160, found.top_px / 120, found.right_px / 160, found.bottom_px / 120];
    for (const [i, corner] of corners.entries()) expect(corner).toBeCloseTo(box[i], 5);
  }
});

test('within a word the surest of boxes that overlap stays, others of other words too; gaps in the classes are not told', () => {
  const { codes, logits } = nothing();
  for (const a of [0, 1, 2, 3]) plant(codes, a, [0.2, 0.2, 0.5, a === 1 ? 0.48 : 0.5]);
  plant(codes, 4, [0.6, 0.6, 0.9, 0.9]);
  logits[4 * 0 + 1] = 1;
  logits[4 * 1 + 1] = 2;
  logits[4 * 2 + 3] = 3;
  logits[4 * 3 + 2] = 9;
  logits[4 * 4 + 1] = 0.5;
  const found = decodeBoxes(codes, logits, anchors, common);
  expect(found.map(({ label, score }) => [label, Number(score.toFixed(3))])).toEqual([
    ['dog', 0.953],
    ['shoe', 0.881],
    ['shoe', 0.622],
  ]);
  for (const a of found)
    for (const b of found) if (a !== b && a.label === b.label) expect(overlap(a, b)).toBeLessThanOrEqual(0.5);
});

test('a word may have a bar of its own; boxes end at the edge of the picture', () => {
  const { codes, logits } = nothing();
  plant(codes, 0, [-0.5, 0.1, 1.5, 0.3]);
  logits[3] = -1;
  expect(decodeBoxes(codes, logits, anchors, common)).toEqual([]);
  const minScore = (label: string): number => (label === 'dog' ? 0.2 : 0.5);
  expect(decodeBoxes(codes, logits, anchors, { ...common, minScore })).toMatchObject([{ left_px: 0, right_px: 160 }]);
});

test('what is not for these anchors is refused', () => {
  expect(() => decodeBoxes(new Float32Array(4), new Float32Array(4), anchors, common)).toThrow('4 codes and 4 logits');
});
