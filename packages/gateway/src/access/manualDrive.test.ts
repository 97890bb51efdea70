import type { CommandBody } from '@homebound/wire';
import { type DeadManState, deadMan, hold_s, nobodyDrives } from './deadMan.ts';
import { ManualDrive } from './manualDrive.ts';

/** Driving by hand on a clock that the test moves, in steps of 5 ms; what reached the robot, with its time. */
function testDrive() {
  let now_s = 0;
  const sent: { at_s: number; v: number }[] = [];
  const timers = new Set<{ next_s: number; period_s: number; act: () => void }>();
  const log: string[] = [];
  const drive = new ManualDrive({
    commands: (command: CommandBody, answer) => {
      if (command.command === 'drive') sent.push({ at_s: now_s, v: command.v_mps });
      answer(true, '');
    },
    now_s: () => now_s,
    began: (by) => log.push(by),
    every: (period_ms, act) => {
      const timer = { next_s: now_s + period_ms / 1000, period_s: period_ms / 1000, act };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  });
  const pass = (duration_s: number): void => {
    for (const end_s = now_s + duration_s; now_s < end_s - 1e-9; ) {
      now_s += 0.005;
      for (const timer of [...timers])
        if (now_s >= timer.next_s - 1e-9) {
          timer.next_s += timer.period_s;
          timer.act();
        }
    }
  };
  const refusals: string[] = [];
  const input = (by: string, v = 0.2) =>
    drive.input(by, v, 0, (ok, reason) => {
      if (!ok) refusals.push(reason);
    });
  return { drive, sent, log, refusals, pass, input, timers, now: () => now_s };
}
type TestDrive = ReturnType<typeof testDrive>;

/** Longest time from the last input to zero, whenever it comes within the timer's step, s; Infinity when it never comes. */
function longestStop_s(input: (test: TestDrive) => void): number {
  let longest_s = 0;
  for (let offset_s = 0; offset_s < 0.1; offset_s += 0.005) {
    const test = testDrive();
    for (let i = 0; i < 8; i++) {
      input(test);
      test.pass(0.05);
    }
    test.pass(offset_s);
    input(test);
    const last_s = test.now();
    const before = test.sent.length;
    test.pass(2);
    const stop = test.sent.slice(before).find(({ v }) => v === 0);
    longest_s = Math.max(longest_s, (stop?.at_s ?? Infinity) - last_s);
  }
  return longest_s;
}

test('T-SAFE: zero is said 0.20 s after the last input at the latest', () => {
  // hold 0.150 s + timer 0.020 s
  expect(longestStop_s(({ input }) => input('a'))).toBeLessThanOrEqual(0.17 + 0.005);
  expect(hold_s).toBeLessThan(0.2);
});

test('T-SAFE, planted fault: an input that goes past the switch, and one that is held for ever', () => {
  expect(longestStop_s(({ sent, now }) => sent.push({ at_s: now(), v: 0.2 }))).toBe(Infinity);
  expect(
    longestStop_s((test) => {
      test.input('a');
      test.timers.clear(); // a timer that has died
    }),
  ).toBe(Infinity);
});

test('T-SAFE: zero at once when socket or session ends, when the driver lets go, and when somebody at the robot says so', () => {
  const ends: ((test: TestDrive) => void)[] = [
    ({ drive }) => drive.gone('a'),
    ({ input }) => input('a', 0),
    ({ drive }) => drive.off(),
  ];
  for (const end of ends) {
    const test = testDrive();
    test.input('a');
    test.pass(0.05);
    end(test);
    expect(test.sent.at(-1)).toEqual({ at_s: test.now(), v: 0 });
    expect(test.timers.size).toBe(0);
  }
});

test('one drives at a time; the next may when the first has let go', () => {
  const { input, refusals, pass, sent } = testDrive();
  input('a');
  input('b');
  expect(refusals).toEqual(['Somebody else drives the robot now']);
  pass(0.2);
  input('b');
  expect(refusals.length).toBe(1);
  expect(sent.map(({ v }) => v)).toEqual([0.2, 0, 0.2]);
});

test('T-ABUSE: switched off at the robot it stays off, whoever asks and however long, until it is put on', () => {
  const { drive, input, refusals, pass, sent } = testDrive();
  input('a');
  drive.off();
  for (let i = 0; i < 100; i++) {
    input('a');
    pass(1);
  }
  expect(refusals.length).toBe(100);
  expect(sent.filter(({ v }) => v !== 0).length).toBe(1);
  drive.on();
  input('a');
  expect(sent.at(-1)?.v).toBe(0.2);
});

test('T-ABUSE: each drive is written down once, not each input of it', () => {
  const { input, pass, log } = testDrive();
  for (let i = 0; i < 50; i++) {
    input('a');
    pass(0.05);
  }
  pass(60);
  input('a');
  pass(1);
  input('b');
  expect(log).toEqual(['a', 'a', 'b']);
});

test('the switch is a function of its events: any order of 3000 leaves nobody driving past the hold', () => {
  let state: DeadManState = nobodyDrives;
  let seed = 7;
  const random = (n: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % n;
  };
  let moving = false;
  let last_s = 0;
  for (let i = 0, now_s = 0; i < 3000; i++, now_s += 0.02) {
    const by = 'abc'[random(3)];
    const isZero = random(5) === 0;
    const events = [{ type: 'input', by, isZero }, { type: 'gone', by }, { type: 'off' }, { type: 'on' }] as const;
    for (const event of [events[[0, 0, 0, 0, 1, 2, 3, 3][random(8)]], { type: 'tick' } as const]) {
      const step = deadMan(state, event, now_s);
      if (step.act === 'drive') {
        moving = true;
        last_s = now_s;
      }
      if (step.act === 'stop') moving = false;
      state = step.state;
    }
    expect(moving && now_s - last_s > hold_s + 0.02).toBe(false);
    expect(moving).toBe(state.driver !== undefined);
  }
});
