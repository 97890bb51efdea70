import { std_msgs } from '@homebound/messages';
import { LocalGraph } from './localGraph.ts';
import { qos } from './node.ts';
import { Pace, type PaceHost } from './pace.ts';

/** A host whose time is only what is slept and what work costs. */
class FakeHost implements PaceHost {
  time_s = 100;
  pauses = 0;
  work_s: number;
  constructor(work_s = 0) {
    this.work_s = work_s;
  }
  now_s(): number {
    return this.time_s;
  }
  async sleep(duration_s: number): Promise<void> {
    this.time_s += duration_s;
  }
  async pause(): Promise<void> {
    this.pauses++;
  }
}

function tickingGraph(host: FakeHost): { graph: LocalGraph; ticks: number[] } {
  const graph = new LocalGraph();
  const ticks: number[] = [];
  graph.add({
    name: 'clock',
    parameters: {},
    latency_s: 0,
    start(node) {
      node.timer(0.1, () => {
        ticks.push(host.now_s());
        host.time_s += host.work_s;
      });
      return undefined;
    },
  });
  return { graph, ticks };
}

test('free running takes no time of its own and lets the host breathe', async () => {
  const host = new FakeHost(0.001);
  const { graph } = tickingGraph(host);
  await new Pace(graph, host, { speed: 'free' }).run(() => graph.now_s() >= 100);
  expect(graph.now_s()).toBeCloseTo(100, 9);
  expect(host.time_s).toBeCloseTo(101, 6); // 1000 ticks of 1 ms of work
  expect(host.pauses).toBeGreaterThan(10);
});

test.each([1, 4, 0.5])('at %d times real time every tick comes when it is due', async (speed) => {
  const host = new FakeHost();
  const { graph, ticks } = tickingGraph(host);
  await new Pace(graph, host, { speed }).run(() => ticks.length === 20);
  for (const [i, tick_s] of ticks.entries()) expect(tick_s - 100).toBeCloseTo(((i + 1) * 0.1) / speed, 2);
});

test('the speed can change, and a paused graph stands still', async () => {
  const host = new FakeHost();
  const { graph, ticks } = tickingGraph(host);
  const pace = new Pace(graph, host, { speed: 1 });
  await pace.run(() => ticks.length === 10); // 1 s
  pace.speed = 10;
  await pace.run(() => ticks.length === 20); // 0.1 s
  expect(Math.abs(host.time_s - 101.1)).toBeLessThan(0.02);
  pace.paused = true;
  const paused_s = host.time_s;
  await pace.run(() => host.time_s > paused_s + 5);
  expect(graph.now_s()).toBeCloseTo(2, 3);
  pace.paused = false;
  await pace.run(() => ticks.length === 21);
  expect(graph.now_s()).toBeCloseTo(2.1, 3);
});

test('a machine that is too slow slips and says so, instead of falling ever further behind', async () => {
  const host = new FakeHost(0.2); // 0.2 s of work for 0.1 s of time
  const { graph, ticks } = tickingGraph(host);
  let slipped_s = 0;
  const pace = new Pace(graph, host, {
    speed: 1,
    onSlip: (lag_s) => {
      slipped_s += lag_s;
    },
  });
  await pace.run(() => ticks.length === 100);
  // 100 ticks cost 20 s of host time for 10 s of graph time.
  expect(slipped_s).toBeGreaterThan(8);
});

test('what comes from outside is stamped with the time that has been reached', async () => {
  const host = new FakeHost();
  const { graph, ticks } = tickingGraph(host);
  const heard: number[] = [];
  graph.outside.subscribe(std_msgs.Empty, 'button', qos.reliable, () => heard.push(graph.now_s()));
  const pace = new Pace(graph, host, { speed: 2 });
  await pace.run(() => ticks.length === 5);
  graph.inject(std_msgs.Empty, 'button', {});
  await pace.run(() => ticks.length === 6);
  expect(heard[0]).toBeCloseTo(0.5, 6);
});

test('a speed of 0 or less is refused', () => {
  expect(() => new Pace(new LocalGraph(), new FakeHost(), { speed: 0 })).toThrow(RangeError);
});

test('a graph that is shut down ends its run', async () => {
  const host = new FakeHost();
  const { graph, ticks } = tickingGraph(host);
  graph.outside.timer(1, () => graph.shutdown());
  await new Pace(graph, host, { speed: 1 }).run();
  expect(ticks.length).toBe(10);
});

test('a graph that keeps to another clock catches up with what its start took; without that clock it stays behind', async () => {
  const ends = await Promise.all(
    [{ zero_s: 100 }, {}].map(async (clock) => {
      const host = new FakeHost();
      const { graph, ticks } = tickingGraph(host);
      host.time_s = 100.35;
      await new Pace(graph, host, { speed: 1, maxLag_s: Number.POSITIVE_INFINITY, ...clock }).run(
        () => ticks.length === 20,
      );
      return host.time_s;
    }),
  );
  // The 20th tick of 0.1 s is at 2 s.
  expect(ends[0]).toBeCloseTo(100 + 2, 2);
  expect(ends[1]).toBeCloseTo(100.35 + 2, 2);
});
