import { commandNames, type Deed, type HomeCall } from '@homebound/wire';
import { testHouse } from '../testHouse.ts';
import { Callers } from './callers.ts';
import { leastOf, routePolicies } from './policy.ts';
import type { Role } from './role.ts';
import { memoryStore, Sessions } from './sessions.ts';

const DAY_S = 86_400;

/** The robot's side of a list of pairings that a gateway keeps, on one clock. */
async function paired(role: Role) {
  const time = { mono_s: 50, wall_s: 1_800_000_000 };
  const store = memoryStore();
  const clock = { mono_s: () => time.mono_s, wall_s: () => time.wall_s };
  const callers = new Callers({ store, ...clock, here: 'never', warn: () => {} });
  callers.pressed('pair');
  const sessions = new Sessions({ load: store.load, save: (bytes, token) => callers.save(bytes, token) });
  const { session, token } = await sessions.create('Phone', role, time.wall_s);
  return { time, store, callers, sessions, session, token };
}

test('T-AUTHZ: whoever asks the robot in another process for something needs the role of the route behind it', async () => {
  const house = testHouse();
  const body = { format: 'png', name: 'Home', passphrase: 'x', schedules: [] };
  const calls = new Set<HomeCall>();
  for (const route of house.routes) {
    const before = house.home.asked.length;
    await Promise.resolve(route.handle({ body, bytes: new Uint8Array(1), id: 'x', who: undefined })).catch(() => {});
    for (const { call } of house.home.asked.slice(before)) {
      calls.add(call);
      expect([route.key, leastOf(call)]).toEqual([route.key, routePolicies[route.key].least]);
    }
  }
  expect(calls.size).toBe(20);
  for (const name of commandNames)
    expect(leastOf(`command ${name}`)).toMatch(name === 'cameraOff' ? 'anyone' : /^(operator|admin)$/);
  expect(['constructor', 'command constructor', 'readKeys'].map((deed) => leastOf(deed as Deed))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('T-AUTHZ: a device is who gives its secret, with the role that it has now', async () => {
  const { callers, sessions, session, token } = await paired('admin');
  expect(callers.whose(token)).toBe(session.id);
  expect(callers.admit(token, 'backup')).toEqual({ id: session.id });
  await sessions.change(session.id, { role: 'viewer' }, token);
  expect(callers.admit(token, 'listMaps')).toEqual({ id: session.id });
  expect(callers.admit(token, 'backup')).toEqual({ refusal: expect.stringMatching(/Only who is admin/) });
  await sessions.revoke(session.id, token);
  expect(callers.whose(token)).toBe(undefined);
  expect(callers.admit(token, 'listMaps')).toEqual({ refusal: expect.stringMatching(/not paired/) });
});

test("a pairing lives as long as it is used, by the robot's own reckoning, also when the clock is set", async () => {
  const { time, callers, sessions, session, token } = await paired('viewer');
  time.wall_s += 89 * DAY_S;
  expect(callers.whose(token)).toBe(session.id);
  time.wall_s += 89 * DAY_S;
  expect(callers.whose(token)).toBe(session.id);
  const from_s = time.wall_s;
  time.wall_s = 1_000_000;
  callers.clockMoved(from_s, time.wall_s);
  await sessions.clockMoved(from_s, time.wall_s);
  expect(callers.whose(token)).toBe(session.id);
  time.wall_s += 91 * DAY_S;
  expect(callers.whose(token)).toBe(undefined);
});

test('a list that could not be written down is told of, and shuts nobody out', async () => {
  const { time, store, session, token } = await paired('viewer');
  const warnings: string[] = [];
  const full = { load: store.load, save: () => Promise.reject(new Error('The disk is full')) };
  const wall_s = (): number => time.wall_s + DAY_S;
  const callers = new Callers({
    store: full,
    mono_s: wall_s,
    wall_s,
    here: 'never',
    warn: (w) => void warnings.push(w),
  });
  expect(callers.whose(token)).toBe(session.id);
  await new Promise((done) => setImmediate(done));
  expect(warnings.join()).toMatch(/could not write down who is paired.*disk is full/);
});
