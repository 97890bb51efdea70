import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FORGET_NETWORK } from './forgetNetwork.ts';
import { PRESENCE_S } from './home.ts';
import { sampleFloor, sampleRun } from './sampleHomeMap.ts';
import { testHome } from './testHome.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('pairings, keys, the time and what schedules did are there after a restart; of pairings and keys the newest alone', async () => {
  let test = await testHome();
  const { accessStore, tlsStore, clockStore, dueStore } = test.home;
  expect(accessStore.load()).toBeUndefined();
  for (const text of ['first', 'second']) await accessStore.save(bytes(text));
  tlsStore.save(bytes('key'));
  clockStore.save(bytes('1700000000'));
  dueStore.save(bytes('[]'));
  expect(accessStore.load()).toEqual(bytes('second'));
  test = await test.again();
  const { home } = test;
  const loaded = [home.accessStore, home.tlsStore, home.clockStore, home.dueStore].map((store) => store.load());
  expect(loaded).toEqual(['second', 'key', '1700000000', '[]'].map(bytes));
  expect(test.data.names().filter((name) => /^[0-9a-f]{32}$/.test(name))).toHaveLength(4);
});

test('damaged pairings are told as what they are: nobody is quietly locked out or let in', async () => {
  let test = await testHome();
  await test.home.accessStore.save(bytes('pairings'));
  await test.home.close();
  for (const file of test.data.names().filter((name) => /^[0-9a-f]{32}$/.test(name)))
    test.data.write(file, new Uint8Array(60));
  test = await testHome({}, test);
  expect(() => test.home.accessStore.load()).toThrow(/What is kept of pairing can't be read: .*; reset the robot/);
});

test('a full disk is a warning, told once, and ends nothing; with room again all is kept', async () => {
  const test = await testHome();
  const keeper = await test.home.wake('Home', 0.05);
  test.data.capacity_bytes = 131_072 + 600;
  for (let k = 0; k < 3; k++) {
    keeper.save(0, sampleFloor(), 0);
    test.home.runs.keep(sampleRun('a'), false, '');
    await Promise.resolve();
    await Promise.resolve();
  }
  await expect(test.home.accessStore.save(bytes('x'.repeat(1000)))).rejects.toMatchObject({ code: 'diskFull' });
  const full = expect.stringMatching(/^Cannot save: ENOSPC.*; delete something, then try again$/);
  expect(test.warnings).toEqual([full, full]);
  await expect(test.home.desk.ask('listRuns', {}, 'here')).resolves.toMatchObject({ answer: { runs: [] } });
  test.data.capacity_bytes = Number.POSITIVE_INFINITY;
  keeper.save(0, sampleFloor(), 0);
  await test.home.keepBytes('pairing', bytes('phone'));
  const { home } = await test.again();
  expect((await home.wake('Home', 0.05)).floors).toHaveLength(1);
  expect(home.accessStore.load()).toEqual(bytes('phone'));
});

test('on a full disk a map can be deleted, and then what was refused is kept', async () => {
  const test = await testHome();
  (await test.home.wake('Home', 0.05)).save(0, sampleFloor(), 0);
  await test.home.close();
  const { home, warnings } = await testHome({}, test);
  const keeper = await home.wake('Another', 0.05);
  const { data } = test;
  const used_bytes = data.names().reduce((sum, name) => sum + data.read(name).length, 0);
  // Room for the log's line, not for a map of 11 kB.
  data.capacity_bytes = used_bytes + 3000;
  keeper.save(1, sampleFloor(), 0);
  await new Promise((next) => setImmediate(next));
  expect(warnings).toEqual([expect.stringMatching(/^Cannot save: ENOSPC/)]);
  const { gone } = (await home.desk.ask('deleteMap', { id: 'home' }, 'here')).answer;
  expect(gone).toMatchObject([{ kind: 'map', id: 'home', versions: 1 }]);
  const { maps } = (await home.desk.ask('listMaps', {}, 'here')).answer;
  expect(maps.map(({ id }) => id)).toEqual(['another']);
});

test('a disk that fails for a while is warned of, and what the robot still has is kept when it is well again', async () => {
  const test = await testHome();
  const { data, home } = test;
  const keeper = await home.wake('Home', 0.05);
  const [read, write] = [data.read.bind(data), data.write.bind(data)];
  const fail = (): never => {
    throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO' });
  };
  Object.assign(data, { read: fail, write: fail });
  home.runs.keep(sampleRun('a'), false, '');
  keeper.save(0, sampleFloor(), 0);
  home.audit.append({ stamp_s: 1, kind: 'login', by: 'here', what: 'page', outcome: 'done' });
  await new Promise((next) => setImmediate(next));
  expect(test.warnings.length).toBeGreaterThanOrEqual(3);
  expect(test.warnings.every((text) => /EIO/.test(text))).toBe(true);
  await expect(home.desk.ask('listMaps', {}, 'here')).rejects.toMatchObject({ code: 'failed' });
  Object.assign(data, { read, write });
  keeper.save(0, sampleFloor(), 0);
  home.runs.keep(sampleRun('a'), true, '');
  const again = (await test.again()).home;
  expect((await again.desk.ask('listMaps', {}, 'here')).answer.maps).toHaveLength(1);
  expect((await again.desk.ask('listRuns', {}, 'here')).answer.runs).toHaveLength(1);
});

test('a reset needs the button, pressed within two minutes by a clock that nobody sets, and works once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'homebound-reset-'));
  try {
    const test = await testHome({ forgetNetworkIn: join(folder, 'run') });
    const { home, time } = test;
    const told: string[] = [];
    home.onChange(({ what }) => told.push(what));
    home.runs.keep(sampleRun('a'), true, '');
    await home.accessStore.save(bytes('phone'));
    const refused = { name: 'HomeRefusal', code: 'presence' };
    await expect(home.desk.ask('reset', {}, 'session-0123456789abcdef')).rejects.toMatchObject(refused);
    home.pressed();
    time.now_s += PRESENCE_S + 1;
    await expect(home.reset('button')).rejects.toMatchObject(refused);
    expect([told, existsSync(join(folder, 'run'))]).toEqual([[], false]);
    home.pressed();
    time.now_s += PRESENCE_S - 1;
    const { answer } = await home.desk.ask('reset', {}, 'session-0123456789abcdef');
    expect(answer.gone.map(({ kind }) => kind).sort()).toEqual(['audit', 'pairing', 'run']);
    expect([told, existsSync(join(folder, 'run', FORGET_NETWORK))]).toEqual([['reset'], true]);
    await expect(home.reset('button')).rejects.toMatchObject(refused);
    expect(home.accessStore.load()).toBeUndefined();
    // The run that it was in the middle of belongs to the time before.
    home.runs.keep(sampleRun('a'), true, '');
    expect((await home.desk.ask('listRuns', {}, 'here')).answer.runs).toEqual([]);
    // The log begins anew, with who did it.
    const entries = await home.audit.read();
    expect(entries.map(({ seq, kind, outcome }) => `${seq} ${kind} ${outcome}`)).toEqual([
      '1 reset done',
      '2 reset refused',
    ]);
    expect(test.warnings).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
