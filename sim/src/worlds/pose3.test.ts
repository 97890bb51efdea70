import { createRng } from '@homebound/math';
import { apply3, compose3, fromEuler, fromQuaternion, inverse3, type Pose3 } from './pose3.ts';

const closeTo = (p: readonly number[]) => p.map((v) => expect.closeTo(v, 12));

function randomPose(uniform: () => number): Pose3 {
  const [x, y, z, roll, pitch, yaw] = Array.from({ length: 6 }, () => 6 * uniform() - 3);
  return fromEuler(x, y, z, roll, pitch, yaw);
}

test('roll turns about x first, then pitch about y, then yaw about z', () => {
  const quarter = Math.PI / 2;
  expect(apply3(fromEuler(0, 0, 0, quarter, 0, 0), [0, 1, 0])).toEqual(closeTo([0, 0, 1]));
  expect(apply3(fromEuler(0, 0, 0, 0, quarter, 0), [1, 0, 0])).toEqual(closeTo([0, 0, -1]));
  expect(apply3(fromEuler(1, 2, 3, quarter, 0, quarter), [0, 1, 0])).toEqual(closeTo([1, 2, 4]));
  expect(apply3(fromEuler(0, 0, 0, quarter, quarter, 0), [0, 1, 0])).toEqual(closeTo([1, 0, 0]));
});

test('chains cancel: 50 seeded poses', () => {
  const rng = createRng(11);
  for (let i = 0; i < 50; i++) {
    const T_a_b = randomPose(() => rng.uniform());
    const T_b_c = randomPose(() => rng.uniform());
    const p: [number, number, number] = [rng.normal(), rng.normal(), rng.normal()];
    expect(apply3(compose3(T_a_b, T_b_c), p)).toEqual(closeTo(apply3(T_a_b, apply3(T_b_c, p))));
    expect(apply3(inverse3(T_a_b), apply3(T_a_b, p))).toEqual(closeTo(p));
  }
});

test('a quaternion of any length turns as its Euler angles do', () => {
  const half = 0.35;
  const q = fromQuaternion(0, 0, 0, [0, 0, 3 * Math.sin(half), 3 * Math.cos(half)]);
  expect(q.R).toEqual(closeTo(fromEuler(0, 0, 0, 0, 0, 2 * half).R));
});
