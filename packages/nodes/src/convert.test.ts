import { tf2_msgs } from '@homebound/messages';
import { covarianceFromMessage, covarianceToMessage, mapToOdom, transformToMessage } from './convert.ts';

const T = { x: 1, y: 2, theta: 0.5 };

test("SLAM's correction is map → odom, the newest of a message; the same child of another parent is not", () => {
  const other = { x: 9, y: 9, theta: 0 };
  const message = (...transforms: tf2_msgs.TFMessage['transforms']) => ({ ...tf2_msgs.TFMessage.create(), transforms });
  expect(
    mapToOdom(
      message(
        transformToMessage(1, 'map', 'odom', other),
        transformToMessage(1, 'map', 'odom', T),
        transformToMessage(1, 'world', 'odom', other),
        transformToMessage(1, 'odom', 'base_link', other),
      ),
    ),
  ).toEqual({ x: 1, y: 2, theta: expect.closeTo(0.5, 12) });
  expect(mapToOdom(message(transformToMessage(1, 'world', 'odom', T)))).toBeUndefined();
});

test('a planar covariance goes through a message and back; one that a driver left empty is none', () => {
  const planar = Float64Array.of(4, 1, 2, 1, 5, 3, 2, 3, 6);
  expect(covarianceFromMessage(covarianceToMessage(planar))).toEqual(planar);
  expect(covarianceFromMessage(new Float64Array(36))).toBeUndefined();
  expect(covarianceFromMessage(new Float64Array(36).fill(Number.NaN))).toBeUndefined();
});
