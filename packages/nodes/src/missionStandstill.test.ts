import { CleaningWork } from '@homebound/mission';
import { MissionDrives } from './missionDrives.ts';
import { testMission, testRoomMap } from './testMission.ts';

const { nextLeg } = CleaningWork.prototype;
const { send } = MissionDrives.prototype;

afterEach(() => {
  CleaningWork.prototype.nextLeg = nextLeg;
  MissionDrives.prototype.send = send;
});

test('planning that fails each time ends the job on the dock, and says why', () => {
  CleaningWork.prototype.nextLeg = () => {
    throw new RangeError('Cannot plan the job: something is amiss');
  };
  const mission = testMission({ map: testRoomMap() });
  mission.graph.runFor(2);
  expect(mission.command('start')).toMatchObject({ accepted: true });
  expect(mission.runUntil(600, 'stopped', 'stuck', 'finished')).toBe('stopped');
  expect(mission.state().reason).toMatch(/Gave up cleaning.*Cannot plan the job: something is amiss/);
  expect(mission.at()).toMatchObject({ x: 0, y: 0 });
  expect(mission.faults).toEqual([]);
});

test('planning that fails once costs a rest, not the job', () => {
  let calls = 0;
  CleaningWork.prototype.nextLeg = function (...args) {
    if (calls++ === 1) throw new TypeError('undefined has no width');
    return nextLeg.apply(this, args);
  };
  const mission = testMission({ map: testRoomMap() });
  mission.graph.runFor(2);
  mission.command('start');
  expect(mission.runUntil(600, 'stopped', 'stuck', 'finished')).toBe('finished');
  expect(mission.reasons).toContainEqual(expect.stringMatching(/could not plan its way: undefined has no width/));
});

test('a job that nobody drives or plans for any more is taken up again after half a minute', () => {
  let sent = 0;
  MissionDrives.prototype.send = function (...args) {
    // The third order is lost on its way.
    if (sent++ !== 2) send.apply(this, args);
  };
  const mission = testMission({ map: testRoomMap() });
  mission.graph.runFor(2);
  mission.command('start');
  mission.graph.runFor(40);
  expect(mission.state().state).toBe('cleaning');
  expect(mission.reasons).toContainEqual(expect.stringMatching(/nobody drove or planned/));
});
