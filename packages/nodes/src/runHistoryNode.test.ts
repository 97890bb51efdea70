import { LocalGraph, type NodeFault, qos } from '@homebound/graph';
import { createRng } from '@homebound/math';
import { homebound_interfaces, nav_msgs, tf2_msgs } from '@homebound/messages';
import type { RunDetail } from '@homebound/wire';
import { header, poseToMessage, transformToMessage } from './convert.ts';
import { gridToMessage } from './mapPublisher.ts';
import { runHistoryNode } from './runHistoryNode.ts';

const { MapCorrection, MissionState, SlamState } = homebound_interfaces;
/** What the wall's clock shows when the graph begins: 2026-11-22 09:00 UTC. */
const WALL_S = 1_795_338_000;

/** The node alone on a graph, told what the others would say. */
function testHistory() {
  const faults: NodeFault[] = [];
  const graph = new LocalGraph({ onFault: (fault) => faults.push(fault), freezeMessages: true });
  const kept: { readonly run: RunDetail; readonly isOver: boolean; readonly map: string }[] = [];
  const clock = { ahead_s: WALL_S, wall_s: () => clock.ahead_s + graph.now_s(), zone_s: () => 0 };
  let ids = 0;
  graph.add(
    runHistoryNode({ newId: () => `run-${++ids}`, keep: (run, isOver, map) => kept.push({ run, isOver, map }) }, clock),
  );
  const { outside } = graph;
  const states = outside.publisher(MissionState, 'mission_state', qos.latched);
  const tf = outside.publisher(tf2_msgs.TFMessage, 'tf', qos.tf);
  const odom = outside.publisher(nav_msgs.Odometry, 'odom', qos.sensorOut);
  const coverage = outside.publisher(nav_msgs.OccupancyGrid, 'coverage', qos.latched);
  const slam = outside.publisher(SlamState, 'slam_state', qos.latched);
  const corrections = outside.publisher(MapCorrection, 'map_correction', qos.reliable);
  const say = (job: number, state: string, more: Partial<homebound_interfaces.MissionState> = {}): void => {
    states.publish({ job, job_by: 'person', state, reason: `Now ${state}.`, reason_code: 'none', ...more });
    graph.runFor(0.1);
  };
  const at = (x: number, y: number): void => {
    tf.publish({ transforms: [transformToMessage(graph.now_s(), 'map', 'odom', { x: 0, y: 0, theta: 0 })] });
    graph.runFor(0.01);
    odom.publish({
      header: header(graph.now_s(), 'odom'),
      pose: { pose: poseToMessage({ x, y, theta: 0 }), covariance: new Float64Array(36) },
    });
    graph.runFor(0.01);
  };
  const sweep = (width: number, height: number, swept: (i: number) => boolean): void => {
    const data = Int8Array.from({ length: width * height }, (_, i) => (swept(i) ? 100 : 0));
    coverage.publish(
      gridToMessage(graph.now_s(), { width, height, resolution_m: 0.05, originX_m: -1, originY_m: -2, data }),
    );
    graph.runFor(0.1);
  };
  const correct = (before: number[], after: number[]): void => {
    corrections.publish({ epoch: 1, before: Float64Array.from(before), after: Float64Array.from(after) });
    graph.runFor(0.1);
  };
  const know = (map_name: string): void => {
    slam.publish({ state: 'tracking', map_name });
    graph.runFor(0.1);
  };
  const lose = (): void => {
    slam.publish({ state: 'lost' });
    graph.runFor(0.1);
  };
  return { graph, faults, kept, clock, say, at, sweep, correct, know, lose };
}

test('a run is kept when it begins, while it goes on and at its end, with way, floor, events and figures', () => {
  const { graph, faults, kept, say, at, sweep } = testHistory();
  say(1, 'undocking', { job_by: 'mornings' });
  expect(kept).toMatchObject([
    { isOver: false, run: { id: 'run-1', outcome: 'interrupted', by: 'mornings', begun_s: WALL_S } },
  ]);
  say(1, 'cleaning');
  for (let k = 0; k < 10; k++) at(0.1 * k, 0);
  graph.runFor(180);
  expect(kept.length).toBe(2);
  expect(kept[1].run).toMatchObject({
    outcome: 'interrupted',
    path: [0, 0, 0.1, 0, 0.2, 0, 0.3, 0, 0.4, 0, 0.5, 0, 0.6, 0, 0.7, 0, 0.8, 0, 0.9, 0],
  });
  say(1, 'finished', {
    reason: 'All is clean.',
    reason_code: 'done',
    coverage: 0.5,
    cleaned_area: 12.25,
    driven_length: 40,
    cleaning_time: 300,
    reachable_area: 24.5,
  });
  expect(kept[2]).toMatchObject({
    isOver: true,
    run: { outcome: 'finished', reason: 'All is clean.', reasonCode: 'done', coverage: 0.5, cleanedArea_m2: 12.25 },
  });
  // What was swept last is told a little later.
  sweep(4, 2, (i) => i > 5);
  graph.runFor(10);
  expect(kept.length).toBe(4);
  const { run } = kept[3];
  expect(run.swept).toEqual({
    width: 4,
    height: 2,
    resolution_m: 0.05,
    originX_m: -1,
    originY_m: -2,
    runs: [0, 6, 100, 2],
  });
  expect(run.events.map(({ state }) => state)).toEqual(['undocking', 'cleaning', 'finished']);
  expect(run.ended_s - run.begun_s).toBeCloseTo(180.4, 1);
  graph.runFor(1000);
  graph.shutdown();
  expect([kept.length, faults]).toEqual([4, []]);
});

test('what is remembered of the map moves with it, and a lost place lifts the pen', () => {
  const { kept, graph, say, at, correct, lose } = testHistory();
  say(1, 'cleaning');
  at(1, 0);
  at(2, 0);
  lose();
  at(2, 1);
  correct([0, 0, 0], [0, 5, 0]);
  say(1, 'stopped', { reason_code: 'user' });
  expect(kept.at(-1)?.run).toMatchObject({ outcome: 'stopped', path: [1, 5, 2, 5, null, null, 2, 6] });
  graph.shutdown();
});

test('a pause and a battery are no end, a way home that a person ordered is; it goes on after it was stuck', () => {
  const { kept, say } = testHistory();
  const ends = (): number => kept.filter(({ isOver }) => isOver).length;
  say(1, 'cleaning');
  say(1, 'paused');
  say(1, 'cleaning');
  say(1, 'charging', { reason_code: 'battery' });
  say(1, 'cleaning');
  expect(ends()).toBe(0);
  say(1, 'stuck', { reason_code: 'stuck' });
  expect([ends(), kept.at(-1)?.run.outcome]).toEqual([1, 'stuck']);
  say(1, 'cleaning');
  say(1, 'returning', { reason: 'You sent the robot home.', reason_code: 'user' });
  say(1, 'charging', { reason: 'Home and charging.', reason_code: 'user' });
  expect(kept.at(-1)).toMatchObject({
    isOver: true,
    run: { outcome: 'stopped', reason: 'You sent the robot home.', reasonCode: 'user' },
  });
  // A drive to a point afterwards is no job.
  say(1, 'travelling');
  say(1, 'stopped');
  expect(ends()).toBe(2);
  say(2, 'undocking');
  say(3, 'undocking');
  expect(new Set(kept.map(({ run }) => run.id))).toEqual(new Set(['run-1', 'run-2', 'run-3']));
});

test('a pause of days writes nothing', () => {
  const { graph, kept, say } = testHistory();
  say(1, 'cleaning');
  say(1, 'paused');
  graph.runFor(200);
  const before = kept.length;
  graph.runFor(2 * 86_400);
  expect(kept.length).toBe(before);
});

test('switched off in the middle it is whole up to then; of a job that was over before nothing is told', () => {
  const { graph, kept, say, at } = testHistory();
  say(4, 'finished');
  expect(kept).toEqual([]);
  say(5, 'cleaning');
  at(0, 0);
  at(1, 0);
  graph.shutdown();
  expect(kept.at(-1)).toMatchObject({ isOver: false, run: { outcome: 'interrupted', path: [0, 0, 1, 0] } });
});

test('a clock that is set meanwhile moves all times of the run', () => {
  const { clock, graph, kept, say } = testHistory();
  clock.ahead_s = 60;
  say(1, 'cleaning');
  graph.runFor(100);
  clock.ahead_s = WALL_S;
  say(1, 'finished');
  const { run } = kept.at(-1) as { run: RunDetail };
  expect([run.begun_s, run.events[0].stamp_s]).toEqual([WALL_S, WALL_S]);
  expect(run.ended_s - run.begun_s).toBeCloseTo(100.1, 1);
});

test('a day on a large floor, with a thousand mishaps, has at most 200 kB', () => {
  const { kept, graph, say, at, sweep } = testHistory();
  const rng = createRng(1);
  say(1, 'cleaning');
  let [x, y] = [-300, -300];
  for (let k = 0; k < 20_000; k++) {
    x += 0.1 * rng.uniform();
    y += 0.1 * rng.uniform();
    at(x, y);
    if (k % 20 === 0) say(1, k % 40 === 0 ? 'cleaning' : 'travelling', { reason: `${k} ${'é'.repeat(300)}` });
  }
  sweep(900, 900, () => rng.uniform() < 0.5);
  graph.shutdown();
  const bytes = new TextEncoder().encode(JSON.stringify(kept.at(-1)?.run)).length;
  expect(bytes).toBeLessThan(200_000);
  expect(bytes).toBeGreaterThan(100_000);
  expect(kept.at(-1)?.run.swept?.resolution_m).toBeGreaterThan(0.05);
});

test('a run is kept with the name of the map that it is drawn in; while the robot is lost, the one that it was in', () => {
  const { graph, kept, say, know, lose } = testHistory();
  say(1, 'undocking');
  know('Ground floor');
  say(1, 'cleaning');
  lose();
  say(1, 'stuck', { reason_code: 'lost' });
  expect(kept.map(({ map }) => map)).toEqual(['', 'Ground floor']);
  graph.shutdown();
});
