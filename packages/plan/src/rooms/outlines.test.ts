import { centreX, centreY, type GridFrame } from '@homebound/grid';
import fc from 'fast-check';
import { polygonFault } from '../job/polygon.ts';
import { isInside } from '../restrictions/shapeDistance.ts';
import { outlinesOf } from './outlines.ts';

const frame: GridFrame = { width: 9, height: 7, resolution_m: 0.5, originX_m: -1, originY_m: 2 };

test('rings filled even-odd give the cells back, whatever they are', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 63, maxLength: 63 }), (labels) => {
      for (const label of [1, 2]) {
        const rings = outlinesOf(labels, frame, label);
        const filled = labels.map((_, i) => {
          const [x, y] = [centreX(frame, i % 9), centreY(frame, Math.floor(i / 9))];
          return rings.filter((ring) => isInside(x, y, ring)).length % 2 === 1;
        });
        expect(filled).toEqual(labels.map((value) => value === label));
      }
    }),
  );
});

test('a room with a hole has a ring round it and one, the other way, round the hole', () => {
  // Columns 1 to 3, rows 1 to 3 without the middle one.
  const labels = Array.from({ length: 63 }, (_, i) => {
    const [ix, iy] = [i % 9, Math.floor(i / 9)];
    return ix >= 1 && ix <= 3 && iy >= 1 && iy <= 3 && !(ix === 2 && iy === 2) ? 7 : 0;
  });
  const [outer, hole] = outlinesOf(labels, frame, 7).sort((a, b) => Math.min(...a) - Math.min(...b));
  expect(outer).toEqual([-0.5, 2.5, 1, 2.5, 1, 4, -0.5, 4]);
  expect(hole).toHaveLength(8);
  const area2 = (ring: number[]) =>
    ring.reduce((sum, _, i) => (i % 2 ? sum : sum + ring[i] * ring[(i + 3) % 8] - ring[(i + 2) % 8] * ring[i + 1]), 0);
  // 1.5 m square counter-clockwise, 0.5 m square clockwise; twice the area.
  expect([area2(outer), area2(hole)].map((v) => Number(v.toFixed(9)))).toEqual([4.5, -0.5]);
  expect(polygonFault(outer)).toBeUndefined();
  expect(outlinesOf(labels, frame, 3)).toEqual([]);
});
