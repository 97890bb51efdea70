import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { memoryFigures, processesWith, processFigures } from './procFigures.ts';

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('a child that outlives who started it is found by what was in its environment, until it ends', async () => {
  const mark = `${process.pid}.${performance.now()}`;
  // The shell is gone at once, its child stays: an orphan.
  const shell = spawn('sh', ['-c', 'sleep 60 & echo $!'], { env: { ...process.env, BENCH_MARK: mark } });
  const [text] = await once(shell.stdout, 'data');
  const orphan = Number(`${text}`);
  try {
    // While it becomes another program its environment is nobody's.
    for (let k = 0; k < 100 && processesWith('BENCH_MARK', mark).length === 0; k++) await delay(50);
    expect(processesWith('BENCH_MARK', mark)).toContain(orphan);
    expect(processesWith('BENCH_MARK', `${mark}0`)).toEqual([]);
  } finally {
    process.kill(orphan, 'SIGKILL');
  }
  await once(shell, 'close');
  expect(processesWith('BENCH_MARK', mark)).toEqual([]);
});

onLinux('memory and processor time of a process; none of one that is gone', () => {
  const before = processFigures(process.pid)!;
  const end_ms = performance.now() + 100;
  while (performance.now() < end_ms);
  const after = processFigures(process.pid)!;
  expect(after.pss_mb).toBeGreaterThan(20);
  expect(after.cpu_s).toBeGreaterThanOrEqual(before.cpu_s);
  expect(after.cpu_s).toBeGreaterThan(0);
  expect(processFigures(2 ** 30)).toBeUndefined();
});

onLinux('what a process fills is anonymous, its own and resident; none of one that is gone', () => {
  const before = memoryFigures(process.pid)!;
  const filled = new Uint8Array(64e6).fill(1);
  const after = memoryFigures(process.pid)!;
  expect(after.anonymous_mb - before.anonymous_mb).toBeGreaterThan(0.9e-6 * filled.length);
  expect(after.rss_mb).toBeGreaterThanOrEqual(after.pss_mb);
  expect(after.pss_mb).toBeGreaterThanOrEqual(after.own_mb);
  expect(memoryFigures(2 ** 30)).toBeUndefined();
});
