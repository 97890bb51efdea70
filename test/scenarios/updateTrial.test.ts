import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ReleasePlace } from '@homebound/update';
import { root as repository, temporaryFolder } from '../helpers/homebound.ts';

/** Processes of a robot, as commands: all three kept by `serve`, or some of them alone. */
type Parts = (folders: { readonly home: string[]; readonly run: string[] }) => readonly (readonly string[])[];
const all: Parts = ({ home, run }) => [['serve', '--world', 'studio', ...home, ...run, '--port', '0']];
const withoutGateway: Parts = ({ home, run }) => [
  ['motor', '--world', 'studio', ...run],
  ['mind', ...home, ...run],
];

/**
 * A robot that was started with release 9 on trial, 7 before it.
 * @param most_s to wait for a verdict
 * @returns its releases when it has ended, and whether its mind was there
 */
async function tried(parts: Parts, most_s: number): Promise<{ place: ReleasePlace; hadMind: boolean }> {
  const folder = temporaryFolder();
  const root = join(folder, 'releases');
  const place = new ReleasePlace(root);
  place.keepState({ current: 7, highest: 7, trial: { counter: 9, starts: 1 } });
  mkdirSync(join(folder, 'run'), { mode: 0o700 });
  const env = { ...process.env, HOMEBOUND_RELEASES: root, HOMEBOUND_RELEASE: '9', HOMEBOUND_TRIAL: '1' };
  const folders = { home: ['--home', join(folder, 'home')], run: ['--run', join(folder, 'run')] };
  const command = join(repository, 'dist', 'homebound.js');
  const robots = parts(folders).map((args) => spawn(process.execPath, [command, ...args], { env, stdio: 'ignore' }));
  const ended = robots.map((robot) => new Promise((done) => robot.once('close', done)));
  const isTried = (): boolean => readFileSync(join(root, 'state.json'), 'utf8').includes('trial');
  for (let k = 0; k < 5 * most_s && isTried(); k++) await delay(200);
  const hadMind = existsSync(join(folder, 'home', 'index.1'));
  for (const robot of robots) robot.kill('SIGINT');
  await Promise.all(ended);
  return { place, hadMind };
}

test('T-UPD: a release in three real processes stays once nodes, lidar, store and gateway have shown themselves', async () => {
  const { place } = await tried(all, 90);
  expect(place.state()).toEqual({ current: 9, previous: 7, highest: 9 });
});

test('T-UPD, planted fault: a release whose gateway does not come does not stay', async () => {
  const { place, hadMind } = await tried(withoutGateway, 20);
  expect(hadMind).toBe(true);
  expect(place.state()).toEqual({ current: 7, highest: 7, trial: { counter: 9, starts: 1 } });
});
