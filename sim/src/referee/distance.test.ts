import { createRng } from '@homebound/math';
import { squaredDistance } from './distance.ts';

test.each([1, 2, 3])('distances equal brute force in every cell (seed %i)', (seed) => {
  const rng = createRng(seed);
  const [width, height] = [23 + seed, 17];
  const marked = Uint8Array.from({ length: width * height }, () => (rng.uniform() < 0.03 * seed ? 1 : 0));
  marked[5] = 1;
  const brute = Array.from(marked, (_, i) => {
    let best = Number.POSITIVE_INFINITY;
    for (let j = 0; j < marked.length; j++) {
      if (marked[j] === 0) continue;
      const dx = (i % width) - (j % width);
      const dy = Math.floor(i / width) - Math.floor(j / width);
      best = Math.min(best, dx * dx + dy * dy);
    }
    return best;
  });
  expect([...squaredDistance(marked, width, height)]).toEqual(brute);
});

test('with nothing marked everything is infinitely far', () => {
  expect(squaredDistance(new Uint8Array(12), 4, 3).every((d) => d === Number.POSITIVE_INFINITY)).toBe(true);
});
