import { qos } from '@homebound/graph';
import { nav_msgs } from '@homebound/messages';
import { testMission, testRoomMap } from './testMission.ts';

test('a point that no way leads to is refused, and the job goes on as if nobody had asked', () => {
  const mission = testMission({ map: testRoomMap(), drives: false });
  mission.graph.runFor(2);
  const off = mission.command('goto', 1e6, 1);
  expect(off).toEqual({ accepted: false, reason: 'The robot finds no way to that point.' });
  expect(mission.command('goto', Number.NaN, 1).accepted).toBe(false);
  mission.command('start');
  mission.graph.runFor(3);
  const before = mission.state();
  expect(mission.command('goto', 9, 0)).toEqual(off);
  mission.graph.runFor(2);
  expect(mission.state()).toMatchObject({ state: before.state, reason: before.reason });
  expect(mission.orders).toHaveLength(1);
});

test('without a map it can not be told where to go', () => {
  const mission = testMission({});
  mission.graph.runFor(2);
  expect(mission.command('goto', 1, 0)).toEqual({
    accepted: false,
    reason: 'The robot does not know yet where it is.',
  });
});

test('sent to a point while it cleans it drives there and waits; resumed, it finishes the job', () => {
  const mission = testMission({ map: testRoomMap() });
  mission.graph.runFor(2);
  mission.command('start');
  mission.runUntil(60, 'cleaning');
  expect(mission.command('goto', 1, 1)).toEqual({ accepted: true, reason: 'Driving to the point you chose.' });
  expect(mission.runUntil(20, 'paused')).toBe('paused');
  expect(mission.at()).toMatchObject({ x: expect.closeTo(1, 1), y: expect.closeTo(1, 1) });
  expect(mission.command('resume')).toEqual({ accepted: true, reason: 'Going on with the job.' });
  expect(mission.runUntil(3600, 'finished', 'stopped', 'stuck')).toBe('finished');
  expect(mission.orders.filter(({ mode }) => mode === 'undock')).toHaveLength(1);
});

test('a plan is shown while it counts', () => {
  const mission = testMission({ map: testRoomMap() });
  let shown = 0;
  mission.graph.outside.subscribe(nav_msgs.Path, 'plan', qos.latched, ({ poses }) => {
    shown = poses.length;
  });
  mission.graph.runFor(2);
  mission.command('start');
  mission.runUntil(60, 'cleaning');
  expect(shown).toBeGreaterThan(1);
  mission.command('stop');
  mission.graph.runFor(1);
  expect(shown).toBe(0);
});
