import { isStandable } from '../space/standing.ts';
import { cropSpace } from './cropSpace.ts';
import { cellAt } from './jobAreas.ts';
import { at, sampleRequest } from './sampleHome.ts';

test('a piece of a space has the same floor at the same places, and ends where it is cut', () => {
  const { space, rooms } = sampleRequest();
  const bedroom = Uint8Array.from(rooms?.labels as Int16Array, (label) => (label === 2 ? 1 : 0));
  const { space: piece, crop } = cropSpace(space, bedroom, at(7, 2), 0.6);
  // The bedroom's labels begin at 5.05 m, 0.6 m of room before that, and 9 m is the map's edge: 4.55 m.
  expect(piece.width * piece.resolution_m).toBeCloseTo(4.55, 6);
  expect(piece.height).toBe(space.height);
  for (const [x, y] of [
    [6.02, 1.03],
    [8.52, 4.53],
    [5.07, 3.48],
    [8.88, 2.03],
  ]) {
    const p = at(x, y);
    expect(isStandable(piece, p.x, p.y)).toBe(isStandable(space, p.x, p.y));
    expect(piece.clearance_m[cellAt(piece, p.x, p.y)]).toBe(space.clearance_m[cellAt(space, p.x, p.y)]);
    expect(crop(bedroom)[cellAt(piece, p.x, p.y)]).toBe(bedroom[cellAt(space, p.x, p.y)]);
  }
  for (let i = 0; i < piece.standable.length; i++) {
    const ix = i % piece.width;
    const iy = (i - ix) / piece.width;
    const isRim = ix === 0 || iy === 0 || ix === piece.width - 1 || iy === piece.height - 1;
    if (isRim) expect(piece.standable[i] + piece.driveCost[i]).toBe(0);
  }
});

test('a point off the map makes no piece beyond it', () => {
  const { space } = sampleRequest();
  const { space: piece } = cropSpace(space, new Uint8Array(space.isFree.length), at(-3, 1), 0.6);
  expect(piece.width * piece.height).toBe(piece.isFree.length);
});
