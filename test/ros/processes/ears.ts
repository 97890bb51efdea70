import type { geometry_msgs } from '@homebound/messages';
import { createRosGraph } from '@homebound/ros';
import { earsNode } from '../earsNode.ts';

/** `earsNode`, each speed a line of JSON. With `OPEN=1` a plain node of rclnodejs in its place, with the shell's settings as they are. */
const tell = (v: number): void => console.log(JSON.stringify({ v }));
if (process.env.OPEN === '1') {
  const name = 'rclnodejs';
  const { default: rcl } = await import(name);
  await rcl.init();
  const node = rcl.createNode('ears');
  node.createSubscription('geometry_msgs/msg/Twist', 'cmd_vel', (m: geometry_msgs.Twist) => tell(m.linear.x));
  const { RELIABLE, TRANSIENT_LOCAL } = {
    RELIABLE: rcl.QoS.ReliabilityPolicy.RMW_QOS_POLICY_RELIABILITY_RELIABLE,
    TRANSIENT_LOCAL: rcl.QoS.DurabilityPolicy.RMW_QOS_POLICY_DURABILITY_TRANSIENT_LOCAL,
  };
  const latched = new rcl.QoS(rcl.QoS.HistoryPolicy.RMW_QOS_POLICY_HISTORY_KEEP_LAST, 1, RELIABLE, TRANSIENT_LOCAL);
  const map = node.createPublisher('nav_msgs/msg/OccupancyGrid', 'map', { qos: latched });
  map.publish(new (rcl.require('nav_msgs/msg/OccupancyGrid'))());
  node.spin();
} else {
  const graph = await createRosGraph({ enclave: '/homebound/body' });
  graph.add(earsNode(tell));
}
console.log('listening');
