import { LocalGraph, qos } from '@homebound/graph';
import { homebound_interfaces } from '@homebound/messages';
import { moveIn } from './moveIn.ts';
import { RobotClock } from './robotClock.ts';
import { sampleRun } from './sampleHomeMap.ts';
import { testHome } from './testHome.ts';

const NOW_S = Date.parse('2026-11-22T09:00Z') / 1000;

test('a robot that counted days from its first start keeps its history when it is told the time', async () => {
  const { home, time, warnings } = await testHome();
  time.now_s = 600;
  const clock = new RobotClock({
    store: home.clockStore,
    monotonic_s: () => time.now_s,
    machine_s: () => time.now_s,
    timeZone: () => home.settings.timeZone,
  });
  for (let k = 0; k < 55; k++) home.runs.keep(sampleRun(`a${k}`, { begun_s: k, ended_s: k + 100 }), true, '');
  time.now_s = 86_400;
  clock.set(NOW_S);
  const later_s = NOW_S - 86_400;
  time.now_s = NOW_S;
  home.runs.keep(sampleRun('b', { begun_s: NOW_S }), true, '');
  const { runs } = (await home.desk.ask('listRuns', {}, 'test')).answer;
  expect(runs).toHaveLength(56);
  expect(runs.find(({ id }) => id === 'a7')).toMatchObject({ begun_s: 7 + later_s, ended_s: 107 + later_s });
  const { events } = (await home.desk.ask('readRun', { id: 'a7' }, 'test')).answer;
  const before = sampleRun('a7', {}).events;
  expect(events.map(({ stamp_s }) => stamp_s)).toEqual(before.map(({ stamp_s }) => stamp_s + later_s));
  expect(warnings).toEqual([]);
  await home.close();
});

test('on a graph: a run is in the history, and the time is known after the next start', async () => {
  const test = await testHome();
  test.time.now_s = 60;
  const graph = new LocalGraph();
  const clock = new RobotClock({
    store: test.home.clockStore,
    monotonic_s: () => graph.now_s(),
    machine_s: () => 60,
    timeZone: () => 'UTC',
  });
  moveIn(graph, test.home, clock, (text) => test.warnings.push(text));
  const states = graph.outside.publisher(homebound_interfaces.MissionState, 'mission_state', qos.latched);
  graph.start();
  for (const state of ['cleaning', 'finished']) {
    states.publish({ job: 1, job_by: 'person', state, reason: 'Test.', reason_code: 'none' });
    graph.runFor(5000);
  }
  graph.shutdown();
  const again = await test.again();
  const { runs } = (await again.home.desk.ask('listRuns', {}, 'test')).answer;
  expect(runs).toMatchObject([{ by: 'person', outcome: 'finished', begun_s: 60, ended_s: 5060 }]);
  const next = new RobotClock({
    store: again.home.clockStore,
    monotonic_s: () => 0,
    machine_s: () => 60,
    timeZone: () => 'UTC',
  });
  expect(next.wall_s()).toBe(10_060);
  expect(test.warnings).toEqual([]);
  await again.home.close();
});

test('a robot that ends in the middle of a job knows of it when it begins anew', async () => {
  const first = await testHome({ now_s: () => 9000 });
  expect(await first.home.wasBrokenOff()).toBe(false);
  first.home.runs.keep(sampleRun('a', { begun_s: 8000, outcome: 'interrupted' }), false, '');
  const next = await first.again();
  expect(await next.home.wasBrokenOff()).toBe(true);
  next.home.runs.keep(sampleRun('b', { begun_s: 8500 }), true, '');
  const last = await next.again();
  expect(await last.home.wasBrokenOff()).toBe(false);
  await last.home.close();
});
