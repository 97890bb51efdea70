import { PlaceWatch } from './placeWatch.ts';

test('without a word of SLAM: known while poses come, lost ten seconds after the last', () => {
  const watch = new PlaceWatch(0);
  expect(watch.at(1).is).toBe('unsure'); // SLAM may still be starting
  expect(watch.at(10.1).is).toBe('lost');
  watch.heardPose(1);
  expect(watch.at(1)).toEqual({ is: 'known', inKnownMap: false });
  expect(watch.at(10.9).is).toBe('known');
  expect(watch.at(11.1).is).toBe('lost');
  watch.heardPose(12);
  expect(watch.at(12).is).toBe('known');
});

test("SLAM's word counts before any pose; a SLAM that died has no word", () => {
  const watch = new PlaceWatch(0);
  watch.heardPose(1);
  watch.heardSlam('lost', 2);
  expect(watch.at(2).is).toBe('lost');
  watch.heardSlam('locating', 3);
  expect(watch.at(3).is).toBe('lost');
  watch.heardSlam('located', 4);
  watch.heardPose(4);
  expect(watch.at(4)).toEqual({ is: 'known', inKnownMap: true });
  watch.heardSlam('mapping', 5);
  expect(watch.at(5)).toEqual({ is: 'known', inKnownMap: false });
  expect(watch.at(14.5).is).toBe('lost');
});

test('after it was in the air the robot waits for what SLAM says then', () => {
  const watch = new PlaceWatch(0);
  watch.heardSlam('mapping', 0);
  watch.heardPose(9.9);
  watch.heardWheels(true, 10);
  watch.heardPose(10.5);
  expect(watch.at(10.5).is).toBe('unsure');
  watch.heardWheels(false, 12);
  watch.heardPose(12.5);
  watch.heardSlam('mapping', 12.5);
  expect(watch.at(12.5).is).toBe('unsure'); // of a scan from the air, perhaps
  watch.heardSlam('lost', 13.6);
  expect(watch.at(13.6).is).toBe('lost');
  watch.heardSlam('located', 20);
  watch.heardPose(20);
  expect(watch.at(20)).toEqual({ is: 'known', inKnownMap: true });
});

test('a SLAM that only speaks on change is believed after five seconds; poses alone are believed as soon as they are new', () => {
  const quiet = new PlaceWatch(0);
  quiet.heardSlam('mapping', 0);
  quiet.heardWheels(true, 10);
  quiet.heardWheels(false, 11);
  for (let t = 11; t < 16; t += 0.2) quiet.heardPose(t);
  expect(quiet.at(15.9).is).toBe('unsure');
  expect(quiet.at(16).is).toBe('known');

  const wordless = new PlaceWatch(0);
  wordless.heardWheels(true, 10);
  wordless.heardWheels(false, 11);
  wordless.heardPose(11.5);
  expect(wordless.at(12).is).toBe('unsure');
  wordless.heardPose(12.6);
  expect(wordless.at(12.6).is).toBe('known');
  const carriedOff = new PlaceWatch(0);
  carriedOff.heardWheels(true, 10);
  carriedOff.heardWheels(false, 11);
  expect(carriedOff.at(22).is).toBe('unsure');
  expect(carriedOff.at(22.6).is).toBe('lost');
});
