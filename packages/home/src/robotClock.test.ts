import { RobotClock } from './robotClock.ts';

const NOW_S = Date.parse('2026-11-22T09:00Z') / 1000;
const YEAR_S = 365 * 86_400;

/** A robot that is switched on and off; its store stays. */
function robot() {
  const disk: { bytes?: Uint8Array; saves: number } = { saves: 0 };
  const store = {
    load: () => disk.bytes,
    save: (bytes: Uint8Array) => {
      disk.bytes = bytes;
      disk.saves++;
    },
  };
  const on = (machineAtStart_s: number, timeZone = 'UTC') => {
    const up = { s: 0, machineJump_s: 0 };
    const machine_s = (): number => machineAtStart_s + up.s + up.machineJump_s;
    const clock = new RobotClock({ store, monotonic_s: () => 5000 + up.s, machine_s, timeZone: () => timeZone });
    const runFor = (duration_s: number): void => {
      for (let left_s = duration_s; left_s > 0; left_s -= 60) {
        up.s += Math.min(60, left_s);
        clock.tick();
      }
    };
    return { clock, runFor, up };
  };
  return { disk, on };
}

test('a clock that was never set goes on from where it was, and never back', () => {
  const { on, disk } = robot();
  const first = on(60);
  expect([first.clock.wall_s(), first.clock.isSet]).toEqual([60, false]);
  first.runFor(2.5 * 3600);
  // At once, and then every hour: a power cut costs half an hour here.
  expect(disk.saves).toBe(3);
  const second = on(60);
  expect(second.clock.wall_s()).toBe(120 + 2 * 3600);
  second.runFor(600);
  second.clock.keep();
  expect(on(60).clock.wall_s()).toBe(120 + 2 * 3600 + 600);
});

test('a person sets it, also back, and it stays set', () => {
  const { on } = robot();
  const first = on(60);
  first.clock.set(NOW_S);
  first.runFor(60);
  expect([first.clock.wall_s(), first.clock.isSet]).toEqual([NOW_S + 60, true]);
  first.clock.set(NOW_S - 3600);
  const second = on(60);
  expect([second.clock.wall_s(), second.clock.isSet]).toEqual([NOW_S - 3600, true]);
  expect(() => first.clock.set(Number.NaN)).toThrow(/finite, got NaN/);
});

test('who had counted days from the first start learns once how much later they were', () => {
  const found: number[] = [];
  const store = { load: () => undefined, save: () => {}, timeFound: (later_s: number) => found.push(later_s) };
  const clock = new RobotClock({ store, monotonic_s: () => 0, machine_s: () => 3600, timeZone: () => 'UTC' });
  clock.set(NOW_S);
  clock.set(NOW_S + 3 * YEAR_S);
  expect(found).toEqual([NOW_S - 3600]);
  const right = new RobotClock({ store, monotonic_s: () => 0, machine_s: () => NOW_S, timeZone: () => 'UTC' });
  right.set(NOW_S + 60);
  expect(found).toHaveLength(1);
});

test('a machine that keeps time knows how long it was off, and what a person set stays right', () => {
  const { on } = robot();
  const fast_s = NOW_S + 900;
  on(fast_s).clock.set(NOW_S);
  expect(on(fast_s + 8 * 3600).clock.wall_s()).toBe(NOW_S + 8 * 3600);
});

test('a machine whose clock was put right meanwhile was not off for 56 years', () => {
  const { on } = robot();
  on(60).clock.set(NOW_S);
  expect(on(NOW_S + 7200).clock.wall_s()).toBe(NOW_S + 7200);
  const slow = robot();
  slow.on(60).clock.set(NOW_S + YEAR_S);
  expect(slow.on(NOW_S).clock.wall_s()).toBe(NOW_S + YEAR_S);
});

test('what was kept and can not be read is as if it had never been', () => {
  const { on, disk } = robot();
  for (const text of ['', '{', '{"schema":2}', '{"schema":1,"wall_s":"now","machine_s":0,"isSet":true}']) {
    disk.bytes = new TextEncoder().encode(text);
    expect(on(60).clock.wall_s()).toBe(60);
  }
});

test('the zone is that of the settings, as they stand', () => {
  const { on } = robot();
  expect(on(NOW_S, 'Europe/Berlin').clock.zone_s(NOW_S)).toBe(3600);
});
