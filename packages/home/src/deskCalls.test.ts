import { decodeHomeMap, encodeHomeMap, exportMap } from '@homebound/formats';
import type { HomeCall, HomeCalls, HomeSettings, Schedule } from '@homebound/wire';
import { defaultSettings } from './documents.ts';
import { sampleFloor, sampleHomeMap, sampleRooms, sampleRun } from './sampleHomeMap.ts';
import { type TestHome, testHome } from './testHome.ts';

const BY = 'session-0123456789abcdef';
const PASSPHRASE = 'four words are enough';
const weekdays: Schedule = { id: 'weekdays', isOn: true, days: [1, 2, 3, 4, 5], time: '09:30', rooms: [2] };

const asker =
  ({ home }: TestHome) =>
  async <C extends HomeCall>(call: C, request: HomeCalls[C]['request'], bytes?: Uint8Array) => {
    const reply = await home.desk.ask(call, request, BY, bytes);
    return { ...reply.answer, bytes: reply.bytes };
  };

/** A home with two maps and three runs in them: one of each, and one that ended before its map was saved. */
async function household() {
  const test = await testHome();
  const ask = asker(test);
  await test.home.wake('Home', 0.05);
  await ask('importMap', { name: 'x' }, encodeHomeMap(sampleHomeMap('attic', 'Attic')));
  const keeper = await test.home.wake('Home', 0.05);
  test.home.runs.keep(sampleRun('a'), true, 'Attic');
  test.home.runs.keep(sampleRun('b', { begun_s: 1.7e9 + 10 }), true, '');
  keeper.save(1, sampleFloor(), 0);
  test.home.runs.keep(sampleRun('c', { begun_s: 1.7e9 + 20 }), true, '');
  return { test, ask, keeper };
}

test('maps are listed with what a person asks about them, carried out and in, gone back with', async () => {
  const { test, ask, keeper } = await household();
  keeper.save(1, sampleFloor(), 0);
  await Promise.resolve();
  keeper.keepHome(1, sampleRooms('Salon'));
  const { maps } = await ask('listMaps', {});
  // Half of 32 × 32 cells of 5 cm is seen, less the lowest row, a wall: 15 · 32 · 0.0025 m².
  expect(maps).toMatchObject([
    { id: 'attic', name: 'Attic', rooms: 0, earlier: 0 },
    { id: 'home', name: 'Home', rooms: 1, earlier: 1, created_s: 1.7e9, changed_s: 1.7e9 },
  ]);
  expect(maps[1].area_m2).toBeCloseTo(1.2, 9);
  const out = await ask('exportMap', { id: 'home', format: 'hbmap' });
  expect(decodeHomeMap(out.bytes!, 'out').home?.rooms.rooms[0].name).toBe('Salon');
  expect(out.fileName).toBe('homebound-map.hbmap');
  expect(await ask('importMap', { name: 'x' }, out.bytes)).toMatchObject({ id: 'home-2' });
  const valetudo = exportMap(decodeHomeMap(out.bytes!, 'out'), 'valetudo').bytes;
  expect(await ask('importMap', { name: 'Cellar' }, valetudo)).toMatchObject({ id: 'cellar' });
  await ask('undoMap', { id: 'home' });
  await expect(ask('undoMap', { id: 'home' })).rejects.toMatchObject({ code: 'notFound' });
  expect(test.warnings).toEqual([]);
});

test('a map takes the runs that were driven in it along, also those that ended before it was saved; others stay', async () => {
  const { ask } = await household();
  expect((await ask('listRuns', {})).runs.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  const { gone } = await ask('deleteMap', { id: 'home' });
  expect(gone.map(({ kind, id }) => `${kind} ${id}`).sort()).toEqual(['map home', 'run b', 'run c']);
  expect((await ask('listRuns', {})).runs.map(({ id }) => id)).toEqual(['a']);
  expect((await ask('readRun', { id: 'a' })).path).toHaveLength(10);
  await expect(ask('readRun', { id: 'b' })).rejects.toMatchObject({ code: 'notFound' });
});

test('a run that was deleted is not kept again while the robot goes on with it', async () => {
  const { test, ask } = await household();
  expect((await ask('deleteRuns', { ids: ['c'] })).gone).toMatchObject([{ kind: 'run', id: 'c' }]);
  test.home.runs.keep(sampleRun('c'), true, '');
  expect((await ask('listRuns', {})).runs.map(({ id }) => id)).toEqual(['b', 'a']);
  await expect(ask('deleteRuns', { ids: ['b', 'c'] })).rejects.toMatchObject({ code: 'notFound' });
  expect((await ask('deleteRuns', {})).gone).toHaveLength(2);
  expect((await ask('deleteRuns', {})).gone).toHaveLength(0);
});

test('a run that goes on is told as running; ended by nobody, as the robot wakes anew, it was interrupted', async () => {
  const { test, ask } = await household();
  const cut = sampleRun('d', { outcome: 'interrupted', reason: 'The robot was switched off meanwhile.' });
  test.home.runs.keep(cut, false, '');
  const outcomes = async () =>
    (await ask('listRuns', {})).runs.flatMap(({ id, outcome }) => (id === 'd' ? outcome : []));
  expect(await outcomes()).toEqual(['running']);
  expect(await ask('readRun', { id: 'd' })).toMatchObject({ outcome: 'running', reason: 'It goes on.' });
  await test.home.wake('Home', 0.05);
  expect(await outcomes()).toEqual(['interrupted']);
  test.home.runs.keep(sampleRun('d'), true, '');
  expect(await outcomes()).toEqual(['finished']);
});

test('history is forgotten after so many days, and where it is 0 none is kept', async () => {
  const { test, ask } = await household();
  await ask('writeSettings', { ...defaultSettings, keepHistory_days: 2 });
  test.time.now_s += 2 * 86_400 + 15;
  test.home.runs.keep(sampleRun('d', { begun_s: test.time.now_s }), true, '');
  expect((await ask('listRuns', {})).runs.map(({ id }) => id)).toEqual(['d', 'c']);
  await ask('writeSettings', { ...defaultSettings, keepHistory_days: 0 });
  test.home.runs.keep(sampleRun('e', { begun_s: test.time.now_s }), true, '');
  expect((await ask('listRuns', {})).runs).toEqual([]);
});

test('schedules and settings are told at once to who obeys them, and there after a restart', async () => {
  const { test, ask } = await household();
  expect([test.home.schedules, test.home.settings]).toEqual([[], defaultSettings]);
  const settings: HomeSettings = { robotName: 'Robbie', timeZone: 'Europe/Berlin', keepHistory_days: 30 };
  await ask('writeSchedules', { schedules: [weekdays] });
  await ask('writeSettings', settings);
  expect([test.home.schedules, test.home.settings]).toEqual([[weekdays], settings]);
  const { home } = await test.again();
  expect([home.schedules, home.settings]).toEqual([[weekdays], settings]);
});

test.each<[string, HomeCall, unknown, RegExp]>([
  ['a day that is none', 'writeSchedules', { schedules: [{ ...weekdays, days: [8] }] }, /schedules\[0\]\.days\[0\]/],
  ['a time that is none', 'writeSchedules', { schedules: [{ ...weekdays, time: '24:00' }] }, /must be HH:MM/],
  ['two schedules of an id', 'writeSchedules', { schedules: [weekdays, weekdays] }, /each id once/],
  [
    'a power of NaN',
    'writeSchedules',
    { schedules: [{ ...weekdays, settings: { levels: { fan: Number.NaN } } }] },
    /fan/,
  ],
  ['a zone that is none', 'writeSettings', { ...defaultSettings, timeZone: 'Mars/Olympus' }, /Europe\/Berlin/],
  ['a name of two lines', 'writeSettings', { ...defaultSettings, robotName: 'a\nb' }, /control/],
  ['a field that nobody knows', 'writeSettings', { ...defaultSettings, isAdmin: true }, /isAdmin/],
  ['an id that is a path', 'deleteMap', { id: '../../etc' }, /No map/],
  ['a map that is none', 'importMap', { name: 'x' }, /No map came/],
  ['a short passphrase', 'backup', { passphrase: '123456789' }, /at least 10 characters/],
  ['an empty one', 'backup', { passphrase: '' }, /at least 10 characters/],
  ['an update where none are taken', 'update', {}, /takes no updates/],
])('refused in one line, and nothing is another: %s', async (_, call, request, reason) => {
  const { test, ask } = await household();
  const before = test.data.names();
  const refusal = await ask(call, request as never).then(
    () => 'it was taken',
    (error: Error) => error,
  );
  expect(refusal).toMatchObject({ name: 'HomeRefusal', message: expect.stringMatching(reason) });
  expect((refusal as Error).message).not.toMatch('\n');
  // Of the refusal the log tells; maps and runs are as they were.
  const { maps } = await ask('listMaps', {});
  expect([maps.length, test.home.schedules, test.home.settings]).toEqual([2, [], defaultSettings]);
  expect(test.data.names().length).toBeGreaterThanOrEqual(before.length);
});

test('a backup brings all back into another robot but pairings, keys and the log, or nothing of it', async () => {
  const { test, ask } = await household();
  await ask('writeSchedules', { schedules: [weekdays] });
  await test.home.keepBytes('pairing', Uint8Array.of(1));
  const { bytes, fileName } = await ask('backup', { passphrase: PASSPHRASE });
  expect(fileName).toBe('homebound-2023-11-14.backup');
  const other = await testHome();
  const told: string[] = [];
  other.home.onChange(({ what }) => told.push(what));
  const keeper = await other.home.wake('Home', 0.05);
  keeper.save(0, sampleFloor(), 0);
  const askOther = asker(other);
  await expect(askOther('restore', { passphrase: 'another pass' }, bytes)).rejects.toMatchObject({ code: 'invalid' });
  await expect(askOther('restore', { passphrase: PASSPHRASE }, bytes!.slice(0, -1))).rejects.toMatchObject({
    code: 'invalid',
  });
  expect([(await askOther('listMaps', {})).maps.length, told]).toEqual([1, []]);
  expect(await askOther('restore', { passphrase: PASSPHRASE }, bytes)).toMatchObject({ objects: 6 });
  expect(told).toEqual(['maps', 'schedules', 'settings']);
  expect((await askOther('listMaps', {})).maps.map(({ id }) => id)).toEqual(['attic', 'home']);
  expect((await askOther('listRuns', {})).runs).toHaveLength(3);
  expect([other.home.schedules, other.home.accessStore.load()]).toEqual([[weekdays], undefined]);
  // What the robot had in mind before is not written over what came.
  keeper.save(0, sampleFloor(), 0);
  expect((await askOther('listMaps', {})).maps[1].earlier).toBe(1);
});

test('the log tells who carried out, changed and deleted what, and what was refused; nobody else writes it down', async () => {
  const { test, ask } = await household();
  await ask('exportMap', { id: 'home', format: 'png' });
  await ask('deleteMap', { id: 'attic' });
  await ask('deleteMap', { id: 'attic' }).catch(() => undefined);
  const { entries, breaks } = await test.home.audit.check();
  expect(breaks).toEqual([]);
  expect(entries.map(({ kind, what, outcome, by }) => `${kind} ${what} ${outcome} ${by}`)).toEqual([
    `config map-import done ${BY}`,
    `export map done ${BY}`,
    `delete map done ${BY}`,
    `delete map refused ${BY}`,
  ]);
});
