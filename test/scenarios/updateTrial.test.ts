import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { bytesSource, makeUpdate, ReleasePlace, setUpReleases, stageUpdate } from '@homebound/update';
import { root as repository, temporaryFolder } from '../helpers/homebound.ts';
import { ann, ben, trusted } from '../security/updateRig.ts';

/**
 * Motors and mind alone, started with release 9 on trial, 7 before it.
 * @param after_s to wait for a verdict when its store is there
 * @returns its releases when it has ended, and whether its mind was there
 */
async function withoutGateway(after_s: number): Promise<{ place: ReleasePlace; hadMind: boolean }> {
  const folder = temporaryFolder();
  const root = join(folder, 'releases');
  const place = new ReleasePlace(root);
  place.keepState({ current: 7, highest: 7, trial: { counter: 9, starts: 1 } });
  mkdirSync(join(folder, 'run'), { mode: 0o700 });
  const env = { ...process.env, HOMEBOUND_RELEASES: root, HOMEBOUND_RELEASE: '9', HOMEBOUND_TRIAL: '1' };
  const run = ['--run', join(folder, 'run')];
  const commands = [
    ['motor', '--world', 'studio', ...run],
    ['mind', '--home', join(folder, 'home'), ...run],
  ];
  const command = join(repository, 'dist', 'homebound.js');
  const robots = commands.map((args) => spawn(process.execPath, [command, ...args], { env, stdio: 'ignore' }));
  const ended = robots.map((robot) => new Promise((done) => robot.once('close', done)));
  const store = join(folder, 'home', 'index.1');
  for (let k = 0; k < 450 && !existsSync(store); k++) await delay(200);
  // As long as it takes with a gateway, and longer.
  await delay(1000 * after_s);
  const hadMind = existsSync(store);
  for (const robot of robots) robot.kill('SIGINT');
  await Promise.all(ended);
  return { place, hadMind };
}

/** An update of what this repository builds, as its makers make it. */
async function madeUpdate(folder: string, counter: number): Promise<Uint8Array> {
  const release = join(folder, 'release');
  if (!existsSync(release)) {
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(repository, 'tools', 'release.mjs'), release, '--built'],
      {
        encoding: 'utf8',
      },
    );
    if (status !== 0) throw new Error(stderr);
  }
  const words = {
    version: `1.0.${counter}`,
    counter,
    after: 0,
    models: ['homebound-sim-1'],
    entry: 'dist/homebound.js',
  };
  const out = join(folder, `${counter}.hbup`);
  await makeUpdate(release, { ...words, keyLists: [] }, [ann, ben], out);
  return readFileSync(out);
}

test('T-UPD: what this repository builds is made an update, installed and started; it stays once nodes, lidar, store and gateway have shown themselves', async () => {
  const folder = temporaryFolder();
  const place = new ReleasePlace(join(folder, 'releases'));
  await setUpReleases(bytesSource(await madeUpdate(folder, 7)), place, { model: 'homebound-sim-1', keys: trusted });
  await stageUpdate(bytesSource(await madeUpdate(folder, 9)), place);
  const start = join(place.folderOf(7), 'dist', 'homebound-start.js');
  const folders = ['--home', join(folder, 'home'), '--run', join(folder, 'run')];
  const robot = spawn(process.execPath, [start, 'serve', '--world', 'studio', ...folders, '--port', '0'], {
    env: { ...process.env, HOMEBOUND_RELEASES: place.root },
    stdio: 'ignore',
  });
  const ended = new Promise((done) => robot.once('close', done));
  for (let k = 0; k < 450 && place.state().trial !== undefined; k++) await delay(200);
  robot.kill('SIGINT');
  await ended;
  expect(place.state()).toEqual({ current: 9, previous: 7, highest: 9 });
});

test('T-UPD, planted fault: a release whose gateway does not come does not stay', async () => {
  const { place, hadMind } = await withoutGateway(12);
  expect(hadMind).toBe(true);
  expect(place.state()).toEqual({ current: 7, highest: 7, trial: { counter: 9, starts: 1 } });
});
