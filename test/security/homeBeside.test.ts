import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeHomeMap, exportMap } from '@homebound/formats';
import { type Home, openHome } from '@homebound/home';
import type { MapKeeper } from '@homebound/nodes';
import { root, temporaryFolder } from '../helpers/homebound.ts';
import { canTrace } from '../helpers/systemCalls.ts';
import { plainIn } from './besideScan.ts';
import { namedMap, roomNamed, toldRun } from './homeRig.ts';

const traced = canTrace() ? test : (test.skip as typeof test);
/** What the household calls things; in no file may they stand. */
const words = ['MARKERhome', 'MARKERroom', 'MARKERrobot', 'markerplan'];

interface LiveRun {
  /** Of the household, of its keys, where it was started, and where temporary files go. */
  readonly folders: Readonly<Record<'home' | 'keys' | 'work' | 'temporary', string>>;
  readonly said: string;
  readonly maps: number;
  readonly runs: number;
  /** Calls that wait for the disk: on the robot's own thread, and on others. */
  readonly syncs: { readonly main: number; readonly others: number };
}

function foldersIn(place: string): LiveRun['folders'] {
  const [home, work, temporary] = ['home', 'work', 'temporary'].map((name) => join(place, name));
  for (const folder of [work, temporary]) mkdirSync(folder);
  return { home, keys: `${home}.keys`, work, temporary };
}

const pause = (ms: number): Promise<void> => new Promise((next) => setTimeout(next, ms));

/** Waits for something of the outside; rejects after four minutes. */
async function until<T>(what: string, look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (let n = 0; n < 1200; n++) {
    const found = await look();
    if (found !== undefined) return found;
    await pause(200);
  }
  throw new Error(`${what} did not come`);
}

/** Lines of `strace -f`: who called what. The first to call is the program's own thread, which began it. */
function syncsIn(trace: string): LiveRun['syncs'] {
  const pid = Number(/^(\d+) +execve\(/m.exec(trace)?.[1]);
  const callers = trace.split('\n').flatMap((line) => /^(\d+) +(?:fsync|fdatasync)\(/.exec(line)?.[1] ?? []);
  const main = callers.filter((caller) => Number(caller) === pid).length;
  return { main, others: callers.length - main };
}

/** Starts a program whose calls that wait for the disk are watched. */
function watched(args: readonly string[], { work, temporary }: LiveRun['folders'], trace: string) {
  const watch = ['-f', '-qq', '--seccomp-bpf', '-e', 'trace=execve,fsync,fdatasync', '-e', 'signal=none', '-o', trace];
  const env = { ...process.env, TMPDIR: temporary };
  const child = spawn('strace', [...watch, process.execPath, ...args], { cwd: work, env, stdio: 'pipe' });
  const told = { said: '' };
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes) => {
      told.said += bytes;
    });
  const closed = new Promise<void>((done) => child.on('close', () => done()));
  const children = (): string => readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
  return { told, closed, pid: () => Number(children().split(' ')[0]) };
}

/** A live robot in a home with names of ours, until it has kept its map and its run; then it is ended, as by Ctrl-C. */
async function liveRun(): Promise<LiveRun> {
  const place = temporaryFolder();
  const folders = foldersIn(place);
  const world = join(place, 'home.sdf');
  const studio = readFileSync(join(root, 'sim', 'worlds', 'studio.sdf'), 'utf8');
  writeFileSync(world, studio.replace('<world name="studio">', '<world name="MARKERhome">'));
  const trace = join(place, 'calls');
  const options = ['--home', folders.home, '--world', world, '--seed', '3', '--speed', 'max', '--port', '0'];
  const robot = watched([join(root, 'dist', 'homebound.js'), 'simulate', ...options], folders, trace);
  const url = await until('the page', () => /http:\S+\//.exec(robot.told.said)?.[0]);
  const pid = robot.pid();
  try {
    const { maps, runs } = await household(url);
    return await ended({ folders, maps, runs }, robot, pid, trace);
  } catch (cause) {
    process.kill(pid, 'SIGKILL');
    throw cause;
  }
}

async function ended(
  run: Pick<LiveRun, 'folders' | 'maps' | 'runs'>,
  robot: ReturnType<typeof watched>,
  pid: number,
  trace: string,
): Promise<LiveRun> {
  process.kill(pid, 'SIGINT');
  await robot.closed;
  return { ...run, said: robot.told.said, syncs: syncsIn(readFileSync(trace, 'utf8')) };
}

/** Names what can be named, as a page does, and waits until the robot has cleaned and kept all of it. */
async function household(url: string): Promise<{ maps: number; runs: number }> {
  const ask = async (method: string, path: string, body?: object) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}api/v1/${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return (await answer.json()) as Record<string, readonly { id: number | string; outcome?: string; name?: string }[]>;
  };
  await ask('PUT', 'settings', { robotName: 'MARKERrobot', timeZone: 'UTC', keepHistory_days: 365 });
  await ask('PUT', 'schedules', { schedules: [{ id: 'markerplan', isOn: false, days: [1], time: '09:00' }] });
  const room = await until('a room', async () => (await ask('GET', 'rooms')).rooms?.[0]);
  await until('the name of a room', async () => {
    await ask('POST', 'rooms', { edit: 'rename', room: room.id, name: 'MARKERroom' });
    return (await ask('GET', 'rooms')).rooms?.some(({ name }) => name === 'MARKERroom') || undefined;
  });
  return until('the end of the run', async () => {
    const [{ maps }, { runs }] = [await ask('GET', 'maps'), await ask('GET', 'runs')];
    const isOver = runs?.some(({ outcome }) => outcome === 'finished');
    return isOver && maps.length > 0 ? { maps: maps.length, runs: runs.length } : undefined;
  });
}

function plainBeside({ home, keys, work, temporary }: LiveRun['folders']): string[] {
  return plainIn([home, keys, work, temporary], words, [home]);
}

let live: LiveRun | undefined;
beforeAll(async () => {
  if (canTrace()) live = await liveRun();
});

traced(
  'T-BESIDE: a live run that keeps map, rooms, run, schedule and settings leaves nothing readable beside the vault',
  () => {
    expect(live).toMatchObject({ maps: 1, runs: 1, said: expect.not.stringMatching(/warning|fault/) });
    expect(existsSync(join(live!.folders.home, 'index.1'))).toBe(true);
    expect(plainBeside(live!.folders)).toEqual([]);
  },
);

traced('a live robot waits for no disk: every sync of its store is on another thread', () => {
  expect(live!.syncs.main).toBe(0);
  expect(live!.syncs.others).toBeGreaterThan(20);
});

traced('planted fault: a store in the thread that asks waits for the disk there', async () => {
  const place = temporaryFolder();
  const folders = foldersIn(place);
  const map = join(place, 'map.hbmap');
  mkdirSync(folders.home);
  writeFileSync(map, encodeHomeMap(namedMap('attic', 'Room')));
  const trace = join(place, 'calls');
  const command = watched([join(root, 'dist', 'homebound.js'), 'maps', folders.home, '--import', map], folders, trace);
  await command.closed;
  expect(syncsIn(readFileSync(trace, 'utf8')).main).toBeGreaterThan(3);
});

/** A robot that keeps one of each in a folder; the fault is in what it was given. */
async function keepOne(
  fault: (folders: LiveRun['folders'], keeper: MapKeeper, home: Home) => MapKeeper,
): Promise<string[]> {
  const folders = foldersIn(temporaryFolder());
  const home = await openHome({ folder: folders.home, appVersion: '0', warn: () => {}, now_s: () => 1.7e9 });
  const keeper = fault(folders, await home.wake('MARKERhome'), home);
  const { meta: _, extras: __, home: ___, ...floor } = namedMap('x', 'x');
  keeper.save(0, { ...floor, resolution_m: 0.025 }, 0);
  keeper.keepHome(0, roomNamed('MARKERroom'));
  home.runs.keep(toldRun('aa', 'MARKERroom is clean.'), true, '');
  await home.close();
  return plainBeside(folders);
}

test('T-BESIDE: a home of one map, one room and one run, kept in a real folder', async () => {
  expect(await keepOne((_, keeper) => keeper)).toEqual([]);
});

const alsoWrites =
  (write: (folders: LiveRun['folders'], counts: Uint32Array) => void) =>
  (folders: LiveRun['folders'], keeper: MapKeeper): MapKeeper => ({
    ...keeper,
    save: (index, floor, epoch) => {
      write(folders, floor.grid.counts);
      keeper.save(index, floor, epoch);
    },
  });
const picture = (): Uint8Array => exportMap(namedMap('x', 'x'), 'png').bytes;

test.each<[string, (folders: LiveRun['folders'], counts: Uint32Array) => void, RegExp]>([
  ['a thumbnail for the page', ({ home }) => writeFileSync(join(home, 'thumbnail'), picture()), /a picture$/],
  ['a copy of the grid', ({ home }, counts) => writeFileSync(join(home, 'cache'), counts), /not sealed$/],
  [
    'a copy of the map in the temporary folder',
    ({ temporary }) => writeFileSync(join(temporary, 'x'), encodeHomeMap(namedMap('x', 'y'))),
    /a map$/,
  ],
  ['a log with a room in it', ({ work }) => writeFileSync(join(work, 'log'), 'saved MARKERroom'), /MARKERroom$/],
  [
    'a name in base64',
    ({ work }) => writeFileSync(join(work, 'log'), Buffer.from('at MARKERroom now').toString('base64')),
    /MARKERroom$/,
  ],
  ['a file called as a map is', ({ home }) => writeFileSync(join(home, 'MARKERhome.lock'), ''), /MARKERhome$/],
])('T-BESIDE, planted fault: a keeper that also writes %s', async (_, write, told) => {
  expect(await keepOne(alsoWrites(write))).toContainEqual(expect.stringMatching(told));
});
