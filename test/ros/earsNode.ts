import { type NodeDefinition, qos } from '@homebound/graph';
import { geometry_msgs, nav_msgs } from '@homebound/messages';

/** A body with ears and no wheels: it tells each speed that it would have driven. It also has a map of the home. */
export function earsNode(tell: (v_mps: number) => void): NodeDefinition {
  return {
    name: 'ears',
    parameters: {},
    latency_s: 0,
    start(node) {
      node.subscribe(geometry_msgs.Twist, 'cmd_vel', qos.reliable, (m) => tell(m.linear.x));
      node.publisher(nav_msgs.OccupancyGrid, 'map', qos.latched).publish({ data: new Int8Array(100) });
      return undefined;
    },
  };
}
