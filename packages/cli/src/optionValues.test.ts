import { InvalidArgumentError } from 'commander';
import {
  camera,
  kidnap,
  list,
  numbers,
  passes,
  place,
  port,
  positive,
  remaps,
  seedList,
  wholeNumber,
} from './optionValues.ts';

test('values of options are read as their help says', () => {
  expect(seedList('1-3,7')).toEqual([1, 2, 3, 7]);
  expect(list('3, 1,kitchen')).toEqual(['3', '1', 'kitchen']);
  expect(numbers(4)('0,0,1,1', [[9]])).toEqual([[9], [0, 0, 1, 1]]);
  expect(place('1,-2.5')).toEqual([1, -2.5]);
  expect([passes('2'), passes('crossed')]).toEqual([2, 'crossed']);
  expect(remaps('/robot1/scan:=/scan', [['a', 'b']])).toEqual([
    ['a', 'b'],
    ['robot1/scan', 'scan'],
  ]);
  expect(kidnap('300')).toEqual({ at_s: 300 });
  expect(kidnap('300,1,2,0')).toEqual({ at_s: 300, to: { x: 1, y: 2, theta: 0 } });
  expect([port('8443'), wholeNumber('0'), positive('0.5')]).toEqual([8443, 0, 0.5]);
});

test.each([
  ['a port beyond 65535', () => port('65536')],
  ['a port of nothing', () => port('')],
  ['a whole number with a sign', () => wholeNumber('-1')],
  ['seeds that run backwards', () => seedList('5-1')],
  ['a million seeds', () => seedList('0-1000000')],
  ['a place of three numbers', () => place('1,2,3')],
  ['an empty number', () => numbers(2)('1,', [])],
  ['an empty name', () => list('a,,b')],
  ['half a remapping', () => remaps('/base_scan:=', [])],
  ['a remapping with one sign', () => remaps('/base_scan=/scan', [])],
  ['three passes', () => passes('3')],
  ['half a kidnapping', () => kidnap('300,1')],
  ['zero', () => positive('0')],
])('%s is refused', (_, read) => {
  expect(read).toThrow(InvalidArgumentError);
});

test('a camera by its name', () => {
  expect(camera('rgb')).toBe('rgb');
  expect(camera('rgbd')).toBe('rgbd');
  expect(() => camera('toString')).toThrow(InvalidArgumentError);
});
