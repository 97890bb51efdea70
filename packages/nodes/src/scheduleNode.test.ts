import { LocalGraph, type NodeFault, qos } from '@homebound/graph';
import { homebound_interfaces, sensor_msgs } from '@homebound/messages';
import type { ScheduleMemory } from '@homebound/mission';
import type { Schedule } from '@homebound/wire';
import { jobOfSchedules } from './scheduleJob.ts';
import { scheduleNode } from './scheduleNode.ts';

const { DockSensor, MissionState, StartJob } = homebound_interfaces;
const DAY_S = 86_400;
const everyDay = [1, 2, 3, 4, 5, 6, 7];
const mornings: Schedule = { id: 'mornings', isOn: true, days: everyDay, time: '09:00' };

interface Said {
  readonly at_s: number;
  readonly job: homebound_interfaces.StartJob_Request;
}

/** The node on a graph with a mission that takes jobs, or says why not. */
function testSchedules(schedules: readonly Schedule[], memory?: ScheduleMemory) {
  const faults: NodeFault[] = [];
  const graph = new LocalGraph({ onFault: (fault) => faults.push(fault) });
  const asked: Said[] = [];
  const remembered: ScheduleMemory[] = [];
  const home = { schedules, ahead_s: 0, refusal: '' };
  const { outside } = graph;
  outside.service(StartJob, 'start_job', (job, respond) => {
    asked.push({ at_s: graph.now_s() + home.ahead_s, job });
    respond({ accepted: home.refusal === '', reason: home.refusal || 'Beginning.' });
  });
  const keeper = {
    schedules: () => home.schedules,
    memory: () => memory,
    remember: (m: ScheduleMemory) => remembered.push(m),
  };
  graph.add(scheduleNode(keeper, { wall_s: () => home.ahead_s + graph.now_s(), zone_s: () => 0 }));
  const states = outside.publisher(MissionState, 'mission_state', qos.latched);
  const dock = outside.publisher(DockSensor, 'dock_sensor', qos.sensorOut);
  const battery = outside.publisher(sensor_msgs.BatteryState, 'battery_state', qos.reliable);
  graph.start();
  const is = (state: string, charge = 1, docked = true, reason_code = 'none'): void => {
    states.publish({ state, reason: `Now ${state}.`, reason_code });
    dock.publish({ docked });
    battery.publish({ percentage: charge });
    graph.runFor(0.1);
  };
  const past = () => (remembered.at(-1)?.past ?? []).map(({ outcome, reason }) => `${outcome}: ${reason}`);
  return { graph, faults, home, asked, remembered, is, past };
}

test('each morning from the dock, once, with the name of who began it', () => {
  const { graph, faults, asked, remembered, is } = testSchedules([mornings]);
  is('idle');
  graph.runUntil(3 * DAY_S);
  expect(asked.map(({ at_s }) => Math.floor(at_s / 60))).toEqual([540, 1980, 3420]);
  expect(asked[0].job).toMatchObject({ task: 'clean', by: 'mornings', plan_only: false });
  // Written down when something happened, and not at each look.
  expect([remembered.length, faults]).toEqual([4, []]);
});

test('it waits for the battery, for half an hour', () => {
  const { graph, asked, is, past } = testSchedules([mornings]);
  is('charging', 0.4);
  graph.runUntil(9 * 3600 + 900);
  expect(asked).toEqual([]);
  is('charging', 0.85);
  graph.runUntil(DAY_S);
  expect(asked.length).toBe(1);
  is('charging', 0.4);
  graph.runUntil(2 * DAY_S);
  expect(past()).toEqual(['begun: Beginning.', 'skipped: The battery was at 40 % and charged.']);
});

test('over nothing that a person has under way: cleaning, paused or stopped on the floor', () => {
  const { graph, asked, is, past } = testSchedules([mornings]);
  is('cleaning', 1, false);
  graph.runUntil(DAY_S);
  is('stopped', 1, false, 'user');
  graph.runUntil(2 * DAY_S);
  is('charging', 1, true, 'battery');
  graph.runUntil(3 * DAY_S);
  expect(asked).toEqual([]);
  expect(past()).toEqual([
    'skipped: The robot was cleaning: Now cleaning.',
    'skipped: The robot was not on its dock, but stopped: Now stopped.',
    'skipped: The robot charged to go on with another job.',
  ]);
});

test('what the mission refuses is asked again, and left out with its words', () => {
  const { graph, asked, home, is, past } = testSchedules([mornings]);
  is('idle');
  home.refusal = 'The dust bin is full: empty it first.';
  graph.runUntil(9 * 3600 + 600);
  expect(asked.length).toBeGreaterThan(30);
  home.refusal = '';
  graph.runUntil(DAY_S);
  home.refusal = 'The dust bin is full: empty it first.';
  graph.runUntil(2 * DAY_S);
  expect(past()).toEqual(['begun: Beginning.', 'skipped: The dust bin is full: empty it first.']);
});

test('switched off and on again it knows what it has begun, whatever the clock says', () => {
  const first = testSchedules([mornings]);
  first.is('idle');
  first.graph.runUntil(9 * 3600 + 60);
  expect(first.asked.length).toBe(1);
  const again = testSchedules([mornings], first.remembered.at(-1));
  again.home.ahead_s = 8.5 * 3600;
  again.is('idle');
  again.graph.runUntil(DAY_S - 8.5 * 3600);
  expect(again.asked).toEqual([]);
});

test('schedules that a person changes count from then on', () => {
  const { graph, asked, home, is } = testSchedules([mornings]);
  is('idle');
  graph.runUntil(8 * 3600);
  home.schedules = [{ ...mornings, time: '07:45' }];
  graph.runUntil(DAY_S);
  expect(asked).toEqual([]);
  home.schedules = [];
  graph.runUntil(2 * DAY_S);
  expect(asked).toEqual([]);
});

test('what is due together is one job: all rooms in turn, each as the first that names it says', () => {
  const kitchen = { ...mornings, id: 'kitchen', rooms: [3, 1], settings: { passes: '2' as const } };
  const baths = { ...mornings, id: 'baths', rooms: [1, 2], settings: { edgesOnly: true } };
  const job = jobOfSchedules([kitchen, baths]);
  expect([[...job.rooms], job.by]).toEqual([[3, 1, 2], 'kitchen,baths']);
  expect(job.room_settings.map(({ room, settings }) => [room, settings.passes, settings.edges_only])).toEqual([
    [3, '2', false],
    [1, '2', false],
    [2, '', true],
  ]);
  const all = jobOfSchedules([kitchen, { ...mornings, settings: { passes: 'crossed' } }]);
  expect([[...all.rooms], all.settings.passes, all.room_settings.length]).toEqual([[], 'crossed', 2]);
  const { graph, asked, is } = testSchedules([kitchen, baths]);
  is('idle');
  graph.runUntil(DAY_S);
  expect(asked.map((one) => one.job.by)).toEqual(['kitchen,baths']);
  const many = Array.from({ length: 30 }, (_, k) => ({ ...mornings, id: `schedule-${k}` }));
  expect(jobOfSchedules(many).by.length).toBeLessThanOrEqual(64);
});
