import { LocalGraph, type Node, qos } from '@homebound/graph';
import { homebound_interfaces, irobot_create_msgs, tf2_msgs } from '@homebound/messages';
import { defaultGeometry } from '@homebound/robot';
import { header } from '../convert.ts';
import { hazardsOf } from './hazards.ts';
import { hazardsNode } from './hazardsNode.ts';

const { BUMP, CLIFF, WHEEL_DROP, OBJECT_PROXIMITY } = irobot_create_msgs.HazardDetection;
const safe = { ...homebound_interfaces.Safety.create(), wall_distance: Number.POSITIVE_INFINITY };

test.each([
  [{}, []],
  [{ bump_left: true }, [[BUMP, 'bump_left']]],
  [
    { bump_centre: true, bump_right: true },
    [
      [BUMP, 'bump_front_center'],
      [BUMP, 'bump_right'],
    ],
  ],
  [{ cliff_side_left: true }, [[CLIFF, 'cliff_side_left']]],
  [
    { cliff_front_left: true, cliff_front_right: true },
    [
      [CLIFF, 'cliff_front_left'],
      [CLIFF, 'cliff_front_right'],
    ],
  ],
  [{ cliff_side_right: true }, [[CLIFF, 'cliff_side_right']]],
  [
    { wheel_drop_left: true, wheel_drop_right: true },
    [
      [WHEEL_DROP, 'wheel_drop_left'],
      [WHEEL_DROP, 'wheel_drop_right'],
    ],
  ],
  [{ wall_distance: 0.02 }, [[OBJECT_PROXIMITY, 'wall_sensor']]],
  [{ wall_distance: 0.04 }, []],
  [{ wall_distance: Number.NaN }, []],
])("%j in Create 3's words", (fields, wanted) => {
  const found = hazardsOf({ ...safe, ...fields }, 0.03);
  expect(found.map(({ type, header }) => [type, header.frame_id])).toEqual(wanted);
});

test('a hazard is told when it comes and when it is gone, in a frame that tf knows', () => {
  const graph = new LocalGraph();
  graph.add(hazardsNode(defaultGeometry));
  const { outside } = graph;
  const safety = outside.publisher(homebound_interfaces.Safety, 'safety', qos.sensorOut);
  const told: { at_s: number; frames: string[] }[] = [];
  const known = new Set<string>();
  outside.subscribe(tf2_msgs.TFMessage, 'tf_static', qos.latched, ({ transforms }) => {
    for (const { child_frame_id } of transforms) known.add(child_frame_id);
  });
  outside.subscribe(irobot_create_msgs.HazardDetectionVector, 'hazard_detection', qos.sensorIn, ({ detections }) => {
    told.push({ at_s: outside.now_s(), frames: detections.map((d) => d.header.frame_id) });
  });
  let isBumped = false;
  outside.timer(0.02, () => safety.publish({ ...safe, header: header(outside.now_s(), ''), bump_left: isBumped }));
  graph.runFor(1);
  // Ten times a second while nothing happens.
  expect(told.length).toBeGreaterThanOrEqual(9);
  expect(told.length).toBeLessThanOrEqual(11);
  const [quiet] = told;
  expect(quiet.frames).toEqual([]);
  isBumped = true;
  const before = graph.now_s();
  graph.runFor(0.05);
  const bumped = told.find(({ frames }) => frames.length > 0);
  expect(bumped?.frames).toEqual(['bump_left']);
  expect(bumped!.at_s - before).toBeLessThan(0.03);
  expect(known).toContain('bump_left');
  expect(known).toContain('cliff_front_right');
});

test('where ROS has no irobot_create_msgs it says so and steps aside: whoever shares its process lives on', () => {
  const graph = new LocalGraph();
  const logs: string[] = [];
  const hazards = hazardsNode(defaultGeometry);
  graph.add({
    ...hazards,
    start: (node) => {
      const lean: Node<typeof hazards.parameters> = {
        name: node.name,
        parameters: node.parameters,
        now_s: () => node.now_s(),
        publisher(type, topic, quality) {
          if (type.name.startsWith('irobot_create_msgs/')) throw new Error(`The type ${type.name} is not known here`);
          return node.publisher(type, topic, quality);
        },
        subscribe: (...all) => node.subscribe(...all),
        timer: (...all) => node.timer(...all),
        service: (...all) => node.service(...all),
        client: (...all) => node.client(...all),
        actionServer: (...all) => node.actionServer(...all),
        actionClient: (...all) => node.actionClient(...all),
        log: (level, text) => logs.push(`${level}: ${text}`),
      };
      return hazards.start(lean);
    },
  });
  const safety = graph.outside.publisher(homebound_interfaces.Safety, 'safety', qos.sensorOut);
  graph.outside.timer(0.02, () => safety.publish({ ...safe, bump_left: true }));
  graph.runFor(1);
  expect(logs).toEqual([
    expect.stringMatching(/^info: hazard_detection .* is not published: The type irobot_create_msgs\/msg\//),
  ]);
  expect(graph.topics().flatMap(({ name, publishers }) => (publishers.length > 0 ? [name] : []))).toEqual(['safety']);
});
