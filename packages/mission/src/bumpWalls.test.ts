import { MapWarp } from '@homebound/math';
import { BumpWalls } from './bumpWalls.ts';

/** A touch of a mirror along y = 2, from below. */
const touchAt = (walls: BumpWalls, x: number) => walls.add({ x, y: 1.83, theta: Math.PI / 2 }, x, 2);

test('three touches along one line are a wall, a little longer than they are apart', () => {
  const walls = new BumpWalls();
  expect([touchAt(walls, 1), touchAt(walls, 1.5)]).toEqual([[], []]);
  const stretches = touchAt(walls, 2);
  expect(stretches.length).toBe(1);
  const [{ x0, y0, x1, y1 }] = stretches;
  // 0.2 m beyond either touch
  expect([x0, x1].sort()).toEqual([expect.closeTo(1.3, 9), expect.closeTo(2.2, 9)]);
  expect([y0, y1]).toEqual([2, 2]);
  expect(touchAt(walls, 4)).toEqual([]);
});

test('legs of a chair, touched from different sides or one behind the other, are none', () => {
  const walls = new BumpWalls();
  touchAt(walls, 1);
  expect(walls.add({ x: 1.3, y: 2.17, theta: -Math.PI / 2 }, 1.3, 2)).toEqual([]);
  expect(touchAt(walls, 1.03)).toEqual([]);
  expect(walls.add({ x: 1.1, y: 2.23, theta: Math.PI / 2 }, 1.1, 2.4)).toEqual([]);
});

test('a corrected map moves what was touched', () => {
  const walls = new BumpWalls();
  touchAt(walls, 1);
  touchAt(walls, 0.6);
  walls.moveWith(new MapWarp([0, 0, 0], [1, 0, Math.PI / 2]));
  // (1, 2) is (-1, 1) now, and the way into it points to -x.
  const [stretch] = walls.add({ x: -0.83, y: 1.5, theta: Math.PI }, -1, 1.5);
  expect([stretch.x0, stretch.x1]).toEqual([expect.closeTo(-1, 9), expect.closeTo(-1, 9)]);
});
