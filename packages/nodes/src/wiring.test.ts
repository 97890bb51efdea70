import { LocalGraph, qos } from '@homebound/graph';
import { defaultGeometry, type RobotBody } from '@homebound/robot';
import { hazardsNode } from './create3/hazardsNode.ts';
import { diagnosticsNode } from './diagnostics/diagnosticsNode.ts';
import { addRobot } from './wiring.ts';

const body: RobotBody = {
  geometry: defaultGeometry,
  commandTimeout_s: 0.5,
  poll: () => [],
  drive: () => {},
  clean: () => {},
  sign: () => {},
};

/** The names that ROS's tools know, with their types, and REP-2003's quality: reliable for sensors, latched for maps. */
const standard = [
  ['scan', 'sensor_msgs/msg/LaserScan', qos.sensorOut],
  ['imu', 'sensor_msgs/msg/Imu', qos.sensorOut],
  ['joint_states', 'sensor_msgs/msg/JointState', qos.sensorOut],
  ['battery_state', 'sensor_msgs/msg/BatteryState', qos.reliable],
  ['odom', 'nav_msgs/msg/Odometry', qos.sensorOut],
  ['tf', 'tf2_msgs/msg/TFMessage', qos.tf],
  ['tf_static', 'tf2_msgs/msg/TFMessage', qos.latched],
  ['map', 'nav_msgs/msg/OccupancyGrid', qos.latched],
  ['map_updates', 'map_msgs/msg/OccupancyGridUpdate', qos.reliable],
  ['map_metadata', 'nav_msgs/msg/MapMetaData', qos.latched],
  ['cmd_vel', 'geometry_msgs/msg/Twist', qos.reliable],
  ['diagnostics', 'diagnostic_msgs/msg/DiagnosticArray', qos.reliable],
  ['hazard_detection', 'irobot_create_msgs/msg/HazardDetectionVector', qos.sensorOut],
] as const;

function everything(overrides: Parameters<typeof addRobot>[2] = {}): LocalGraph {
  const graph = new LocalGraph();
  addRobot(graph, body, overrides);
  graph.add(hazardsNode(defaultGeometry));
  graph.add(diagnosticsNode());
  graph.runFor(0.1);
  return graph;
}

test.each(standard)('%s is said as %s, in the quality that REP-2003 wants', (name, type, quality) => {
  const topic = everything()
    .topics()
    .find((t) => t.name === name);
  expect(topic?.type).toBe(type);
  expect(topic?.publishers.length).toBeGreaterThanOrEqual(1);
  for (const publisher of topic!.publishers) expect(publisher.quality).toEqual(quality);
});

test('sensors are read best effort, so that any publisher is heard; nobody asks for more than is offered', () => {
  for (const { name, publishers, subscriptions } of everything().topics()) {
    if (['scan', 'imu', 'joint_states', 'odom', 'safety', 'dock_sensor'].includes(name))
      for (const { node, quality } of subscriptions)
        expect({ node, name, reliability: quality.reliability }).toEqual({ node, name, reliability: 'bestEffort' });
    for (const offered of publishers)
      for (const wanted of subscriptions)
        if (wanted.quality.durability === 'transientLocal')
          expect({ name, by: offered.node, durability: offered.quality.durability }).toEqual({
            name,
            by: offered.node,
            durability: 'transientLocal',
          });
  }
});

test('with enable_stamped_cmd_vel both ends of the wheels say TwistStamped', () => {
  const graph = everything({ body: { enable_stamped_cmd_vel: true }, drive: { enable_stamped_cmd_vel: true } });
  const topic = graph.topics().find(({ name }) => name === 'cmd_vel');
  expect(topic).toMatchObject({ type: 'geometry_msgs/msg/TwistStamped', messages: expect.any(Number) });
  expect(topic?.publishers.map(({ node }) => node)).toEqual(['drive']);
  expect(topic?.subscriptions.map(({ node }) => node)).toEqual(['body']);
});
