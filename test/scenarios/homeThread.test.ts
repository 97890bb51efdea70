import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HomeOptions, openHome } from '@homebound/home';
import { HomeRefusal } from '@homebound/wire';
import { root, temporaryFolder } from '../helpers/homebound.ts';
import { namedMap, roomNamed, toldRun } from '../security/homeRig.ts';

const built = join(root, 'dist', 'homeThread.js');

function opened(folder: string, more: Partial<HomeOptions> = {}) {
  const warnings: string[] = [];
  const warn = (text: string): void => void warnings.push(text);
  const home = openHome({ folder, appVersion: '0', warn, thread: built, now_s: () => 1.7e9, ...more });
  return { home, warnings };
}

const { meta: _, home: __, extras: ___, ...arrays } = namedMap('x', 'x');
const floor = { ...arrays, resolution_m: 0.025 };

test('a store in a thread of its own keeps what was handed over before it was closed, and knows its callers’ clock', async () => {
  const folder = join(temporaryFolder(), 'home');
  const { home: opening, warnings } = opened(folder);
  const home = await opening;
  const told: string[] = [];
  home.onChange(({ what }) => told.push(what));
  const keeper = await home.wake('Home');
  keeper.save(0, floor, 0);
  keeper.keepHome(0, roomNamed('Salon'));
  home.runs.keep(toldRun('aa', 'All is clean.'), true, '');
  home.tlsStore.save(Uint8Array.of(1, 2));
  home.audit.append({ stamp_s: 1, kind: 'login', by: 'here', what: 'page', outcome: 'done' });
  const { answer } = await home.desk.ask('backup', { passphrase: 'four words are enough' }, 'here');
  expect(answer.fileName).toBe('homebound-2023-11-14.backup');
  await home.desk.ask('writeSchedules', { schedules: [] }, 'here');
  await home.close();
  expect([told, warnings]).toEqual([['schedules'], []]);
  const again = await opened(folder).home;
  const { floors } = await again.wake('Home');
  expect(floors.map(({ home: rooms }) => rooms?.rooms.rooms[0].name)).toEqual(['Salon']);
  // A map's arrays come over as what they were.
  expect(floors[0].grid.counts).toEqual(floor.grid.counts);
  expect((await again.desk.ask('readRun', { id: 'aa' }, 'here')).answer.reason).toBe('All is clean.');
  expect(again.tlsStore.load()).toEqual(Uint8Array.of(1, 2));
  expect((await again.audit.read()).map(({ kind }) => kind)).toEqual(['login', 'export', 'config']);
  await again.close();
  await expect(again.desk.ask('listMaps', {}, 'here')).rejects.toThrow('The store is closed');
});

test('what the thread refuses is a refusal here: not found, or another process has the folder', async () => {
  const folder = join(temporaryFolder(), 'home');
  const home = await opened(folder).home;
  const refusal = await home.desk.ask('deleteMap', { id: 'attic' }, 'here').catch((cause: unknown) => cause);
  expect(refusal).toBeInstanceOf(HomeRefusal);
  expect(refusal).toMatchObject({ code: 'notFound', message: 'No map attic in this home; there is none' });
  const other = await opened(folder).home.catch((cause: unknown) => cause);
  expect(other).toMatchObject({ code: 'busy', message: expect.stringMatching(`in use by process ${process.pid}; `) });
  await home.close();
});

test('a thread that ends is told, what was asked of it fails, and the robot goes on', async () => {
  const script = join(temporaryFolder(), 'thread.mjs');
  const begin = '{ bytes: {}, damaged: {}, schedules: [], settings: {} }';
  writeFileSync(
    script,
    `import { parentPort } from 'node:worker_threads';
     parentPort.postMessage({ id: 0, result: undefined });
     parentPort.on('message', ({ id, method }) => {
       if (method === 'begin') parentPort.postMessage({ id, result: ${begin} });
       if (method === 'keepRun') throw new Error('out of memory');
     });`,
  );
  const { home: opening, warnings } = opened(temporaryFolder(), { thread: script });
  const home = await opening;
  home.runs.keep(toldRun('aa', 'All is clean.'), true, '');
  await expect(home.desk.ask('listRuns', {}, 'here')).rejects.toMatchObject({ code: 'failed' });
  expect(warnings).toContainEqual("the store's thread has ended, nothing is kept any more: out of memory");
  await home.close();
});
