import { TimerQueue } from './timers.ts';

test('a timer is due after one period and then once per period', () => {
  const queue = new TimerQueue();
  const ticks: number[] = [];
  queue.advance(100);
  queue.every(0.05, () => ticks.push(queue.now_s));
  for (let i = 1; i <= 15; i++) queue.advance(100 + i * 0.01); // 100.01 … 100.15
  expect(ticks).toEqual([100.05, 100.1, 100.15]);
});

test('periods that passed unseen are skipped, and the rhythm stays', () => {
  const queue = new TimerQueue();
  const ticks: number[] = [];
  queue.advance(0);
  queue.every(1, () => ticks.push(queue.now_s));
  for (const now_s of [0.9, 3.5, 3.9, 4.0]) queue.advance(now_s);
  expect(ticks).toEqual([3.5, 4]);
});

test('what is due at one moment runs earliest first, and a cancelled timer not at all', () => {
  const queue = new TimerQueue();
  const ticks: string[] = [];
  queue.advance(0);
  queue.every(0.3, () => ticks.push('slow'));
  queue.every(0.2, () => {
    ticks.push('fast');
    victim.cancel();
  });
  const victim = queue.every(0.4, () => ticks.push('victim'));
  queue.advance(0.5);
  expect(ticks).toEqual(['fast', 'slow']);
});

test('all timers begin again when time jumps back', () => {
  const queue = new TimerQueue();
  let ticks = 0;
  queue.advance(1000);
  queue.every(1, () => ticks++);
  queue.advance(5);
  expect(queue.now_s).toBe(5);
  queue.advance(5.9);
  expect(ticks).toBe(0);
  queue.advance(6);
  expect(ticks).toBe(1);
});

test('a timer made before time is known begins with the first time', () => {
  const queue = new TimerQueue();
  let ticks = 0;
  queue.every(1, () => ticks++);
  queue.advance(1e9); // not a billion periods late
  expect(ticks).toBe(0);
  queue.advance(1e9 + 1);
  expect(ticks).toBe(1);
});
