import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { confirmRelease, ReleasePlace } from '@homebound/update';
import { homebound, root, temporaryFolder } from '../helpers/homebound.ts';

/** A release whose program prints its number, and then does this. */
function releaseFolder(folder: string, counter: number, then = ''): string {
  const dist = join(folder, `made-${counter}`, 'dist');
  mkdirSync(dist, { recursive: true });
  writeFileSync(join(dist, 'homebound.js'), `console.log('number ${counter}', process.env.HOMEBOUND_TRIAL);\n${then}`);
  copyFileSync(join(root, 'dist', 'homebound-start.js'), join(dist, 'homebound-start.js'));
  return join(dist, '..');
}

async function make(folder: string, counter: number, then?: string): Promise<string> {
  const out = join(folder, `${counter}.hbup`);
  const words = [
    '--counter',
    String(counter),
    '--release',
    `1.${counter}.0`,
    '--model',
    'homebound-sim-1',
    '--out',
    out,
  ];
  const made = await homebound(
    'update',
    '--make',
    releaseFolder(folder, counter, then),
    '--key',
    join(folder, 'ann'),
    ...words,
  );
  expect(made.err).toContain('1 signatures');
  // The second maintainer signs on a machine of their own.
  expect((await homebound('update', '--sign', out, '--key', join(folder, 'ben'))).code).toBe(0);
  return out;
}

const startOf = (place: string): string =>
  spawnSync(process.execPath, [join(place, 'bin', 'homebound-start.js')], { encoding: 'utf8' }).stdout.trim();

test('keys, a release, an update that crashes and one that stays, as makers and owners do it', async () => {
  const folder = temporaryFolder();
  const place = join(folder, 'robot');
  const at = ['--root', place];
  for (const name of ['ann', 'ben', 'cem'])
    expect((await homebound('update', '--new-key', join(folder, name))).code).toBe(0);
  expect(statSync(join(folder, 'ann')).mode & 0o777).toBe(0o600);
  const keys = join(folder, 'trusted-keys.json');
  const publicKeys = ['ann', 'ben', 'cem'].map((name) => join(folder, `${name}.pub`)).join(',');
  expect((await homebound('update', '--trust', publicKeys, '--threshold', '2', '--out', keys)).code).toBe(0);

  const setUp = ['update', ...at, '--set-up', await make(folder, 1), '--keys', keys, '--model', 'homebound-sim-1'];
  expect((await homebound(...setUp)).code).toBe(0);
  expect(startOf(place)).toBe('number 1 0');

  const crashing = await make(folder, 2, "throw new Error('does not do');\n");
  expect((await homebound('update', ...at, '--check', crashing)).code).toBe(0);
  expect(startOf(place)).toBe('number 1 0');
  expect((await homebound('update', ...at, '--install', crashing)).code).toBe(0);
  expect([startOf(place), startOf(place), startOf(place)]).toEqual(['number 2 1', 'number 2 1', 'number 1 0']);
  const { out } = await homebound('update', ...at, '--status', '--json');
  expect(JSON.parse(out)).toMatchObject({ current: 1, highest: 1, rolledBack: { counter: 2, reason: 'crashed' } });

  expect((await homebound('update', ...at, '--install', await make(folder, 3))).code).toBe(0);
  expect(startOf(place)).toBe('number 3 1');
  await confirmRelease(new ReleasePlace(place), 3);
  expect(startOf(place)).toBe('number 3 0');
  const again = await homebound('update', ...at, '--install', crashing);
  expect([again.code, again.err]).toEqual([
    1,
    expect.stringMatching(/^homebound: The update has number 2; 3 has been/),
  ]);

  expect((await homebound('update', ...at, '--rollback')).code).toBe(0);
  expect(startOf(place)).toBe('number 1 0');
  // What lies on a worn medium is not run.
  const program = join(place, 'releases', '1', 'dist', 'homebound.js');
  writeFileSync(program, `${readFileSync(program, 'utf8')}// a bit of rot`);
  expect(startOf(place)).toBe('number 3 0');
});

test.each([
  [['update'], /^homebound: Give one of --check, --install/],
  [['update', '--root', '/nowhere', '--status'], /^homebound: \/nowhere holds no releases/],
  [
    ['update', '--check', 'package.json'],
    /holds no releases, .*: name the folder with --root, or make it with --set-up$/,
  ],
  [['update', '--check', '/nowhere.hbup'], /^homebound: There is no file \/nowhere.hbup$/],
  [['update', '--make', '.', '--counter', '1'], /--make needs --counter, --release and --model/],
])('homebound %j ends with one line', async (args, line) => {
  const { code, err } = await homebound(...(args as string[]));
  expect([code, err.trim().split('\n')]).toEqual([1, [expect.stringMatching(line as RegExp)]]);
});
