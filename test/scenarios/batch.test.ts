import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { homebound, start, temporaryFolder } from '../helpers/homebound.ts';

const short = ['batch', '--worlds', 'studio,test_room', '--max-time', '30'] as const;

test('a batch gives the same figures for any number of processes, and goes on after it was interrupted', async () => {
  const [alone, both] = [temporaryFolder(), temporaryFolder()];
  const { child, ended } = start(...short, '--seeds', '1-2', '--jobs', '1', '--out', alone);
  // The first run is in: no further one is begun.
  await new Promise((resolve) => child.stderr?.once('data', resolve));
  child.kill('SIGINT');
  expect((await ended).code).toBe(130);
  const before = readFileSync(join(alone, 'runs.jsonl'), 'utf8');
  const first = JSON.parse(before.split('\n')[0]);
  expect(before.split('\n').length - 1).toBeLessThan(4);

  const again = await homebound(...short, '--seeds', '1-2', '--jobs', '1', '--out', alone, '--json');
  const parallel = await homebound(...short, '--seeds', '1-2', '--jobs', '2', '--out', both, '--json');
  // After half a minute no robot is home again.
  expect([again.code, parallel.code]).toEqual([1, 1]);
  const figures = (text: string) =>
    JSON.parse(text).results.map(({ cost, ...rest }: { cost: unknown; hash: string; name: string }) => rest);
  expect(figures(again.out)).toEqual(figures(parallel.out));
  expect(figures(again.out).map(({ name }: { name: string }) => name)).toEqual([
    'studio#1',
    'studio#2',
    'test_room#1',
    'test_room#2',
  ]);
  expect(new Set(figures(again.out).map(({ hash }: { hash: string }) => hash)).size).toBe(4);
  // What was done before is not done again: its cost on this machine is the old one.
  expect(JSON.parse(again.out).results[0].cost).toEqual(first.cost);
});

test('a batch that cannot be run is refused before anything runs', async () => {
  const out = temporaryFolder();
  for (const [args, problem] of [
    [['--worlds', 'atlantis'], /No world is called atlantis/],
    [['--worlds', 'studio', '--seeds', '5-1'], /Expected seeds such as 1-20,31, got 5-1/],
    [['--worlds', 'studio', '--noise', 'fog'], /--noise must be one of realistic, .*got fog/],
    [['--worlds', 'studio,,test_room'], /Expected names between commas/],
  ] as const) {
    const { code, err } = await homebound('batch', ...args, '--out', out);
    expect(err).toMatch(problem);
    expect(code).toBe(1);
  }
});
