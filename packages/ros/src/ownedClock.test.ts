import type { NodeDefinition, TimeControl } from '@homebound/graph';
import { fromStamp, rosgraph_msgs } from '@homebound/messages';
import { FakeRcl } from './fakeRcl.ts';
import { OwnedClock } from './ownedClock.ts';
import { createRosGraph, type RosGraph } from './rosGraph.ts';

/** Steps of 20 ms at 50 times real time: 0.4 ms each. */
const owner = { pace: 50, step_s: 0.02, look_s: 0 };
const open: RosGraph[] = [];
afterEach(async () => {
  process.exitCode = undefined;
  for (const graph of open.splice(0)) {
    graph.shutdown();
    await graph.closed;
  }
});

/** A graph that owns its time, with a node whose timer is due at each step. */
async function ticking(
  fake: FakeRcl,
  look_s = 0,
): Promise<{ graph: RosGraph; time: TimeControl; ticks: number[]; starts: () => number }> {
  const graph = await createRosGraph({ parts: fake.parts, handleSignals: false, clock: { ...owner, look_s } });
  open.push(graph);
  const ticks: number[] = [];
  let starts = 0;
  const ticker: NodeDefinition = {
    name: 'ticker',
    parameters: {},
    latency_s: 0,
    start(node) {
      starts++;
      node.timer(0.02, () => ticks.push(node.now_s()));
      return undefined;
    },
  };
  graph.add(ticker);
  return { graph, time: graph.timeControl!, ticks, starts: () => starts };
}

const stamps = (fake: FakeRcl): number[] =>
  fake.published
    .filter(({ topic }) => topic === '/clock')
    .map(({ bytes }) => fromStamp(rosgraph_msgs.Clock.decode(bytes).clock));

async function until(isDone: () => boolean): Promise<void> {
  for (let i = 0; !isDone(); i++) {
    if (i > 2000) throw new Error('not within its time');
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

test('paused, nothing is published; so many steps are so many messages, and then it is a pause again', async () => {
  const fake = new FakeRcl();
  const { time, ticks } = await ticking(fake);
  await until(() => ticks.length > 3);
  time.pause();
  const [before, from_s] = [stamps(fake).length, time.now_s()];
  const seen: number[] = [];
  time.step(10, (completed) => seen.push(completed));
  await until(() => seen.length === 10);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(stamps(fake).slice(before)).toEqual(
    Array.from({ length: 10 }, (_, k) => expect.closeTo(from_s + 0.02 * (k + 1), 9)),
  );
  expect(ticks).toHaveLength(before + 10);
  expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect([time.isPaused, time.measuredPace]).toEqual([true, 0]);
});

test('steps can be cancelled, and need a pause', async () => {
  const fake = new FakeRcl();
  const { time } = await ticking(fake);
  expect(() => time.step(1, () => {})).toThrow('time is not paused');
  time.pause();
  const seen: number[] = [];
  const stepping = time.step(1000, (completed) => {
    seen.push(completed);
    if (completed === 5) stepping.cancel();
  });
  await until(() => seen.length === 5);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(seen).toHaveLength(5);
  expect(time.isPaused).toBe(true);
});

test('begun anew: 0 on /clock, timers and nodes anew', async () => {
  const fake = new FakeRcl();
  const { time, ticks, starts } = await ticking(fake);
  await until(() => ticks.length > 5);
  time.restart!();
  const anew = stamps(fake).length;
  expect(stamps(fake).at(-1)).toBe(0);
  await until(() => stamps(fake).length > anew + 2);
  expect(stamps(fake).slice(anew, anew + 2)).toEqual([0.02, 0.04]);
  expect(starts()).toBe(2);
});

test('where somebody else publishes /clock it does not begin, and says who', async () => {
  const fake = new FakeRcl();
  fake.clockPublishers = [{ node_name: 'gz', node_namespace: '/' }];
  const { graph, ticks, starts } = await ticking(fake, 0.1);
  await graph.closed;
  expect([ticks.length, starts(), stamps(fake).length]).toEqual([0, 0, 0]);
  expect(fake.nodes.get('ticker')!.logged).toContainEqual(
    expect.stringContaining('Cannot own /clock: /gz publishes it already'),
  );
  expect(process.exitCode).toBe(1);
});

test('nodes start when nobody else was found', async () => {
  const fake = new FakeRcl();
  const { starts } = await ticking(fake, 0.05);
  expect(starts()).toBe(0);
  await until(() => starts() === 1);
});

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('a pace of %d is refused', async (pace) => {
  expect(() => new OwnedClock({ pace, step_s: 0.02 })).toThrow('Cannot set the pace of time');
  const { time } = await ticking(new FakeRcl());
  expect(() => {
    time.pace = pace;
  }).toThrow('Cannot set the pace of time');
});
