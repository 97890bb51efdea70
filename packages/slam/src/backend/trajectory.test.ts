import { compose, type SE2 } from '@homebound/math';
import { Trajectory } from './trajectory.ts';

const keys: SE2[] = [
  { x: 0, y: 0, theta: 0 },
  { x: 2, y: 0, theta: 0.5 },
];

function drivenPast(): Trajectory {
  const trajectory = new Trajectory();
  for (let i = 0; i < 4; i++) trajectory.add(i, { x: 0.5 * i, y: 0, theta: 0 }, 0, keys[0]);
  trajectory.add(4, { x: 2, y: 0, theta: 0.5 }, 1, keys[1]);
  return trajectory;
}

test('without a correction the way is what it was', () => {
  const poses = drivenPast().corrected((key) => keys[key]);
  expect(poses.map(({ stamp_s }) => stamp_s)).toEqual([0, 1, 2, 3, 4]);
  poses.slice(0, 4).forEach(({ T }, i) => {
    expect(T.x).toBeCloseTo(0.5 * i, 12);
    expect(T.y).toBeCloseTo(0, 12);
    expect(T.theta).toBeCloseTo(0, 12);
  });
});

test('a map that moves as a whole takes the way along', () => {
  const shift = { x: 3, y: -1, theta: 0.7 };
  const poses = drivenPast().corrected((key) => compose(shift, keys[key]));
  poses.slice(0, 4).forEach(({ T }, i) => {
    const expected = compose(shift, { x: 0.5 * i, y: 0, theta: 0 });
    expect(T.x).toBeCloseTo(expected.x, 9);
    expect(T.y).toBeCloseTo(expected.y, 9);
  });
});

test('what a correction changes between two key frames is spread over the way between, not jumped', () => {
  const poses = drivenPast().corrected((key) => (key === 0 ? keys[0] : { ...keys[1], y: 0.4 }));
  // Key frame 1 moved by 0.4 m: 0, a quarter, half, three quarters of it.
  poses.forEach(({ T }, i) => {
    expect(T.y).toBeCloseTo(0.1 * i, 9);
  });
});

test('a trajectory that was let go of begins anew', () => {
  const trajectory = drivenPast();
  trajectory.forget();
  expect(trajectory.corrected((key) => keys[key])).toEqual([]);
  trajectory.add(10, keys[1], 1, keys[1]);
  expect(trajectory.corrected((key) => keys[key])).toEqual([{ stamp_s: 10, T: keys[1] }]);
});
