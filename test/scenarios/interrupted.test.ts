import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { homebound, start, temporaryFolder } from '../helpers/homebound.ts';

/** Starts a run and waits until its recording has grown. */
async function running(folder: string): Promise<ReturnType<typeof start>> {
  const run = start('simulate', '--headless', '--world', 'test_room', '--seed', '1', '--out', folder);
  const recording = join(folder, 'recording.mcap');
  const grown = (): boolean => {
    try {
      return statSync(recording).size > 300_000;
    } catch {
      return false;
    }
  };
  for (let i = 0; i < 600 && !grown(); i++) await new Promise((resolve) => setTimeout(resolve, 100));
  expect(grown()).toBe(true);
  return run;
}

test('Ctrl-C ends a run in order: summary, maps, exit code 130', async () => {
  const folder = join(temporaryFolder(), 'run');
  const { child, ended } = await running(folder);
  child.kill('SIGINT');
  const { code } = await ended;
  expect(code).toBe(130);
  expect(JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8'))).toMatchObject({
    finished: false,
    reason: 'interrupted',
  });
  expect((await homebound('replay', folder, '--json')).code).toBe(0);
});

test('a killed run leaves a folder that is readable, and the next one starts', async () => {
  const folder = join(temporaryFolder(), 'run');
  const { child, ended } = await running(folder);
  child.kill('SIGKILL');
  expect((await ended).signal).toBe('SIGKILL');
  expect(readdirSync(folder)).not.toContain('summary.json');
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  const replayed = await homebound('replay', folder, '--json');
  expect(replayed.code).toBe(0);
  expect(JSON.parse(replayed.out)).toMatchObject({ same: true });
  const scored = await homebound('score', folder, '--json');
  expect(scored.code).toBe(0);
  expect(JSON.parse(scored.out).worst_m).toBeLessThan(0.15);
  const next = await homebound(
    'simulate',
    '--headless',
    '--world',
    'test_room',
    '--seed',
    '1',
    '--out',
    folder,
    '--max-time',
    '30',
    '--json',
  );
  expect(JSON.parse(next.out).summary.reason).toMatch('not over');
  expect(next.code).toBe(1);
});

test('Ctrl-C ends the live simulation in order, also when it arrives twice as through npm start', async () => {
  const { child, ended } = start('simulate', '--world', 'studio', '--port', '0');
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  await new Promise((resolve) => setTimeout(resolve, 500));
  child.kill('SIGINT');
  setTimeout(() => child.kill('SIGINT'), 3);
  expect(await ended).toMatchObject({ code: 0, signal: null, err: '' });
});
