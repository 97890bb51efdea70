import type { OccupancyGrid } from '@homebound/grid';
import { type FreeSpace, findPath, freeSpace } from '@homebound/plan';
import { defaultGeometry } from '@homebound/robot';
import { squareCrossing } from './squareCrossing.ts';

const R = defaultGeometry.bodyRadius_m;
/** The threshold lies in the door, 0.1 m deep. */
const threshold = Float64Array.of(1.6, 1.45, 2.4, 1.45, 2.4, 1.55, 1.6, 1.55);

/** Two rooms of 4 m by 1.5, one over the other, and a door of 0.8 m in the wall between them; and a pillar of 0.1 m, if one is wanted. */
function twoRooms(pillar = { x: 9, y: 9 }): FreeSpace {
  const frame = { width: 168, height: 128, resolution_m: 0.025, originX_m: -0.1, originY_m: -0.1 };
  const data = new Int8Array(frame.width * frame.height);
  for (let i = 0; i < data.length; i++) {
    const x = frame.originX_m + ((i % frame.width) + 0.5) * 0.025;
    const y = frame.originY_m + (Math.floor(i / frame.width) + 0.5) * 0.025;
    const isWall = Math.abs(y - 1.5) < 0.05 && (x < 1.6 || x > 2.4);
    const isPillar = Math.max(Math.abs(x - pillar.x), Math.abs(y - pillar.y)) < 0.05;
    data[i] = isPillar || isWall || x < 0 || x > 4 || y < 0 || y > 3 ? 100 : 0;
  }
  const map: OccupancyGrid = { ...frame, data };
  const body = { robotRadius_m: R, squeeze_m: 0, squeezeFor_m2: Number.POSITIVE_INFINITY };
  return freeSpace(map, { ...body, margin_m: 0.01, brushWidth_m: 0.2, from: { x: 2, y: 0.5 } });
}

/** Largest angle off straight across, rad, of a way while the body is over the threshold. */
function mostAskew(path: Float64Array): number {
  let most = 0;
  for (let i = 0; i + 3 < path.length; i += 2) {
    const [x0, y0, x1, y1] = path.subarray(i, i + 4);
    const isOver = Math.min(y0, y1) < 1.55 + R && Math.max(y0, y1) > 1.45 - R && x0 > 1.4 && x0 < 2.6;
    if (isOver && Math.abs(y1 - y0) > 0.02) most = Math.max(most, Math.abs(Math.atan2(x1 - x0, Math.abs(y1 - y0))));
  }
  return most;
}

test.each([
  [0.3, 0.3, 3.7, 2.7],
  [3.7, 0.9, 0.4, 2.6],
  [0.4, 2.8, 3.6, 0.3],
])('a way from (%f, %f) to (%f, %f) goes straight over the threshold in the door', (x0, y0, x1, y1) => {
  const space = twoRooms();
  const found = findPath(space, { x: x0, y: y0 }, { x: x1, y: y1 });
  if (!found.ok) throw new Error('no way');
  expect(mostAskew(found.path)).toBeGreaterThan(0.3);
  const way = squareCrossing(found.path, [threshold], space, R);
  expect(mostAskew(way)).toBeLessThan(0.01);
  // It begins and ends where it did, and is little longer.
  expect([...way.subarray(0, 2), ...way.subarray(-2)]).toEqual([
    ...found.path.subarray(0, 2),
    ...found.path.subarray(-2),
  ]);
  const length = (path: Float64Array): number => {
    let sum = 0;
    for (let i = 2; i < path.length; i += 2) sum += Math.hypot(path[i] - path[i - 2], path[i + 1] - path[i - 1]);
    return sum;
  };
  expect(length(way) - length(found.path)).toBeLessThan(0.3);
});

test('a way that is square enough, one past a threshold, and one that ends on it stay as they are', () => {
  const space = twoRooms();
  for (const path of [
    [2, 0.4, 2.05, 2.6],
    [0.4, 0.5, 3.6, 1.1],
    [0.4, 0.5, 2, 1.52],
  ]) {
    const way = Float64Array.from(path);
    expect(squareCrossing(way, [threshold], space, R)).toEqual(way);
  }
});

test('where something stands before it, it is crossed as it was planned', () => {
  const way = Float64Array.of(1.2, 0.9, 1.55, 1.25, 2.1, 1.9, 2.5, 2.5);
  expect(mostAskew(squareCrossing(way, [threshold], twoRooms(), R))).toBeLessThan(0.01);
  expect(squareCrossing(way, [threshold], twoRooms({ x: 1.85, y: 1.1 }), R)).toEqual(way);
});
