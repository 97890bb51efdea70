import { qos } from '@homebound/graph';
import { tf2_msgs, toStamp } from '@homebound/messages';
import { createRosGraph } from '@homebound/ros';

/** Somebody's robot, which stands at (X, Y) of its map and says so on tf: map → odom → base_footprint, and base_link fixed on it. */
const graph = await createRosGraph();
const still = { x: 0, y: 0, z: 0, w: 1 };
graph.add({
  name: 'standing',
  parameters: {},
  latency_s: 0,
  start(node) {
    const moving = node.publisher(tf2_msgs.TFMessage, 'tf', qos.tf);
    const fixed = node.publisher(tf2_msgs.TFMessage, 'tf_static', qos.latched);
    const link = (parent: string, child: string, x: number, y: number, z = 0) => ({
      header: { stamp: toStamp(node.now_s()), frame_id: parent },
      child_frame_id: child,
      transform: { translation: { x, y, z }, rotation: still },
    });
    fixed.publish({ transforms: [link('base_footprint', 'base_link', 0, 0, 0.04)] });
    node.timer(0.1, () => {
      moving.publish({ transforms: [link('map', 'odom', Number(process.env.X ?? 0.5), 0)] });
      moving.publish({ transforms: [link('odom', 'base_footprint', 0, Number(process.env.Y ?? 0.4))] });
    });
    return undefined;
  },
});
