import { HomeRefusal, homeRefusals } from '@homebound/wire';
import { homeMapId, homeSecret } from '../testHome.ts';
import { testHouse } from '../testHouse.ts';

const bodyOf = ({ body }: { body: string | Buffer }) => JSON.parse(String(body));
const file = Uint8Array.of(0x1f, 0x8b, 0, 255, 128);
const schedules = [
  { id: 'mornings', isOn: true, days: [1, 5], time: '09:30', rooms: [2], settings: { passes: '2' as const } },
];
const settings = { robotName: 'Rosie', timeZone: 'America/Argentina/Buenos_Aires', keepHistory_days: 30 };
const passphrase = 'correct horse';

interface Asked {
  readonly key: string;
  readonly body?: unknown;
  readonly beside?: unknown;
  /** The call on the store that it becomes. */
  readonly call: string;
  readonly request: unknown;
}
const asked: readonly Asked[] = [
  { key: 'GET /api/v1/maps', call: 'listMaps', request: {} },
  { key: 'POST /api/v1/maps', beside: { name: 'Küche 漢' }, call: 'importMap', request: { name: 'Küche 漢' } },
  {
    key: `POST /api/v1/maps/${homeMapId}/export`,
    body: { format: 'hbmap' },
    call: 'exportMap',
    request: { id: homeMapId, format: 'hbmap' },
  },
  { key: `POST /api/v1/maps/${homeMapId}/undo`, body: {}, call: 'undoMap', request: { id: homeMapId } },
  { key: `DELETE /api/v1/maps/${homeMapId}`, body: {}, call: 'deleteMap', request: { id: homeMapId } },
  { key: 'GET /api/v1/runs', call: 'listRuns', request: {} },
  { key: 'GET /api/v1/runs/run-1', call: 'readRun', request: { id: 'run-1' } },
  { key: 'DELETE /api/v1/runs', body: {}, call: 'deleteRuns', request: {} },
  { key: 'DELETE /api/v1/runs/run-1', body: {}, call: 'deleteRuns', request: { ids: ['run-1'] } },
  { key: 'GET /api/v1/pictures', call: 'listPictures', request: {} },
  { key: 'PUT /api/v1/pictures', body: { keep_days: 7 }, call: 'keepPictures', request: { keep_days: 7 } },
  { key: 'POST /api/v1/pictures/run-1/export', body: {}, call: 'exportPicture', request: { id: 'run-1' } },
  { key: 'DELETE /api/v1/pictures', body: {}, call: 'deletePictures', request: {} },
  { key: 'DELETE /api/v1/pictures/run-1', body: {}, call: 'deletePictures', request: { ids: ['run-1'] } },
  { key: 'GET /api/v1/schedules', call: 'readSchedules', request: {} },
  { key: 'PUT /api/v1/schedules', body: { schedules }, call: 'writeSchedules', request: { schedules } },
  { key: 'GET /api/v1/settings', call: 'readSettings', request: {} },
  { key: 'PUT /api/v1/settings', body: settings, call: 'writeSettings', request: settings },
  { key: 'POST /api/v1/backup', body: { passphrase }, call: 'backup', request: { passphrase } },
  { key: 'POST /api/v1/restore', beside: { passphrase }, call: 'restore', request: { passphrase } },
  { key: 'POST /api/v1/update', beside: {}, call: 'update', request: {} },
  { key: 'POST /api/v1/reset', body: {}, call: 'reset', request: {} },
];

test.each(asked)('$key asks the store for $call, as it was asked, by who asked', async (line) => {
  const house = testHouse();
  const token = await house.pairAs('admin');
  const [{ id }] = house.access.sessions.list(house.time.wall_s);
  const [method, path] = line.key.split(' ');
  const isUpload = line.beside !== undefined;
  const sent = { token, body: line.body, beside: line.beside, ...(isUpload && { raw: file }) };
  const answer = await house.ask(method, path, sent);
  expect(answer.status).toBe(200);
  expect(house.home.asked).toEqual([
    { call: line.call, request: line.request, by: `session-${id}`, bytes: isUpload ? file : undefined },
  ]);
  const route = house.routes.find(({ key }) => key === line.key.replace(/(ground-floor|run-1)/, '{id}'));
  if (route?.answer !== undefined) expect(route.answer.safeParse(bodyOf(answer)).error).toBeUndefined();
  expect(answer.headers['cache-control']).toBe('no-store');
});

test('the lines above are all the routes there are for the store', () => {
  const keys = testHouse({ isHomeless: true })
    .routes.filter(({ missing }) => missing !== undefined)
    .map(({ key }) => key);
  expect(asked.map(({ key }) => key.replace(/(ground-floor|run-1)/, '{id}')).sort()).toEqual(keys.sort());
});

test('a robot that keeps nothing says so, to who may ask and to nobody else', async () => {
  const house = testHouse({ isHomeless: true });
  const [admin, viewer] = [await house.pairAs('admin'), await house.pairAs('viewer')];
  const get = await house.ask('GET', '/api/v1/maps', { token: viewer });
  expect([get.status, bodyOf(get).reason]).toEqual([404, expect.stringContaining('started without a store')]);
  expect((await house.ask('POST', '/api/v1/update', { token: admin, beside: {} })).status).toBe(404);
  expect((await house.ask('POST', '/api/v1/update', { token: viewer, beside: {} })).status).toBe(403);
  expect((await house.ask('GET', '/api/v1/maps')).status).toBe(401);
});

test('what the store refuses comes back with its reason, and a status for each', async () => {
  const house = testHouse();
  const token = await house.pairAs('admin');
  const statuses: Record<string, number> = {};
  for (const code of homeRefusals) {
    house.home.refusal = new HomeRefusal(code, `because of ${code}`);
    house.time.mono_s += 10;
    const answer = await house.ask('POST', '/api/v1/reset', { token, body: {} });
    expect(bodyOf(answer)).toEqual({ reason: `because of ${code}` });
    statuses[code] = answer.status;
  }
  expect(statuses).toEqual({
    notFound: 404,
    invalid: 400,
    tooLarge: 413,
    diskFull: 507,
    busy: 503,
    presence: 409,
    failed: 500,
  });
  expect(house.access.hasAdmin).toBe(true);
});

test.each([
  ['hbmap', 'homebound-map.hbmap', 'application/octet-stream'],
  ['mapServer', 'homebound-map.tar', 'application/x-tar'],
  ['valetudo', 'homebound-map.json', 'application/json'],
  ['png', 'homebound-map.png', 'image/png'],
  ['svg', 'homebound-map.svg', 'image/svg+xml'],
])(
  'a map as %s is a file to keep, with nothing of the home or the store in its headers',
  async (format, name, type) => {
    const house = testHouse();
    house.home.file = file;
    const token = await house.pairAs('admin');
    const { status, headers, body } = await house.ask('POST', `/api/v1/maps/${homeMapId}/export`, {
      token,
      body: { format },
    });
    expect([status, Buffer.compare(body as Buffer, file)]).toEqual([200, 0]);
    expect(headers).toEqual({
      'content-type': type,
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    });
    expect(JSON.stringify(headers)).not.toContain(homeSecret);
  },
);

test('who chooses for how long pictures are kept is told that, not that nothing was deleted', async () => {
  const house = testHouse();
  const token = await house.pairAs('admin');
  const said: string[] = [];
  for (const keep_days of [1, 3, 0])
    said.push(bodyOf(await house.ask('PUT', '/api/v1/pictures', { token, body: { keep_days } })).reason);
  expect(said).toEqual(['Kept for 1 day from now on.', 'Kept for 3 days from now on.', 'Off: no picture is kept.']);
  const gone = await house.ask('DELETE', '/api/v1/pictures', { token });
  expect(bodyOf(gone).reason).toBe('Gone for good: 1 picture.');
});

test('who deletes is told what went; the page’s source and the browsers forget it, too', async () => {
  const house = testHouse();
  const answer = await house.ask('DELETE', `/api/v1/maps/${homeMapId}`, { token: await house.pairAs('admin') });
  const gone = [
    { kind: 'map', id: homeMapId, versions: 3, bytes: 9000 },
    { kind: 'run', id: 'run-1', versions: 1, bytes: 700 },
  ];
  expect(bodyOf(answer)).toEqual({ reason: 'Gone for good: 1 map, 1 run.', gone });
  expect(answer.headers['clear-site-data']).toBe('"cache"');
  expect(house.gone).toEqual(gone);
});

test('T-RESET: a reset over the network needs somebody at the robot; after it no token opens anything', async () => {
  const house = testHouse();
  const [admin, viewer] = [await house.pairAs('admin'), await house.pairAs('viewer')];
  house.home.refusal = new HomeRefusal('presence', 'Press the button on the robot, then ask again within two minutes');
  const refused = await house.ask('POST', '/api/v1/reset', { token: admin, body: {} });
  expect([refused.status, bodyOf(refused).reason]).toEqual([409, expect.stringContaining('Press the button')]);
  expect((await house.ask('GET', '/api/v1/state', { token: viewer })).status).toBe(200);
  const done = await house.ask('POST', '/api/v1/reset', { token: admin, body: {} });
  expect([done.status, done.headers['clear-site-data']]).toEqual([200, '"cache", "cookies", "storage"']);
  for (const token of [admin, viewer]) expect((await house.ask('GET', '/api/v1/state', { token })).status).toBe(401);
});

test.each(['unpaired', 'lowered'])('T-AUTHZ: who is %s while a file comes has sent it for nothing', async (how) => {
  const house = testHouse();
  const token = await house.pairAs('admin');
  const [{ id }] = house.access.sessions.list(house.time.wall_s);
  const headers = {
    host: ['192.168.7.9:8080'],
    authorization: [`Bearer ${token}`],
    'content-type': ['application/octet-stream'],
  };
  const admission = house.api.admit({ method: 'POST', target: '/api/v1/update', headers, client: '192.168.7.20' });
  if (!('admitted' in admission)) throw new Error('the update was not admitted');
  if (how === 'unpaired') await house.access.sessions.revoke(id);
  else await house.access.sessions.change(id, { role: 'operator' });
  expect((await house.api.carryOut(admission.admitted, file)).status).toBe(401);
  expect(house.home.asked).toEqual([]);
});

test('no id is a path, and none is longer than a name', async () => {
  const house = testHouse();
  const token = await house.pairAs('admin');
  for (const id of ['..', '.', '%2e%2e', 'a/b', '', 'x'.repeat(65), '-a', 'a b', 'ä', 'a\0']) {
    house.time.mono_s += 10;
    expect((await house.ask('GET', `/api/v1/runs/${id}`, { token })).status).toBe(404);
    expect((await house.ask('POST', `/api/v1/maps/${id}/export`, { token, body: { format: 'png' } })).status).toBe(405);
  }
  expect(house.home.asked).toEqual([]);
});
