import { LocalGraph } from './localGraph.ts';
import { Pace, type PaceHost } from './pace.ts';
import { PacedTime } from './pacedTime.ts';

class FakeHost implements PaceHost {
  time_s = 0;
  now_s(): number {
    return this.time_s;
  }
  async sleep(duration_s: number): Promise<void> {
    this.time_s += duration_s;
  }
  async pause(): Promise<void> {
    this.time_s += 1e-4;
  }
}

function rig(): { host: FakeHost; graph: LocalGraph; pace: Pace; time: PacedTime; ticks: number[] } {
  const host = new FakeHost();
  const graph = new LocalGraph();
  const pace = new Pace(graph, host, { speed: 1 });
  const ticks: number[] = [];
  graph.add({
    name: 'body',
    parameters: {},
    latency_s: 0,
    start(node) {
      node.timer(0.02, () => ticks.push(node.now_s()));
      return undefined;
    },
  });
  return { host, graph, pace, time: new PacedTime(graph, pace, 0.02), ticks };
}

test.each([1, 'free'] as const)('so many steps are so many ticks, at speed %s', async (speed) => {
  const { host, graph, pace, time, ticks } = rig();
  pace.speed = speed;
  time.pause();
  const seen: number[] = [];
  time.step(7, (completed) => seen.push(completed));
  await pace.run(() => time.isPaused && host.time_s > 5);
  expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(ticks).toHaveLength(7);
  expect(graph.now_s()).toBeCloseTo(0.14, 9);
  expect(time.isPaused).toBe(true);
});

test('cancelled steps end where they are', async () => {
  const { host, pace, time, ticks } = rig();
  time.pause();
  const stepping = time.step(100, (completed) => {
    if (completed === 3) stepping.cancel();
  });
  await pace.run(() => time.isPaused && host.time_s > 5);
  expect(ticks).toHaveLength(3);
  expect(() => time.step(1, () => {})).not.toThrow();
});

test('the pace that is wanted, and the one that is', async () => {
  const { graph, pace, time } = rig();
  time.pace = 4;
  await pace.run(() => graph.now_s() > 8);
  expect([time.pace, pace.speed]).toEqual([4, 4]);
  expect(time.measuredPace).toBeGreaterThan(3.8);
  expect(time.measuredPace).toBeLessThan(4.2);
  time.pause();
  expect(time.measuredPace).toBe(0);
  time.pace = Number.POSITIVE_INFINITY;
  expect(pace.speed).toBe('free');
  expect(() => {
    time.pace = 0;
  }).toThrow('Cannot set the pace of time to 0');
  expect(() =>
    new PacedTime(
      graph,
      new Pace(graph, { now_s: () => 0, sleep: async () => {}, pause: async () => {} }, { speed: 1 }),
      0.02,
    ).step(1, () => {}),
  ).toThrow('not paused');
});
