import { testHouse } from '../testHouse.ts';
import { memoryStore, Sessions } from './sessions.ts';

const day_s = 86_400;

test('a session survives a restart; its token is nowhere in the store', () => {
  const store = memoryStore();
  const { token, session } = new Sessions(store).create('Phone', 'operator', 1000);
  expect(Buffer.from(token, 'base64url').length).toBe(32);
  expect(new TextDecoder().decode(store.load())).not.toContain(token);
  expect(new Sessions(store).find(token, 2000)).toEqual(session);
});

test('sessions end: 90 days after their last use, 365 days after they began, and when they are revoked', () => {
  const sessions = new Sessions(memoryStore());
  const { token } = sessions.create('Phone', 'viewer', 0);
  for (let t = 0; t <= 360; t += 60) expect(sessions.find(token, t * day_s)).toBeDefined();
  expect(sessions.find(token, 366 * day_s)).toBeUndefined();
  const idle = sessions.create('Tablet', 'viewer', 0);
  expect(sessions.find(idle.token, 91 * day_s)).toBeUndefined();
  const revoked = sessions.create('TV', 'viewer', 0);
  expect(sessions.revoke(revoked.session.id)).toBe(true);
  expect(sessions.find(revoked.token, 1)).toBeUndefined();
});

test('a clock that is set from 1970 to now ends no session, and one that falls back lets none live longer than before', () => {
  const sessions = new Sessions(memoryStore());
  const { token } = sessions.create('Phone', 'admin', 60);
  const now_s = 1_800_000_000;
  sessions.clockMoved(100, now_s);
  expect(sessions.find(token, now_s)).toBeDefined();
  // A restart without a clock: the robot is in 1970 again, and is told the time again.
  sessions.clockMoved(20, now_s + day_s);
  expect(sessions.find(token, now_s + 90 * day_s)).toBeDefined();
  expect(sessions.find(token, now_s + 400 * day_s)).toBeUndefined();
});

test('a full disk: nobody is shut out, and what could not be written down has not happened', () => {
  const store = memoryStore();
  let isFull = false;
  const sessions = new Sessions({
    load: store.load,
    save: (bytes) => {
      if (isFull) throw new Error('no space left');
      store.save(bytes);
    },
  });
  const { token, session } = sessions.create('Phone', 'admin', 0);
  isFull = true;
  expect(sessions.find(token, day_s)).toBeDefined();
  expect(() => sessions.revoke(session.id)).toThrow('no space left');
  expect(sessions.find(token, day_s)).toBeDefined();
  expect(() => sessions.create('Tablet', 'viewer', 0)).toThrow('no space left');
  expect(sessions.list(0).length).toBe(1);
});

test('64 devices are enough: the 65th is told so, and the code is not used up', async () => {
  const house = testHouse();
  for (let i = 0; i < 64; i++) house.pairAs('admin');
  house.access.pressButton();
  const code = house.codes.at(-1)!;
  const pair = () => house.ask('POST', '/api/v1/pairing', { body: { code, name: 'One more' } });
  expect((await pair()).status).toBe(403);
  house.access.sessions.revoke(house.access.sessions.list(house.time.wall_s)[0].id);
  expect((await pair()).status).toBe(200);
});

test('what is stored and damaged is named, not taken for nobody', () => {
  const bytes = new TextEncoder().encode('{"version":1,"sessions":[{"role":"emperor"}]}');
  expect(() => new Sessions({ load: () => bytes, save: () => {} })).toThrow(/list of paired devices is damaged/);
});

test('an admin lists, renames, demotes and ends sessions; whoever is paired may unpair itself', async () => {
  const house = testHouse();
  const admin = house.pairAs('admin');
  const viewer = house.pairAs('viewer');
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

test('T-RESET: after a reset no old token opens anything, and pairing begins with an admin again', async () => {
  const house = testHouse();
  const tokens = [house.pairAs('admin'), house.pairAs('viewer')];
  house.access.reset();
  for (const token of tokens) expect((await house.ask('GET', '/api/v1/state', { token })).status).toBe(401);
  house.pairAs('admin');
  expect(house.access.hasAdmin).toBe(true);
});
