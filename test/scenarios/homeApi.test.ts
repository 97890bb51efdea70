import { encodeHomeMap } from '@homebound/formats';
import { assetOf, type InProcessGateway, inProcessGateway, type Route } from '@homebound/gateway';
import { type Home, openHome } from '@homebound/home';
import { CrashingDisk, folderKeyHome, Power } from '@homebound/vault';
import { LiveView } from '@homebound/wire';
import { sampleHomeMap, sampleRun } from '../../packages/home/src/sampleHomeMap.ts';
import { demoHello } from '../helpers/demoHome.ts';

/** The API over the home's own store: what one room asks and the other answers must fit, each field of it. */
interface House {
  readonly home: Home;
  readonly gateway: InProcessGateway;
  readonly routes: readonly Route[];
  readonly time: { now_s: number };
  readonly codes: string[];
  ask(key: string, body?: object, more?: { file?: Uint8Array; token?: string }): Promise<Asked>;
}
interface Asked {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly file: Buffer;
  readonly said: Readonly<Record<string, unknown>>;
}

/** @param isShut  whether devices must be paired; the pairings are then kept in the home, too */
async function openHouse(isShut = false): Promise<House> {
  const power = new Power();
  const place = { disk: new CrashingDisk(power), keys: folderKeyHome(new CrashingDisk(power)) };
  const time = { now_s: 1.8e9 };
  const now_s = () => time.now_s;
  const home = await openHome({ folder: 'memory', appVersion: '0', warn: () => {}, now_s, monotonic_s: now_s, place });
  const codes: string[] = [];
  let routes: readonly Route[] = [];
  const gateway = inProcessGateway(
    {
      port: 8080,
      page: new Map([['/', assetOf('index.html', Buffer.from('<p>home'))]]),
      source: new LiveView(demoHello),
      commands: (_, answer) => answer(true, ''),
      home: home.desk,
      audit: home.audit,
      clock: { mono_s: now_s, wall_s: now_s },
      ...(isShut && { access: { store: home.accessStore, present: (code: string) => codes.push(code) } }),
    },
    {
      routes: (sound) => {
        routes = sound;
        return sound;
      },
    },
  );
  return {
    home,
    gateway,
    routes,
    time,
    codes,
    ask: async (key, body = {}, { file, token } = {}) => {
      time.now_s += 10;
      const [method, target] = key.split(' ');
      const headers: Record<string, string[]> = {
        host: ['127.0.0.1:8080'],
        'content-type': [file === undefined ? 'application/json' : 'application/octet-stream'],
        'homebound-request': [encodeURIComponent(JSON.stringify(body))],
        ...(token !== undefined && { authorization: [`Bearer ${token}`] }),
      };
      const sent = file ?? Buffer.from(method === 'GET' ? '' : JSON.stringify(body));
      const answer = await gateway.ask({ method, target, headers, client: '127.0.0.1' }, sent);
      const isJson = answer.headers['content-type'] === 'application/json' && !answer.headers['content-disposition'];
      const said = isJson ? JSON.parse(String(answer.body)) : {};
      return { status: answer.status, headers: answer.headers, file: Buffer.from(answer.body), said };
    },
  };
}

/** Asks, and holds the answer against the schema that the API describes it by. */
async function fitting({ ask, routes }: House, key: string, body?: object, file?: Uint8Array): Promise<Asked> {
  const answer = await ask(key, body, { file });
  const [method, path] = key.split(' ');
  const pattern = path.replace(/\/(maps|runs)\/[^/]+/, '/$1/{id}');
  const schema = routes.find((route) => route.key === `${method} ${pattern}`)?.answer;
  const { reason } = answer.said;
  expect([key, answer.status, reason]).toEqual([key, 200, reason]);
  if (schema !== undefined) expect([key, schema.safeParse(answer.said).error]).toEqual([key, undefined]);
  return answer;
}

const recent = { begun_s: 1.8e9 - 1000, ended_s: 1.8e9 - 400 };
const passphrase = 'four words are enough';

test('everything that a household can ask of its store comes back as the API describes it', async () => {
  const house = await openHouse();
  const map = encodeHomeMap(sampleHomeMap('attic', 'Attic'));
  const { id } = (await fitting(house, 'POST /api/v1/maps', { name: 'x' }, map)).said;
  house.home.runs.keep(sampleRun('a', recent), true, 'Attic');
  house.home.runs.keep(sampleRun('b', recent), true, 'Attic');
  expect((await fitting(house, 'GET /api/v1/maps')).said.maps).toMatchObject([{ id, name: 'Attic' }]);
  for (const format of ['hbmap', 'mapServer', 'valetudo', 'png', 'svg'])
    expect((await fitting(house, `POST /api/v1/maps/${id}/export`, { format })).file.length).toBeGreaterThan(20);
  expect((await fitting(house, 'GET /api/v1/runs')).said.runs).toHaveLength(2);
  expect((await fitting(house, 'GET /api/v1/runs/a')).said.path).toHaveLength(10);
  expect((await fitting(house, 'DELETE /api/v1/runs/a')).said.reason).toBe('Gone for good: 1 run.');
  const schedules = [{ id: 'mornings', isOn: true, days: [1], time: '09:30', rooms: [2], settings: { passes: '2' } }];
  await fitting(house, 'PUT /api/v1/schedules', { schedules });
  expect((await fitting(house, 'GET /api/v1/schedules')).said).toEqual({ schedules });
  const settings = { robotName: 'Rosie', timeZone: 'Europe/Berlin', keepHistory_days: 30 };
  await fitting(house, 'PUT /api/v1/settings', settings);
  expect((await fitting(house, 'GET /api/v1/settings')).said).toEqual(settings);
  const { file } = await fitting(house, 'POST /api/v1/backup', { passphrase });
  const { gone } = (await fitting(house, `DELETE /api/v1/maps/${id}`)).said as { gone: { kind: string }[] };
  expect(gone.map(({ kind }) => kind).sort()).toEqual(['map', 'run']);
  // One map, one run, the schedules, the settings.
  expect((await fitting(house, 'POST /api/v1/restore', { passphrase }, file)).said).toEqual({ objects: 4 });
  expect((await fitting(house, 'GET /api/v1/maps')).said.maps).toHaveLength(1);
  const { entries } = (await fitting(house, 'GET /api/v1/audit')).said as { entries: { kind: string; text: string }[] };
  expect(entries.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['config', 'export', 'delete']));
  expect(entries.map(({ text }) => text)).toContain('A program on the robot took a backup of everything.');
  await house.home.close();
});

test.each<[string, string, object, number]>([
  ['a map that is none', 'GET /api/v1/runs/nowhere', {}, 404],
  ['a zone on Mars', 'PUT /api/v1/settings', { robotName: 'R', timeZone: 'Mars/Olympus', keepHistory_days: 1 }, 400],
  ['an update where none are taken', 'POST /api/v1/update', {}, 500],
  ['a file that is no map', 'POST /api/v1/maps', { name: 'x' }, 400],
  ['a file that is no backup', 'POST /api/v1/restore', { passphrase }, 400],
  ['a reset with nobody at the robot', 'POST /api/v1/reset', {}, 409],
])('%s is refused with a reason, and the store says no more than that', async (_, key, body, status) => {
  const house = await openHouse();
  const isUpload = /update|maps|restore/.test(key);
  const answer = await house.ask(key, body, isUpload ? { file: Buffer.from('not what it says') } : {});
  expect([answer.status, String(answer.said.reason)]).toEqual([status, expect.stringMatching(/^.{15,300}$/)]);
  await house.home.close();
});

test('T-RESET: by an admin with somebody at the robot: the store is empty but for a line in the log, no old token opens anything', async () => {
  const house = await openHouse(true);
  const { gateway, home, codes, ask } = house;
  gateway.body.pair('admin');
  const paired = await ask('POST /api/v1/pairing', { code: codes[0], name: 'Phone', wantsToken: true });
  const { token } = paired.said as { token: string };
  const map = encodeHomeMap(sampleHomeMap('attic', 'Attic'));
  expect((await ask('POST /api/v1/maps', { name: 'x' }, { token, file: map })).status).toBe(200);
  expect((await ask('POST /api/v1/reset', {}, { token })).status).toBe(409);
  home.pressed();
  const answer = await ask('POST /api/v1/reset', {}, { token });
  expect([answer.status, answer.headers['clear-site-data']]).toEqual([200, '"cache", "cookies", "storage"']);
  const gone = (answer.said.gone as { kind: string }[]).map(({ kind }) => kind);
  expect(gone).toEqual(expect.arrayContaining(['map', 'pairing', 'audit']));
  expect((await ask('GET /api/v1/maps', {}, { token })).status).toBe(401);
  expect((await home.desk.ask('listMaps', {}, 'here')).answer.maps).toEqual([]);
  expect((await home.audit.read()).map(({ kind, what }) => `${kind} ${what}`)).toContain('reset all');
  await home.close();
});
