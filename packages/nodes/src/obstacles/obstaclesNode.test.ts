import { LocalGraph, type NodeFault, qos } from '@homebound/graph';
import { homebound_interfaces, nav_msgs, std_msgs, tf2_msgs, visualization_msgs } from '@homebound/messages';
import { defaultGeometry, type FloorRecord, floorKinds } from '@homebound/robot';
import { header, poseToMessage, transformToMessage } from '../convert.ts';
import type { MapKeeper } from '../mapKeeper.ts';
import { floorViewMessage } from './floorViews.ts';
import { obstaclesNode } from './obstaclesNode.ts';
import { TestMemory } from './testMemory.ts';

/** A look of 40 x 20 cells of 2 cm from (0.2, -0.2) on, with a cord in some of them. */
function look(stamp_s: number, ...cords: readonly [x_m: number, y_m: number][]): FloorRecord {
  const kinds = new Uint8Array(800).fill(floorKinds.indexOf('floor'));
  for (const [x, y] of cords)
    kinds[Math.floor((y + 0.2) / 0.02) * 40 + Math.floor((x - 0.2) / 0.02)] = floorKinds.indexOf('thin');
  const grid = { resolution_m: 0.02, width: 40, height: 20, originX_m: 0.2, originY_m: -0.2 };
  return { kind: 'floor', stamp_s, ...grid, kinds, heights_mm: new Int16Array(800), things: [] };
}

/**
 * A robot that drives along x at 0.3 m/s in odom, which stands at y = 1 in the map; the node beside it.
 * @param memory  the first that the node asks for
 * @param keeper  where what is dismissed goes
 */
function rig(memory = new TestMemory(), keeper?: MapKeeper) {
  const memories = [memory];
  const faults: NodeFault[] = [];
  const graph = new LocalGraph({ onFault: (fault) => faults.push(fault) });
  graph.add(obstaclesNode(defaultGeometry, () => memories.pop() ?? new TestMemory(), keeper));
  const { outside } = graph;
  const heard: homebound_interfaces.Obstacles[] = [];
  outside.subscribe(homebound_interfaces.Obstacles, 'obstacles', qos.latched, (m) => heard.push(m));
  const tf = outside.publisher(tf2_msgs.TFMessage, 'tf', qos.tf);
  const odom = outside.publisher(nav_msgs.Odometry, 'odom', qos.sensorOut);
  outside.timer(0.1, () => {
    const now_s = outside.now_s();
    tf.publish({ transforms: [transformToMessage(now_s, 'map', 'odom', { x: 0, y: 1, theta: 0 })] });
    const pose = { pose: poseToMessage({ x: 0.3 * now_s, y: 0, theta: 0 }), covariance: new Float64Array(36) };
    odom.publish({ ...nav_msgs.Odometry.create(), header: header(now_s, 'odom'), pose });
  });
  const views = outside.publisher(homebound_interfaces.FloorView, 'floor_view', qos.sensorOut);
  const see = (record: FloorRecord): void => views.publish(floorViewMessage(record));
  const client = outside.client(homebound_interfaces.DismissObstacle, 'dismiss_obstacle');
  const dismiss = (id: number, is_dismissed: boolean): homebound_interfaces.DismissObstacle_Response | undefined => {
    let answer: homebound_interfaces.DismissObstacle_Response | undefined;
    client.call({ id, is_dismissed }, (outcome) => {
      answer = outcome.ok ? outcome.value : undefined;
    });
    graph.runFor(0.1);
    return answer;
  };
  return { graph, outside, faults, heard, see, dismiss };
}

test('without a look at the floor nothing is said', () => {
  const { graph, heard, faults } = rig();
  graph.runFor(5);
  expect(heard).toEqual([]);
  expect(faults).toEqual([]);
});

test('a look is placed where the robot was when it was taken, though its odometry comes later', () => {
  const { graph, heard, see } = rig();
  graph.runFor(2.11);
  see(look(2.14, [0.51, 0.01]));
  graph.runFor(0.05);
  expect(heard).toEqual([]);
  graph.runFor(0.5);
  expect(heard).toHaveLength(1);
  const [cord] = heard[0].obstacles;
  // 0.3 * 2.14 + 0.5 = 1.142, the cell's left edge; its lower edge lies at 0, and odom at y = 1 in the map.
  expect(cord.outline[0]).toBeCloseTo(1.142, 3);
  expect(cord.outline[1]).toBeCloseTo(1, 3);
  expect(cord).toMatchObject({ kind: 'cable', reason: 'A cable, given a wide berth.', is_dismissed: false });
  expect(cord.berth).toBeGreaterThan(0.05);
});

test('what is no news is not told, what is gone is; what lies there is put together 5 times a second', () => {
  const memory = new TestMemory();
  const { graph, heard, see, outside } = rig(memory);
  graph.runFor(1);
  // The same place in the map at each look: it comes nearer as the robot drives.
  const stop = outside.timer(0.1, () => see(look(outside.now_s(), [0.61 - 0.3 * (outside.now_s() - 1), 0.01])));
  graph.runFor(0.09);
  const before = heard.length;
  const asked = memory.asked;
  graph.runFor(1);
  stop.cancel();
  expect(heard.length - before).toBeLessThanOrEqual(5);
  expect(memory.asked - asked).toBeLessThanOrEqual(6);
  see(look(outside.now_s()));
  graph.runFor(0.5);
  expect(heard.at(-1)?.obstacles).toEqual([]);
});

test('a person dismisses one, for its place, and takes it back', () => {
  const { graph, heard, see, dismiss, outside } = rig();
  graph.runFor(1);
  see(look(1, [0.51, 0.01], [0.71, 0.11]));
  graph.runFor(0.5);
  const [first, second] = heard.at(-1)?.obstacles ?? [];
  expect(dismiss(77, true)).toMatchObject({ accepted: false, reason: 'There is no obstacle 77 any more.' });
  expect(dismiss(first.id, true)).toMatchObject({ accepted: true });
  expect(heard.at(-1)?.obstacles).toMatchObject([
    { id: first.id, is_dismissed: true, berth: 0, reason: 'You said that there is no obstacle.' },
    { id: second.id, is_dismissed: false, berth: second.berth },
  ]);
  // Seen again later, with another id: 0.3 m farther on it lies so much nearer.
  const moved_m = 0.3 * (outside.now_s() - 1);
  see(look(outside.now_s(), [0.51 - moved_m, 0.03], [0.71 - moved_m, 0.11]));
  graph.runFor(0.5);
  expect(heard.at(-1)?.obstacles.map(({ is_dismissed }) => is_dismissed)).toEqual([true, false]);
  const again = heard.at(-1)?.obstacles[0].id as number;
  expect(dismiss(again, false)).toMatchObject({ accepted: true });
  expect(heard.at(-1)?.obstacles[0]).toMatchObject({ is_dismissed: false, berth: second.berth });
});

test('a corrected map moves them, another one begins without', () => {
  const { graph, heard, see, dismiss, outside } = rig();
  graph.runFor(1);
  see(look(1, [0.51, 0.01]));
  graph.runFor(0.5);
  const before = heard.at(-1)?.obstacles[0] as homebound_interfaces.Obstacle;
  dismiss(before.id, true);
  outside.publisher(homebound_interfaces.MapCorrection, 'map_correction', qos.reliable).publish({
    header: header(outside.now_s(), 'map'),
    epoch: 1,
    before: Float64Array.of(0, 0, 0),
    after: Float64Array.of(0.5, 0, 0),
  });
  graph.runFor(0.1);
  const after = heard.at(-1)?.obstacles[0] as homebound_interfaces.Obstacle;
  expect(after.outline[0] - before.outline[0]).toBeCloseTo(0.5, 6);
  expect(after.is_dismissed).toBe(true);
  outside.publisher(std_msgs.Empty, 'map_reset', qos.reliable).publish({});
  graph.runFor(0.1);
  expect(heard.at(-1)?.obstacles).toEqual([]);
});

test('looks that wait in vain for odometry are let go, which is told once; those of the last 2 s wait on', () => {
  const said: string[] = [];
  const added: number[] = [];
  class Heard extends TestMemory {
    override add(view: FloorRecord, T_map_base: Parameters<TestMemory['add']>[1]): void {
      added.push(Number(view.stamp_s.toFixed(3)));
      super.add(view, T_map_base);
    }
  }
  const graph = new LocalGraph({ log: (level, _node, text) => void said.push(`${level} ${text}`) });
  graph.add(obstaclesNode(defaultGeometry, () => new Heard()));
  const { outside } = graph;
  const tf = outside.publisher(tf2_msgs.TFMessage, 'tf', qos.tf);
  const odom = outside.publisher(nav_msgs.Odometry, 'odom', qos.sensorOut);
  const views = outside.publisher(homebound_interfaces.FloorView, 'floor_view', qos.sensorOut);
  const drive = (seconds: number): void => {
    tf.publish({ transforms: [transformToMessage(outside.now_s(), 'map', 'odom', { x: 0, y: 0, theta: 0 })] });
    for (let k = 0; k < 50 * seconds; k++) {
      const pose = { pose: poseToMessage({ x: outside.now_s(), y: 0, theta: 0 }), covariance: new Float64Array(36) };
      odom.publish({ ...nav_msgs.Odometry.create(), header: header(outside.now_s(), 'odom'), pose });
      graph.runFor(0.02);
    }
  };
  const see = (looks: number, period_s: number, ahead_s = 0): void => {
    for (let k = 0; k < looks; k++) {
      views.publish(floorViewMessage(look(outside.now_s() + ahead_s)));
      graph.runFor(period_s);
    }
  };
  drive(1);
  see(100, 0.1);
  expect([said, added]).toEqual([['warn Looks at the floor are dropped: there is no odometry of their time'], []]);
  // One from the future does not keep its place.
  see(1, 0.1, 1000);
  see(30, 0.02);
  drive(0.1);
  expect(added).toHaveLength(20);
  expect(added[0]).toBeCloseTo(outside.now_s() - 0.1 - 20 * 0.02, 3);
  see(3, 0);
  drive(0.5);
  expect([said.length, added.length]).toEqual([1, 23]);
});

test('a look that makes no sense is a fault, and the next one counts', () => {
  const { graph, heard, see, faults } = rig();
  graph.runFor(1);
  see({ ...look(1, [0.51, 0.01]), width: 41 });
  see(look(1, [0.51, 0.01]));
  graph.runFor(0.5);
  expect(faults.map(({ error }) => String(error))).toEqual([
    expect.stringContaining('41 x 20 cells wanted, got 800 kinds'),
  ]);
  expect(heard).toHaveLength(1);
});

test('RViz is shown an outline and a line of words for each, and what is gone is taken away', () => {
  const { graph, outside, see } = rig();
  const shown: visualization_msgs.MarkerArray[] = [];
  outside.subscribe(visualization_msgs.MarkerArray, 'obstacle_markers', qos.latched, (m) => shown.push(m));
  graph.runFor(1);
  see(look(1, [0.5, 0.1]));
  graph.runFor(1);
  const [gone, outline, name] = shown.at(-1)?.markers ?? [];
  expect(gone.action).toBe(visualization_msgs.Marker.DELETEALL);
  expect(outline.header.frame_id).toBe('map');
  // Closed, and where the look was: 0.3 m driven, 0.5 ahead, 1.1 aside.
  expect(outline.points[0]).toEqual(outline.points.at(-1));
  expect(outline.points[0].x).toBeCloseTo(0.8, 1);
  expect(outline.points[0].y).toBeCloseTo(1.1, 1);
  expect(name.text).toMatch(/^\d+ cable \d+ %\n.*\.$/);
  outside.publisher(std_msgs.Empty, 'map_reset', qos.reliable).publish({});
  graph.runFor(1);
  expect(shown.at(-1)?.markers.map(({ action }) => action)).toEqual([visualization_msgs.Marker.DELETEALL]);
});

/** A keeper of one map with a dismissal at (0.65, 1), and what it was given. */
function keeperOf() {
  const kept: (readonly [index: number, ids: number[], x: number[]])[] = [];
  const floor = {
    name: 'Home',
    dismissals: [{ id: 4, kind: 'cable', height_m: 0.006, x: 0.65, y: 1, radius_m: 0.05 }],
  };
  const keeper: MapKeeper = {
    floors: [floor as unknown as MapKeeper['floors'][number]],
    save: () => {},
    keepHome: () => {},
    keepDismissals: (index, all) => void kept.push([index, all.map(({ id }) => id), all.map(({ x }) => x)]),
  };
  return { keeper, kept };
}

/** A robot that has found itself in that map. */
function located() {
  const { keeper, kept } = keeperOf();
  const robot = rig(undefined, keeper);
  robot.graph.runFor(0.2);
  const slam = robot.outside.publisher(homebound_interfaces.SlamState, 'slam_state', qos.latched);
  slam.publish({ ...homebound_interfaces.SlamState.create(), state: 'located', map_name: 'Home' });
  robot.graph.runFor(0.1);
  return { ...robot, kept };
}

test('what was dismissed in the map that it finds itself in holds from the first look on, and is told before', () => {
  const { graph, heard, see, outside } = located();
  expect(heard.at(-1)).toMatchObject({ obstacles: [], dismissals: [{ id: 4, kind: 'cable', x: 0.65, y: 1 }] });
  const ahead_m = 0.65 - 0.3 * outside.now_s();
  see(look(outside.now_s(), [ahead_m, 0], [ahead_m, 0.14]));
  graph.runFor(0.5);
  expect(heard.at(-1)?.obstacles.map(({ is_dismissed }) => is_dismissed)).toEqual([true, false]);
});

test('each word is handed to the keeper of the map at once, all of it; a correction within half a minute', () => {
  const { graph, heard, see, dismiss, outside, kept } = located();
  see(look(outside.now_s(), [0.25, 0.17]));
  graph.runFor(0.5);
  dismiss(heard.at(-1)?.obstacles[0].id as number, true);
  expect(kept).toMatchObject([[0, [4, 5], [0.65, expect.any(Number)]]]);
  const client = outside.client(homebound_interfaces.RecallDismissal, 'recall_dismissal');
  const answers: boolean[] = [];
  for (const id of [9, 5]) client.call({ id }, (outcome) => void answers.push(outcome.ok && outcome.value.accepted));
  graph.runFor(0.2);
  expect([answers, kept.length, kept.at(-1)?.slice(0, 2)]).toEqual([[false, true], 2, [0, [4]]]);
  expect(heard.at(-1)?.obstacles[0].is_dismissed).toBe(false);
  outside.publisher(homebound_interfaces.MapCorrection, 'map_correction', qos.reliable).publish({
    header: header(outside.now_s(), 'map'),
    epoch: 1,
    before: Float64Array.of(0, 0, 0),
    after: Float64Array.of(0.5, 0, 0),
  });
  graph.runFor(31);
  expect(kept.length).toBe(3);
  expect(kept[2][2][0]).toBeCloseTo(1.15, 6);
});

test('a map that is begun has nothing dismissed, and its own keeper', () => {
  const { graph, heard, outside, kept } = located();
  outside.publisher(std_msgs.Empty, 'map_reset', qos.reliable).publish({});
  graph.runFor(0.1);
  expect(heard.at(-1)).toMatchObject({ obstacles: [], dismissals: [] });
  expect(kept).toEqual([[1, [], []]]);
});
