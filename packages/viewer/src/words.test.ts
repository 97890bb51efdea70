import { reasonCodes } from '@homebound/wire';
import {
  adviceFor,
  areaWords,
  blindAdvice,
  cameraWords,
  clockWords,
  drivenWords,
  durationWords,
  graphWords,
  handHint,
  mainAction,
  percentWords,
  roomAt,
  silenceWords,
  stateWord,
} from './words.ts';

test('durations and clocks in words', () => {
  expect([0, 59.9, 60, 3599, 3600, 7509].map(durationWords)).toEqual([
    '0 s',
    '59 s',
    '1 min',
    '59 min',
    '1 h 00 min',
    '2 h 05 min',
  ]);
  expect(clockWords(3723.9)).toBe('1:02:03');
  expect(clockWords(-1)).toBe('0:00:00');
});

test('silence is told in steps', () => {
  expect([2.1, 9.9, 10, 59, 61, 130].map(silenceWords)).toEqual([
    'a few seconds',
    'a few seconds',
    '10 s',
    '50 s',
    '1 min',
    '2 min',
  ]);
});

test('a hundred per cent is said only when all is clean', () => {
  expect([0, 0.004, 0.464, 0.996, 0.9995, 1].map(percentWords)).toEqual([
    '0 %',
    '0 %',
    '46 %',
    '99 %',
    '100 %',
    '100 %',
  ]);
});

test('areas say of how much, once that is known', () => {
  expect(areaWords({ coverage: 0, cleanedArea_m2: 0.01, reachableArea_m2: 9 })).toBe('nothing cleaned yet');
  expect(areaWords({ coverage: 0, cleanedArea_m2: 3.14, reachableArea_m2: 0 })).toBe('3.1 m²');
  expect(areaWords({ coverage: 0.3, cleanedArea_m2: 3.14, reachableArea_m2: 9.99 })).toBe('3.1 of 10.0 m²');
  expect(areaWords({ coverage: 0.98, cleanedArea_m2: 0, reachableArea_m2: 0 })).toBe('cleaned');
});

test('how far the ROS graph reaches', () => {
  expect(graphWords('host')).toBe('ROS: this machine only');
  expect(graphWords('network')).toBe('ROS: network, encrypted');
});

test('the main button fits the state, and advice is given only when a person must act', () => {
  expect(mainAction('charging')).toBe('start');
  expect(mainAction('returning')).toBe('pause');
  expect(mainAction('stuck')).toBe('resume');
  expect(mainAction('locating')).toBe('pause');
  expect(stateWord('locating')).toBe('Finding its place');
  expect(adviceFor('locating', 'lost')).toBeUndefined();
  expect(adviceFor('stuck', 'lost')).toContain('to its dock');
  expect(adviceFor('stuck', 'cliff')).toContain('away from the edge');
  expect(adviceFor('cleaning', 'cliff')).toBeUndefined();
  expect(adviceFor('stopped', 'user')).toBeUndefined();
  expect(adviceFor('paused', 'bin_full')).toContain('Empty the dust bin');
  expect(adviceFor('paused', 'user')).toBeUndefined();
});

test('whatever stops the robot for a person to act, they are told what to do', () => {
  const needsNobody = ['none', 'user', 'done', 'battery'];
  for (const code of reasonCodes)
    expect([code, adviceFor('stuck', code) !== undefined]).toEqual([code, !needsNobody.includes(code)]);
});

test('everybody who looks reads who drives; that it is switched off reads who could drive', () => {
  const nobody = { type: 'presence', watching: 2, maySteer: true, mayOpenCamera: true, isOff: false } as const;
  expect(drivenWords(nobody)).toBe('');
  expect(drivenWords({ ...nobody, driver: { name: 'Phone', isYou: false } })).toBe('Driven by hand from Phone');
  expect(drivenWords({ ...nobody, driver: { name: 'Phone', isYou: true } })).toBe('You drive by hand');
  expect(drivenWords({ ...nobody, isOff: true })).toBe('Driving by hand is switched off');
  expect(drivenWords({ ...nobody, isOff: true, maySteer: false })).toBe('');
});

test('how it stands with the camera, in words', () => {
  expect(cameraWords({ isOpen: true, isOn: true, reason: '' })).toMatch(/no live view, and no picture is kept\.$/);
  expect(cameraWords({ isOpen: true, isOn: true, reason: '', keepsPictures_days: 3 })).toMatch(/no live view\.$/);
  expect(cameraWords({ isOpen: true, isOn: true, reason: 'The camera gives no pictures.' })).toMatch(/no pictures\.$/);
  expect(cameraWords({ isOpen: false, isOn: false, reason: 'The camera is switched off.' })).toMatch(/off/);
});

test('at work with its camera on and shut, or open and of no use, it drives blind: a person is told what to do', () => {
  const dark = { isOpen: false, isOn: true, reason: 'The lamp of the camera does not burn.' };
  expect(blindAdvice({ state: 'cleaning', camera: dark })).toMatch(/without its camera.+switch the robot off and on/);
  expect(blindAdvice({ state: 'returning', camera: { ...dark, isOpen: true } })).toMatch(/not seen/);
  expect(blindAdvice({ state: 'paused', camera: dark })).toBeUndefined();
  expect(blindAdvice({ state: 'cleaning', camera: { ...dark, isOn: false } })).toBeUndefined();
  expect(blindAdvice({ state: 'cleaning', camera: { ...dark, isOpen: true, reason: '' } })).toBeUndefined();
  expect(blindAdvice({ state: 'cleaning' })).toBeUndefined();
});

test('a place is in the room whose outline holds it, or in none', () => {
  const rooms = [
    { id: 1, name: 'Hall', outline: [0, 0, 4, 0, 4, 4, 2, 4, 2, 2, 0, 2] },
    { id: 2, name: '', outline: [4, 0, 6, 0, 6, 4, 4, 4] },
  ];
  expect([roomAt(rooms, 1, 1), roomAt(rooms, 3, 3), roomAt(rooms, 1, 3), roomAt(rooms, 5, 1)]).toEqual([
    'Hall',
    'Hall',
    undefined,
    undefined,
  ]);
});

test.each([
  [{ state: 'idle' }, ''],
  [{ state: 'paused', speed: 1 }, ''],
  [{ state: 'stuck' }, ''],
  [{ state: 'cleaning' }, 'The robot is at work. Pause it first, then drive.'],
  [{ state: 'returning', speed: 5 }, 'The robot is at work. Pause it first, then drive.'],
  [{ state: 'paused', speed: 'max' }, 'Choose 1× as the speed of time first, then drive.'],
] as const)('driving by hand at %j: %s', (status, words) => expect(handHint(status)).toBe(words));
