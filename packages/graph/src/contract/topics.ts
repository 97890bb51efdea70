import { geometry_msgs, nav_msgs, rcl_interfaces, sensor_msgs, std_msgs, tf2_msgs } from '@homebound/messages';
import { type Node, type Qos, qos } from '../node.ts';
import { type ContractCase, found_s, later, node, type Saw } from './contract.ts';

const { Int32, Int64, Empty, String: Text } = std_msgs;
const bestEffort: Qos = { depth: 10, reliability: 'bestEffort', durability: 'volatile' };

/** Publishes 1 to `count` on `topic`, one each `period_s`, or all at once with 0. */
const counter =
  (topic: string, count: number, period_s: number, quality: Qos = qos.reliable) =>
  (n: Node) => {
    const out = n.publisher(Int32, topic, quality);
    let data = 0;
    later(n, found_s, () => {
      if (period_s === 0) while (data < count) out.publish({ data: ++data });
      if (period_s === 0) return;
      const timer = n.timer(period_s, () => (data < count ? out.publish({ data: ++data }) : timer.cancel()));
    });
  };

const reader = (saw: Saw, topic: string, quality: Qos, stream = 'read') =>
  node('reader', (n) => void n.subscribe(Int32, topic, quality, ({ data }) => saw(stream, data)));

const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => String(from + i));

/** A publisher and a subscription of other quality: what is heard, and what is said about it in the log. */
function qosCase(name: string, offered: Qos, wanted: Qos, heard: string[], warning?: string): ContractCase {
  return {
    name,
    nodes: (saw) => [
      node('talker', counter('x', 3, 0.05, offered)),
      reader(saw, 'x', wanted),
      logWatcher(saw, 'gets nothing'),
    ],
    lasts_s: 4,
    expected: { read: heard, log: warning ? [`30 reader ${warning}`] : [] },
  };
}

/** Notes the lines of the log that have `about` in them. */
export function logWatcher(saw: Saw, about: string) {
  return node('log_watcher', (n) => {
    const quality: Qos = { depth: 100, reliability: 'reliable', durability: 'volatile' };
    n.subscribe(rcl_interfaces.Log, 'rosout', quality, ({ level, name, msg }) => {
      if (msg.includes(about)) saw('log', `${level} ${name} ${msg.split('\n')[0]}`); // where it came from is below
    });
  });
}

export const topicCases: readonly ContractCase[] = [
  {
    name: 'messages of one publisher come in the order in which they were sent',
    nodes: (saw) => [node('talker', counter('x', 20, 0.01)), reader(saw, 'x', qos.reliable)],
    lasts_s: 2,
    expected: { read: numbers(1, 20) },
  },
  {
    name: 'of a burst the last `depth` messages are kept',
    nodes: (saw) => [
      node('talker', counter('x', 30, 0, { ...qos.reliable, depth: 30 })),
      reader(saw, 'x', { ...qos.reliable, depth: 3 }),
    ],
    lasts_s: 2,
    together: 'a reader in a process of its own may be fast enough to read them all',
    expected: { read: ['28', '29', '30'] },
  },
  {
    name: 'two publishers of a topic: each one keeps its order, and a node hears itself',
    nodes: (saw) => [
      node('talker', counter('x', 10, 0.01)),
      node('both', (n) => {
        n.subscribe(Int32, 'x', qos.reliable, ({ data }) => saw(data > 100 ? 'own' : 'other', data));
        const out = n.publisher(Int32, 'x');
        later(n, found_s, () => [101, 102, 103].forEach((data) => void out.publish({ data })));
      }),
    ],
    lasts_s: 2,
    expected: { other: numbers(1, 10), own: numbers(101, 103) },
  },
  qosCase('reliable is heard by a best-effort reader', qos.reliable, bestEffort, ['1', '2', '3']),
  qosCase(
    'best effort is not heard by a reliable reader, and the log says why',
    bestEffort,
    qos.reliable,
    [],
    'gets nothing on x from talker: it is published best effort and read reliable',
  ),
  qosCase(
    'volatile is not heard by a reader of latched topics, and the log says why',
    qos.reliable,
    qos.latched,
    [],
    'gets nothing on x from talker: it is published volatile and read transient local',
  ),
  {
    name: 'a latched topic reaches a late subscriber with its last `depth` messages, a volatile one does not',
    nodes: (saw) => [
      node('talker', (n) => {
        for (const [topic, quality] of [
          ['map', { ...qos.latched, depth: 2 }],
          ['event', qos.reliable],
        ] as const) {
          const out = n.publisher(Int32, topic, quality);
          for (const data of [1, 2, 3]) out.publish({ data });
        }
      }),
      node('late', (n) =>
        later(n, 1, () => {
          n.subscribe(Int32, 'map', { ...qos.latched, depth: 5 }, ({ data }) => saw('map', data));
          n.subscribe(Int32, 'event', qos.reliable, ({ data }) => saw('event', data));
        }),
      ),
    ],
    lasts_s: 2.5,
    expected: { map: ['2', '3'] },
  },
  {
    name: 'what a node publishes in `start` reaches a latched reader that starts with it',
    nodes: (saw) => [
      node('talker', (n) => n.publisher(Int32, 'map', qos.latched).publish({ data: 7 })),
      reader(saw, 'map', qos.latched),
    ],
    lasts_s: 2,
    expected: { read: ['7'] },
  },
  {
    name: 'a subscription may be closed in its own callback',
    nodes: (saw) => [
      node('talker', counter('x', 5, 0.05)),
      node('once', (n) => {
        const subscription = n.subscribe(Int32, 'x', qos.reliable, ({ data }) => {
          saw('read', data);
          subscription.close();
          subscription.close(); // harmless
        });
      }),
    ],
    lasts_s: 2,
    expected: { read: ['1'] },
  },
  {
    name: 'a message arrives with its wire values: rounded, complete, views of buffers as what they show',
    nodes: (saw) => [
      node('talker', (n) => {
        const scan = n.publisher(sensor_msgs.LaserScan, 'scan', qos.sensorOut);
        const large = n.publisher(Int64, 'large');
        const text = n.publisher(Text, 'text');
        const empty = n.publisher(Empty, 'empty');
        later(n, found_s, () => {
          const ranges = Float32Array.of(-1, 0.5, Number.POSITIVE_INFINITY, -1).subarray(1, 3);
          scan.publish({
            angle_min: 0.1,
            ranges,
            intensities: Float32Array.of(),
            header: { frame_id: 'base_scan' } as never,
          });
          large.publish({ data: 2n ** 62n + 1n });
          text.publish({ data: 'Küche 客厅 🧹' });
          empty.publish({});
        });
      }),
      node('reader', (n) => {
        n.subscribe(sensor_msgs.LaserScan, 'scan', qos.sensorIn, (m) => {
          saw('scan', `${m.angle_min} ${m.range_max} ${m.header.frame_id} ${m.header.stamp.sec}`);
          saw('scan', `${m.ranges.constructor.name} ${[...m.ranges]} ${m.intensities.length}`);
        });
        n.subscribe(Int64, 'large', qos.reliable, ({ data }) => saw('large', `${typeof data} ${data}`));
        n.subscribe(Text, 'text', qos.reliable, ({ data }) => saw('text', data));
        n.subscribe(Empty, 'empty', qos.reliable, (m) => saw('empty', Object.keys(m).length));
      }),
    ],
    lasts_s: 2,
    expected: {
      scan: [`${Math.fround(0.1)} 0 base_scan 0`, 'Float32Array 0.5,Infinity 0'],
      large: ['bigint 4611686018427387905'],
      text: ['Küche 客厅 🧹'],
      empty: ['0'],
    },
  },
  {
    name: 'large and deeply nested messages arrive whole',
    nodes: (saw) => [
      node('talker', (n) => {
        const path = n.publisher(nav_msgs.Path, 'plan', qos.latched);
        const map = n.publisher(nav_msgs.OccupancyGrid, 'map', qos.latched);
        const pose = (x: number) => ({ ...geometry_msgs.PoseStamped.create(), pose: poseAt(x) });
        path.publish({ poses: Array.from({ length: 2000 }, (_, i) => pose(i)) });
        map.publish({ data: new Int8Array(1_000_000).fill(100, 999_999) });
      }),
      node('reader', (n) => {
        n.subscribe(nav_msgs.Path, 'plan', qos.latched, ({ poses }) =>
          saw('path', `${poses.length} ${poses[1999]!.pose.position.x}`),
        );
        n.subscribe(nav_msgs.OccupancyGrid, 'map', qos.latched, ({ data }) =>
          saw('map', `${data.length} ${data.indexOf(100)}`),
        );
      }),
    ],
    lasts_s: 3,
    expected: { path: ['2000 1999'], map: ['1000000 999999'] },
  },
  {
    name: 'what cannot be sent is refused to the sender with type and field',
    nodes: (saw) => [
      node('talker', (n) => {
        const out = n.publisher(geometry_msgs.Twist, 'cmd_vel');
        try {
          out.publish({ linear: { x: 'fast' as never, y: 0, z: 0 } });
        } catch (error) {
          saw('refused', (error as Error).message);
        }
      }),
    ],
    lasts_s: 0.5,
    expected: { refused: ['Cannot send geometry_msgs/Vector3.x: it must be a number, got "fast"'] },
  },
  {
    name: 'a name that ROS does not allow is refused, and the node does not start',
    nodes: () => [node('talker', (n) => void n.publisher(Int32, 'no such name'))],
    lasts_s: 0.5,
    expected: { faults: ['talker: start (1)'] },
  },
  {
    name: 'transforms of several nodes meet on tf',
    nodes: (saw) => [
      ...['odom', 'map'].map((parent) =>
        node(`${parent}_talker`, (n) => {
          const tf = n.publisher(tf2_msgs.TFMessage, 'tf', qos.tf);
          const transform = { ...geometry_msgs.TransformStamped.create(), child_frame_id: `under_${parent}` };
          later(n, found_s, () => tf.publish({ transforms: [transform] }));
        }),
      ),
      node(
        'reader',
        (n) =>
          void n.subscribe(tf2_msgs.TFMessage, 'tf', qos.tf, ({ transforms: [first] }) => {
            saw(first!.child_frame_id, first!.transform.rotation.w);
          }),
      ),
    ],
    lasts_s: 2,
    expected: { under_odom: ['1'], under_map: ['1'] },
  },
];

function poseAt(x: number): geometry_msgs.Pose {
  return { position: { x, y: 0, z: 0 }, orientation: geometry_msgs.Quaternion.create() };
}
