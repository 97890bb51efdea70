import { type TestHouse, testHouse } from '../testHouse.ts';
import { memoryStore, Sessions } from './sessions.ts';

const day_s = 86_400;

test('a session survives a restart; its token is nowhere in the store', async () => {
  const store = memoryStore();
  const { token, session } = await new Sessions(store).create('Phone', 'operator', 1000);
  expect(Buffer.from(token, 'base64url').length).toBe(32);
  expect(new TextDecoder().decode(store.load())).not.toContain(token);
  expect(new Sessions(store).find(token, 2000)).toEqual(session);
});

test('sessions end: 90 days after their last use, 365 days after they began, and when they are revoked', async () => {
  const sessions = new Sessions(memoryStore());
  const { token } = await sessions.create('Phone', 'viewer', 0);
  for (let t = 0; t <= 360; t += 60) expect(sessions.find(token, t * day_s)).toBeDefined();
  expect(sessions.find(token, 366 * day_s)).toBeUndefined();
  const idle = await sessions.create('Tablet', 'viewer', 0);
  expect(sessions.find(idle.token, 91 * day_s)).toBeUndefined();
  const revoked = await sessions.create('TV', 'viewer', 0);
  expect(await sessions.revoke(revoked.session.id)).toBe(true);
  expect(sessions.find(revoked.token, 1)).toBeUndefined();
});

test('a clock that is set from 1970 to now ends no session, and one that falls back lets none live longer than before', async () => {
  const sessions = new Sessions(memoryStore());
  const { token } = await sessions.create('Phone', 'admin', 60);
  const now_s = 1_800_000_000;
  await sessions.clockMoved(100, now_s);
  expect(sessions.find(token, now_s)).toBeDefined();
  // A restart without a clock: the robot is in 1970 again, and is told the time again.
  await sessions.clockMoved(20, now_s + day_s);
  expect(sessions.find(token, now_s + 90 * day_s)).toBeDefined();
  expect(sessions.find(token, now_s + 400 * day_s)).toBeUndefined();
});

/** A store that can be full, in this process or behind a socket, and what was told of it. */
function fillingStore(isAsync: boolean) {
  const store = memoryStore();
  const told: string[] = [];
  const disk = { isFull: false };
  const save = (bytes: Uint8Array): void => {
    if (disk.isFull) throw new Error('no space left');
    store.save(bytes);
  };
  const open = () =>
    new Sessions({ load: store.load, save: isAsync ? async (bytes) => save(bytes) : save }, (error) =>
      told.push(String(error)),
    );
  return { disk, told, open };
}

test.each([[false], [true]])(
  'T-AUTHZ: on a full disk nobody is shut out, nobody is let in, and who was unpaired or lowered stays so (behind a socket: %s)',
  async (isAsync) => {
    const { disk, told, open } = fillingStore(isAsync);
    const sessions = open();
    const phone = await sessions.create('Phone', 'admin', 0);
    const tablet = await sessions.create('Tablet', 'admin', 0);
    const guest = await sessions.create('Guest', 'viewer', 0);
    disk.isFull = true;
    expect(sessions.find(phone.token, day_s)).toBeDefined();
    await expect(sessions.create('TV', 'viewer', 0)).rejects.toMatchObject({ code: 'notSaved' });
    await expect(sessions.change(guest.session.id, { role: 'admin', name: 'Boss' })).rejects.toThrow('no space left');
    await expect(sessions.change(phone.session.id, { role: 'viewer' })).rejects.toThrow('no space left');
    await expect(sessions.revoke(tablet.session.id)).rejects.toThrow('Unpaired until the robot starts again');
    const now = sessions.list(0).map(({ name, role }) => `${name} ${role}`);
    expect(now).toEqual(['Phone viewer', 'Guest viewer']);
    expect(sessions.find(tablet.token, 0)).toBeUndefined();
    expect(sessions.isUnsaved).toBe(true);
    expect(told.length).toBe(5);
    disk.isFull = false;
    await sessions.saveAgain();
    expect(sessions.isUnsaved).toBe(false);
    expect(open().find(tablet.token, 0)).toBeUndefined();
    expect(open().find(phone.token, 0)?.role).toBe('viewer');
  },
);

test('what could not be written down is answered so, and tried again within a minute', async () => {
  const kept = memoryStore();
  let isFull = false;
  const save = async (bytes: Uint8Array): Promise<void> => {
    if (isFull) throw new Error('no space left');
    kept.save(bytes);
  };
  const house = testHouse({ store: { load: kept.load, save } });
  const token = await house.pairAs('admin');
  const [{ id }] = house.access.sessions.list(house.time.wall_s);
  await house.pairAs('viewer');
  isFull = true;
  const viewer = house.access.sessions.list(house.time.wall_s)[1].id;
  const answer = await house.ask('DELETE', `/api/v1/sessions/${viewer}`, { token });
  expect([answer.status, JSON.parse(String(answer.body)).reason]).toEqual([
    507,
    'Unpaired until the robot starts again: it could not be written down (no space left)',
  ]);
  expect(house.failures).toEqual(['could not write down who is paired: Error: no space left']);
  isFull = false;
  house.time.mono_s += 61;
  await house.ask('GET', '/api/v1/state', { token });
  await Promise.resolve();
  expect(new Sessions(kept).list(house.time.wall_s).map((session) => session.id)).toEqual([id]);
});

test('64 devices are enough: the 65th is told so, and the code is not used up', async () => {
  const house = testHouse();
  for (let i = 0; i < 64; i++) await house.pairAs('admin');
  house.access.pressButton();
  const code = house.codes.at(-1)!;
  const pair = () => house.ask('POST', '/api/v1/pairing', { body: { code, name: 'One more' } });
  expect((await pair()).status).toBe(403);
  await house.access.sessions.revoke(house.access.sessions.list(house.time.wall_s)[0].id);
  expect((await pair()).status).toBe(200);
});

test('what is stored and damaged is named, not taken for nobody', () => {
  const bytes = new TextEncoder().encode('{"version":1,"sessions":[{"role":"emperor"}]}');
  expect(() => new Sessions({ load: () => bytes, save: () => {} })).toThrow(/list of paired devices is damaged/);
});

test('an admin lists, renames, demotes and ends sessions; whoever is paired may unpair itself', async () => {
  const house = testHouse();
  const admin = await house.pairAs('admin');
  const viewer = await house.pairAs('viewer');
  const list = async () =>
    JSON.parse(String((await house.ask('GET', '/api/v1/sessions', { token: admin })).body)).sessions;
  const [, { id }] = await list();
  const change = { name: 'Kitchen tablet', role: 'operator' };
  expect((await house.ask('PATCH', `/api/v1/sessions/${id}`, { token: admin, body: change })).status).toBe(200);
  expect((await list())[1]).toMatchObject(change);
  expect((await house.ask('POST', '/api/v1/jobs', { token: viewer, body: { command: 'dock' } })).status).toBe(200);
  expect((await house.ask('DELETE', `/api/v1/sessions/${id}`, { token: admin })).status).toBe(200);
  expect((await house.ask('GET', '/api/v1/state', { token: viewer })).status).toBe(401);
  expect((await house.ask('DELETE', '/api/v1/session', { token: admin })).headers['set-cookie']).toMatch(/Max-Age=0/);
  expect((await house.ask('GET', '/api/v1/state', { token: admin })).status).toBe(401);
});

/** Old tokens that open something after a reset. */
async function openAfter(reset: (house: TestHouse) => Promise<void>): Promise<string[]> {
  const house = testHouse();
  const tokens = { admin: await house.pairAs('admin'), viewer: await house.pairAs('viewer') };
  await reset(house);
  const open: string[] = [];
  for (const [role, token] of Object.entries(tokens))
    if ((await house.ask('GET', '/api/v1/state', { token })).status !== 401) open.push(role);
  await house.pairAs('admin');
  expect(house.access.hasAdmin).toBe(true);
  return open;
}

test('T-RESET: after a reset no old token opens anything, and pairing begins with an admin again', async () => {
  expect(await openAfter(({ access }) => access.reset())).toEqual([]);
});

test('T-RESET, planted fault: a reset that forgets one device', async () => {
  const careless = async ({ access, time }: TestHouse) => {
    const [admin] = access.sessions.list(time.wall_s);
    await access.sessions.revoke(admin.id);
  };
  expect(await openAfter(careless)).toEqual(['viewer']);
});

/** What names a device can take that is to pass for another in the log: the same, or the same to the eye. */
async function passesFor(name: string, sessions: Sessions): Promise<string[]> {
  const owner = await sessions.create(name, 'viewer', 0);
  const names: string[] = [];
  for (const like of [name, name.toUpperCase(), ` ${name}`, name.replace(' ', '\u00a0')]) {
    const { session } = await sessions.create(like, 'viewer', 0);
    await sessions.change(session.id, { name: like });
    names.push(sessions.get(session.id, 0)!.name);
  }
  const plain = (text: string) => text.normalize('NFKC').toLowerCase().trim();
  return names.filter((like) => plain(like) === plain(owner.session.name));
}

test('T-AUDIT: no device is called as another is', async () => {
  expect(await passesFor('Anna’s phone', new Sessions(memoryStore()))).toEqual([]);
  expect(await passesFor('x'.repeat(60), new Sessions(memoryStore()))).toEqual([]);
});

test('T-AUDIT, planted fault: names are taken as they come', async () => {
  const careless = {
    create: async (name: string) => ({ session: { id: name, name } }),
    change: async () => true,
    get: (id: string) => ({ name: id }),
  } as unknown as Sessions;
  expect(await passesFor('Anna’s phone', careless)).toHaveLength(4);
});
