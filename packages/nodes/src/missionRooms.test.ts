import { homebound_interfaces } from '@homebound/messages';
import { testMission, testRoomMap } from './testMission.ts';

const { EditRooms, StartJob } = homebound_interfaces;
const rooms = (...ids: number[]) => ({ rooms: Uint16Array.from(ids) });

test('a job for a room that nobody can know yet is refused, however early it is asked for', () => {
  const early = testMission({});
  expect(early.call(StartJob, 'start_job', { task: 'clean', ...rooms(99) })).toMatchObject({
    accepted: false,
    reason: expect.stringMatching(/don't know the rooms of this home yet/),
  });
  early.graph.runFor(30);
  expect(early.state().state).toBe('idle');
  expect(early.orders).toEqual([]);
});

test('a robot that still looks for its place on its maps takes a job for rooms, and does it when it has found it', () => {
  const waking = testMission({ map: testRoomMap(), lostFor_s: 20 });
  waking.graph.runFor(2);
  expect(waking.call(StartJob, 'start_job', { task: 'clean', ...rooms(1) })).toMatchObject({ accepted: true });
  expect(waking.state().state).toBe('locating');
  expect(waking.runUntil(60, 'cleaning')).toBe('cleaning');
  expect(waking.faults).toEqual([]);
});

test('a spot may be asked for before the place is known; one that turns out to lie off the map costs the job, not the robot', () => {
  const spots = [{ x: 50, y: 0, radius: 0.5 }] as homebound_interfaces.CleaningSpot[];
  const early = testMission({ map: testRoomMap() });
  expect(early.call(StartJob, 'start_job', { task: 'clean', spots })).toMatchObject({ accepted: true });
  expect(early.runUntil(900, 'stopped', 'stuck', 'finished')).toBe('stopped');
  expect(early.state().reason).toMatch(/Gave up cleaning.*lies off the map/);
  expect(early.at()).toMatchObject({ x: 0, y: 0 });
  expect(early.faults).toEqual([]);
});

test('rooms that are merged while they are cleaned: the job goes on in the room that has them now', () => {
  const mission = testMission({ map: testRoomMap() });
  mission.graph.runFor(2);
  const edit = (request: object) => mission.call(EditRooms, 'edit_rooms', request);
  expect(edit({ edit: 'rename', ...rooms(2), name: 'Bedroom' })).toMatchObject({ accepted: true });
  expect(mission.call(StartJob, 'start_job', { task: 'clean', ...rooms(2) })).toMatchObject({ accepted: true });
  expect(mission.runUntil(60, 'cleaning')).toBe('cleaning');
  expect(edit({ edit: 'merge', ...rooms(1, 2) })).toMatchObject({ accepted: true });
  const before = mission.orders.length;
  mission.graph.runFor(5);
  expect(mission.orders.length).toBeGreaterThan(before + 1);
  expect(['cleaning', 'finished']).toContain(mission.state().state);
  expect(mission.reasons.filter((reason) => /could not plan/.test(reason))).toEqual([]);
  expect(mission.faults).toEqual([]);
});
