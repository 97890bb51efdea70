/**
 * Somebody on the network with a plain node of rclnodejs: for 5 s it publishes `/cmd_vel` and listens for `/map`; then it says, in a line
 * of JSON, how many maps it has got and what it was not let do. NODE_NAME is its name, should a key be for that one only.
 */
const name = 'rclnodejs';
const { default: rcl } = await import(name);
const refused: string[] = [];
let maps = 0;

/** Does what may be refused, and notes it by its name. */
function attempt<T>(what: string, act: () => T): T | undefined {
  try {
    return act();
  } catch {
    refused.push(what);
    return undefined;
  }
}

await rcl.init(undefined, process.argv);
const node = rcl.createNode(process.env.NODE_NAME ?? 'stranger');
const { HistoryPolicy, ReliabilityPolicy, DurabilityPolicy } = rcl.QoS;
const latched = new rcl.QoS(
  HistoryPolicy.RMW_QOS_POLICY_HISTORY_KEEP_LAST,
  1,
  ReliabilityPolicy.RMW_QOS_POLICY_RELIABILITY_RELIABLE,
  DurabilityPolicy.RMW_QOS_POLICY_DURABILITY_TRANSIENT_LOCAL,
);
const speed = attempt('cmd_vel', () => node.createPublisher('geometry_msgs/msg/Twist', 'cmd_vel'));
attempt('map', () =>
  node.createSubscription('nav_msgs/msg/OccupancyGrid', 'map', { qos: latched }, () => {
    maps += 1;
  }),
);
node.spin();
const push = setInterval(() => speed?.publish({ linear: { x: 0.66, y: 0, z: 0 }, angular: { x: 0, y: 0, z: 0 } }), 100);
setTimeout(() => {
  clearInterval(push);
  console.log(JSON.stringify({ maps, refused }));
  process.exit(0);
}, 5000);
