import { tf2_msgs } from '@homebound/messages';
import { mapToOdom, transformToMessage } from './convert.ts';

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
