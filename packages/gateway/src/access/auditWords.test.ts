import { type AuditEvent, auditKinds, checkAuditEvent } from '@homebound/vault';
import { homeDeed, homeDeeds } from '@homebound/wire';
import { homeMapId } from '../testHome.ts';
import { type TestHouse, type TestHouseOptions, testHouse } from '../testHouse.ts';
import { auditName, noteIn } from './audit.ts';
import { sentenceOf } from './auditWords.ts';

/** What must be in the log after a household's day: the kinds of the list of incidents, and what was done of each. */
const wanted = [
  'pairing open',
  'pairing admin',
  'pairing viewer',
  'pairing lock',
  'role next-operator',
  'role operator-ID',
  'session name-ID',
  'session end-ID',
  'clock set',
  'manualDrive goto',
  'manualDrive off',
  'manualDrive on',
  'job clean',
  'job rooms',
  'export map',
  'export backup',
  'delete map',
  'delete runs',
  'config map-import',
  'config map-undo',
  'config schedules',
  'config settings',
  'config restore',
  'update file',
  'refused requests-10',
  'reset all',
  'session all',
];

/** One of everything that must be written down. */
async function day(house: TestHouse): Promise<void> {
  const { ask, time, access } = house;
  const token = await house.pairAs('admin');
  await house.pairAs('viewer');
  const [, { id }] = access.sessions.list(time.wall_s);
  const asAdmin = async (key: string, body: object = {}, beside?: object) => {
    const [method, path] = key.split(' ');
    time.mono_s += 10;
    expect([key, (await ask(method, path, { token, body, beside })).status]).toEqual([key, 200]);
  };
  access.pressButton();
  for (let i = 0; i < 5; i++) {
    await ask('POST', '/api/v1/pairing', { body: { code: '00000000', name: 'x' }, client: '10.0.0.9' });
    time.mono_s += 10;
  }
  for (let i = 0; i < 10; i++) await ask('GET', '/api/v1/audit');
  const passphrase = 'correct horse';
  await asAdmin('PUT /api/v1/pairing', { role: 'operator' });
  await asAdmin(`PATCH /api/v1/sessions/${id}`, { role: 'operator', name: 'Rosie’s tablet' });
  await asAdmin(`DELETE /api/v1/sessions/${id}`);
  await asAdmin('PUT /api/v1/clock', { wall_s: 1_800_000_000 });
  await asAdmin('POST /api/v1/jobs', { command: 'goto', x: 1, y: 2 });
  await asAdmin('POST /api/v1/jobs', { command: 'clean', rooms: [1] });
  await asAdmin('POST /api/v1/rooms', { edit: 'rename', room: 1, name: 'Attic' });
  for (const isOn of [false, true]) await asAdmin('PUT /api/v1/manual', { isOn });
  await asAdmin(`POST /api/v1/maps/${homeMapId}/export`, { format: 'png' });
  await asAdmin('POST /api/v1/backup', { passphrase });
  await asAdmin('DELETE /api/v1/runs');
  await asAdmin(`POST /api/v1/maps/${homeMapId}/undo`);
  await asAdmin('POST /api/v1/maps', {}, { name: 'Attic' });
  await asAdmin('PUT /api/v1/schedules', { schedules: [] });
  await asAdmin('PUT /api/v1/settings', { robotName: 'Rosie', timeZone: 'UTC', keepHistory_days: 0 });
  await asAdmin('POST /api/v1/restore', {}, { passphrase });
  await asAdmin('POST /api/v1/update', {}, {});
  await asAdmin(`DELETE /api/v1/maps/${homeMapId}`);
  await asAdmin('POST /api/v1/reset');
}

/** What a day leaves out of the log, and what it puts in that has no place there. */
async function faultsOf(options: TestHouseOptions): Promise<string[]> {
  const house = testHouse(options);
  await day(house);
  const events = house.audit.read();
  const words = events.map(({ kind, what }) => `${kind} ${what.replace(/[0-9a-f]{16}$/, 'ID')}`);
  const missing = wanted.filter((word) => !words.includes(word));
  const personal = /Attic|Rosie|correct horse|192\.168|10\.0\.0|\d{8}$|Geheim/;
  return [...missing, ...words.filter((word) => personal.test(word))];
}

test('T-AUDIT: pairing, roles, exports, deletes, settings, updates, driving, resets and series of refusals are written down, nothing personal is', async () => {
  expect(await faultsOf({})).toEqual([]);
});

test('T-AUDIT, planted fault: a gateway that lets a backup out past the store, and one that drives, cleans or switches driving on and says nothing', async () => {
  const silent = ['POST /api/v1/backup', 'PUT /api/v1/manual', 'POST /api/v1/jobs'];
  const routes: NonNullable<TestHouseOptions['parts']>['routes'] = (sound) =>
    sound.map((route) =>
      silent.includes(route.key) ? { ...route, handle: () => ({ status: 200, headers: {}, body: '' }) } : route,
    );
  expect(await faultsOf({ parts: { routes } })).toEqual([
    'manualDrive goto',
    'manualDrive off',
    'manualDrive on',
    'job clean',
    'export backup',
  ]);
});

test('every word that is written down has a sentence of its own', async () => {
  const house = testHouse();
  await day(house);
  for (const event of house.audit.read()) {
    expect(() => checkAuditEvent(event)).not.toThrow();
    expect(sentenceOf(event, () => undefined)).not.toContain('did this');
  }
  const days = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((keep_days) => homeDeed('keepPictures', { keep_days })!);
  for (const deed of [...Object.values(homeDeeds), ...days])
    for (const outcome of ['done', 'refused'] as const)
      expect(sentenceOf({ stamp_s: 0, by: 'here', outcome, ...deed }, () => undefined)).not.toContain(' this:');
});

const id = '0123456789abcdef';
test.each<[Partial<AuditEvent>, string]>([
  [{ kind: 'pairing', what: 'admin' }, 'Kitchen tablet paired as admin.'],
  [{ kind: 'session', what: `end-${id}`, by: 'here' }, 'A program on the robot unpaired Kitchen tablet.'],
  [{ kind: 'role', what: 'viewer-aaaaaaaaaaaaaaaa' }, 'Kitchen tablet made a device that is no longer paired viewer.'],
  [{ kind: 'reset', what: 'all', outcome: 'refused' }, 'Kitchen tablet wanted to reset the robot and was refused.'],
  [{ kind: 'refused', what: 'requests-100', by: 'nobody' }, 'A device that is not paired was refused 100 times.'],
  [{ kind: 'camera', what: 'pictures-3' }, 'Kitchen tablet had pictures of obstacles kept for 3 days.'],
  [{ kind: 'camera', what: 'pictures-0' }, 'Kitchen tablet switched pictures of obstacles off.'],
  [
    { kind: 'camera', what: 'pictures-7', outcome: 'refused' },
    'Kitchen tablet wanted to have pictures of obstacles kept for 7 days and was refused.',
  ],
  [{ kind: 'manualDrive', what: 'off', by: 'body' }, 'Somebody at the robot switched driving by hand off.'],
  [
    { kind: 'login', what: 'often' },
    'Kitchen tablet did more of this (login), again and again: not each time is written down.',
  ],
  [{ kind: 'camera', what: 'blinked', by: 'motor' }, 'The robot (motor) did this: camera, blinked.'],
])('%j is told as "%s"', (event, text) => {
  const whole = {
    stamp_s: 0,
    kind: auditKinds[0],
    by: `session-${id}`,
    what: 'page',
    outcome: 'done' as const,
    ...event,
  };
  expect(sentenceOf(whole, (of) => (of === id ? 'Kitchen tablet' : undefined))).toBe(text);
});

test('an admin reads words and sentences', async () => {
  const house = testHouse();
  const token = await house.pairAs('admin');
  const { body } = await house.ask('GET', '/api/v1/audit', { token });
  expect(JSON.parse(String(body)).entries.map(({ text }: { text: string }) => text)).toEqual([
    'Somebody at the robot opened pairing.',
    'Admin paired as admin.',
  ]);
});

test('a log that cannot be written is told of, at once or behind a socket, and stops nobody', async () => {
  const told: string[] = [];
  for (const append of [
    () => {
      throw new Error('full');
    },
    async () => Promise.reject(new Error('gone')),
  ]) {
    const note = noteIn(
      { append, read: () => [] },
      () => 0,
      (what, error) => told.push(`${what}: ${error}`),
    );
    note('clock', id, 'set');
  }
  await new Promise((resolve) => setImmediate(resolve));
  const what = `could not write down clock set by ${auditName(id)}`;
  expect(told).toEqual([`${what}: Error: full`, `${what}: Error: gone`]);
});
