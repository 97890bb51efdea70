import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytesSource, confirmRelease, nodeFiles, ReleasePlace, stageUpdate } from '@homebound/update';
import { folderDisk } from '@homebound/vault';
import { root, temporaryFolder } from '../helpers/homebound.ts';
import { hasSystemd, readUnit, unitFolder, valuesOf } from '../helpers/unitFile.ts';
import { installedPlace, updateOf } from './updateRig.ts';

const judged = hasSystemd ? test : (test.skip as typeof test);
const FILE = 'homebound-release.service';

/** systemd's judgement of a unit's text: below 2 of 10 it counts as well shut in. */
function exposure(text: string): number {
  const path = join(temporaryFolder(), FILE);
  writeFileSync(path, text.replaceAll('/usr/bin/node', process.execPath));
  const { stdout } = spawnSync('systemd-analyze', ['security', '--offline=true', '--no-pager', path], {
    encoding: 'utf8',
  });
  return Number(/Overall exposure level for \S+: ([\d.]+)/.exec(stdout)?.[1]);
}

judged('T-PRIV: the service that chooses the release is shut in (exposure at most 2.0 of 10)', () => {
  expect(exposure(readUnit(FILE).text)).toBeLessThanOrEqual(2);
});

judged('T-PRIV, planted fault: the same without its user, its filters and its limits', () => {
  const open = readUnit(FILE).text.replace(
    /^(SystemCallFilter|CapabilityBoundingSet|NoNewPrivileges|Restrict\w+|User)=.*\n/gm,
    '',
  );
  expect(exposure(open)).toBeGreaterThan(2);
});

test('the folders and files that the services name are each other’s, and those of the start', () => {
  const { unit } = readUnit(FILE);
  const [folder] = valuesOf(unit, 'ReadWritePaths');
  const [command] = valuesOf(unit, 'ExecStart');
  const mind = readFileSync(join(unitFolder, 'releases', 'homebound-mind.conf'), 'utf8');
  expect(command).toContain(`${folder}/bin/homebound-start.js --choose /run/homebound-release/trial`);
  expect(valuesOf(unit, 'RuntimeDirectory')).toEqual(['homebound-release']);
  expect(mind).toContain('EnvironmentFile=/run/homebound-release/trial');
  expect(mind).toContain(`ReadWritePaths=${folder}`);
  expect(existsSync(join(root, 'dist', 'homebound-start.js'))).toBe(true);
});

/** Runs the start as the service does. @returns what the mind is told */
function chosen(place: ReleasePlace): string {
  const file = join(place.root, '..', 'trial');
  const start = join(root, 'dist', 'homebound-start.js');
  const env = { ...process.env, HOMEBOUND_RELEASES: place.root };
  const { status, stderr } = spawnSync(process.execPath, [start, '--choose', file], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return readFileSync(file, 'utf8').replace(`HOMEBOUND_RELEASES=${place.root}\n`, '');
}

test('T-UPD: the service chooses, counts and goes back, and starts nothing itself', async () => {
  const place = await installedPlace();
  expect(chosen(place)).toBe('HOMEBOUND_RELEASE=5\nHOMEBOUND_TRIAL=0\n');
  await stageUpdate(bytesSource(updateOf({ counter: 6 })), place);
  const onTrial = 'HOMEBOUND_RELEASE=6\nHOMEBOUND_TRIAL=1\n';
  expect([chosen(place), chosen(place)]).toEqual([onTrial, onTrial]);
  expect(chosen(place)).toBe('HOMEBOUND_RELEASE=5\nHOMEBOUND_TRIAL=0\n');
  await stageUpdate(bytesSource(updateOf({ counter: 7 })), place);
  expect(chosen(place)).toBe('HOMEBOUND_RELEASE=7\nHOMEBOUND_TRIAL=1\n');
  await confirmRelease(place, 7);
  expect(chosen(place)).toBe('HOMEBOUND_RELEASE=7\nHOMEBOUND_TRIAL=0\n');
});

/** What of a release the users of the other processes can't read, when it was installed under the services' own mask. */
async function unreadable(change: typeof nodeFiles): Promise<string[]> {
  const before = process.umask(0o077);
  try {
    const { root: top } = await installedPlace();
    const place = new ReleasePlace(top, folderDisk(top), change);
    await stageUpdate(bytesSource(updateOf({ counter: 6 })), place);
    const paths = ['', 'bin', 'bin/homebound.mjs', 'data/large.bin'].map((path) => join(place.folderOf(6), path));
    return paths.filter((path) => (statSync(path).mode & 0o004) === 0);
  } finally {
    process.umask(before);
  }
}

test('T-UPD: motors and gateway, under users of their own, can read what the mind has installed', async () => {
  expect(await unreadable(nodeFiles)).toEqual([]);
});

test('T-UPD, planted fault: an installer that leaves modes to the mask', async () => {
  const makeFolder = async (path: string): Promise<void> => void mkdirSync(path, { recursive: true });
  const create = async (path: string): Promise<void> => writeFileSync(path, '', { flag: 'wx' });
  expect(await unreadable({ ...nodeFiles, makeFolder, create })).toHaveLength(4);
});
