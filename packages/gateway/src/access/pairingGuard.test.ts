import { PairingGuard } from './pairingGuard.ts';
import { type AccessStore, memoryStore, Sessions } from './sessions.ts';

const time = { now_s: 1000 };
type Guard = Pick<PairingGuard, 'check' | 'pressed'>;
const newGuard = (): Guard => new PairingGuard(() => time.now_s);

/** What a robot keeps of pairings, behind its guard. */
function guarded(guard: Guard): AccessStore {
  const store = memoryStore();
  return {
    load: () => store.load(),
    save: (bytes) => {
      guard.check(store.load(), bytes);
      store.save(bytes);
    },
  };
}

/** The list with a part of its first entry made another, as a gateway could offer it that was taken over. */
function forged(store: AccessStore, change: object): Uint8Array {
  const { version, sessions } = JSON.parse(new TextDecoder().decode(store.load()));
  return new TextEncoder().encode(JSON.stringify({ version, sessions: [{ ...sessions[0], ...change }] }));
}

/** What a gateway that was taken over gets kept though nobody is at the robot. */
async function kept(guard: Guard): Promise<string[]> {
  const store = guarded(guard);
  guard.pressed();
  await new Sessions(store).create('Phone', 'viewer', 0).catch(() => undefined);
  time.now_s += 200;
  const attempts: [string, () => unknown][] = [
    ['a device of its own', () => new Sessions(store).create('Thief', 'admin', 0)],
    ['another token for one that is paired', () => store.save(forged(store, { hash: 'a'.repeat(64) }))],
    ['the number of one that is paired', () => store.save(forged(store, { id: 'b'.repeat(16) }))],
  ];
  const found: string[] = [];
  for (const [what, attempt] of attempts)
    await Promise.resolve()
      .then(attempt)
      .then(
        () => found.push(what),
        () => {},
      );
  return found;
}

test('T-PAIR, T-PRIV: a gateway that was taken over pairs nobody by itself', async () => {
  expect(await kept(newGuard())).toEqual([]);
});

test('T-PAIR, planted fault: a robot that keeps whatever list its gateway gives', async () => {
  expect(await kept({ pressed: () => {}, check: () => {} })).toEqual([
    'a device of its own',
    'another token for one that is paired',
    'the number of one that is paired',
  ]);
});

test('T-PAIR: one press lets one device in, within its window; names, roles and ends need none', async () => {
  const guard = newGuard();
  const store = guarded(guard);
  const sessions = new Sessions(store);
  await expect(sessions.create('Early', 'admin', 0)).rejects.toThrow(/1 devices would be paired, and none may/);
  guard.pressed();
  time.now_s += 119;
  const { session } = await sessions.create('Phone', 'admin', 0);
  await expect(sessions.create('Second', 'viewer', 0)).rejects.toThrow('press the pairing button on the robot');
  time.now_s += 1000;
  expect(await sessions.change(session.id, { name: 'Tablet', role: 'viewer' })).toBe(true);
  await sessions.clockMoved(0, 1e9);
  expect(await sessions.revoke(session.id)).toBe(true);
  guard.pressed();
  const list = store.load()!;
  expect(() => guard.check(list, new TextEncoder().encode('[]'))).toThrow(/damaged/);
});
