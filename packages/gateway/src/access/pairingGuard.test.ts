import { HomeRefusal } from '@homebound/wire';
import { PairingGuard } from './pairingGuard.ts';
import type { Role } from './role.ts';
import type { StoredSession } from './sessions.ts';

const time = { now_s: 1000 };
type Guard = Pick<PairingGuard, 'check' | 'pressed'>;
const newGuard = (): Guard => new PairingGuard(() => time.now_s);

const entry = (digit: string, role: Role): StoredSession => {
  const [id, hash] = [digit.repeat(16), digit.repeat(64)];
  return { id, hash, name: `Device ${digit}`, role, created_s: 0, seen_s: 0 };
};
const [admin, viewer, thief] = [entry('a', 'admin'), entry('b', 'viewer'), entry('c', 'admin')];
const kept = [admin, viewer];
const isOver = (): boolean => false;

/** What this guard refuses of a list, in its words; undefined when it is kept. */
function refusal(guard: Guard, offered: readonly StoredSession[], caller?: StoredSession): string | undefined {
  try {
    guard.check({ kept, offered, caller, isOver });
    return undefined;
  } catch (error) {
    if (error instanceof HomeRefusal) return error.message;
    throw error;
  }
}

/** What a gateway that was taken over gets kept in its own name though nobody is at the robot. */
function passed(guard: Guard): string[] {
  const attempts: Readonly<Record<string, readonly StoredSession[]>> = {
    'a device of its own': [...kept, thief],
    'another secret for one that is paired': [{ ...admin, hash: thief.hash }, viewer],
    'the place of one that is paired': [{ ...admin, id: thief.id }, viewer],
    'a higher role': [admin, { ...viewer, role: 'admin' }],
    'the name of another': [admin, { ...viewer, name: admin.name }],
    'one less': [viewer],
    'one of them twice': [admin, viewer, viewer],
  };
  return Object.keys(attempts).filter((what) => refusal(guard, attempts[what]) === undefined);
}

test('T-PAIR, T-PRIV: a gateway that was taken over changes nothing in the list of pairings by itself', () => {
  expect(passed(newGuard())).toEqual([]);
});

test('T-PAIR, planted fault: a robot that keeps whatever list its gateway gives', () => {
  expect(passed({ pressed: () => {}, check: () => {} }).length).toBe(7);
});

test('T-PAIR: one press lets one device in, within its window', () => {
  const guard = newGuard();
  expect(refusal(guard, [...kept, thief])).toMatch(/1 devices would be paired, and none may/);
  guard.pressed('pair');
  time.now_s += 119;
  expect(refusal(guard, [...kept, thief, entry('d', 'viewer')])).toMatch(/2 devices would be paired, and one may/);
  expect(refusal(guard, [...kept, thief])).toBe(undefined);
  expect(refusal(guard, [...kept, thief])).toMatch(/none may/);
  guard.pressed('pair');
  time.now_s += 151;
  expect(refusal(guard, [...kept, thief])).toMatch(/press the pairing button on the robot/);
});

test("T-AUTHZ: names, roles and ends are an admin's; a device may end its own pairing, age ends any, the reset button all", () => {
  const guard = newGuard();
  const lowered = [{ ...admin, role: 'viewer' as const }, viewer];
  expect(refusal(guard, lowered, admin)).toBe(undefined);
  expect(refusal(guard, lowered, viewer)).toMatch(/Only an admin changes/);
  expect(refusal(guard, [admin], viewer)).toBe(undefined);
  expect(refusal(guard, [viewer], viewer)).toMatch(/Only an admin ends/);
  expect(refusal(guard, [], admin)).toBe(undefined);
  expect(() => guard.check({ kept, offered: [admin], isOver: ({ id }) => id === viewer.id })).not.toThrow();
  guard.pressed('reset');
  expect(refusal(guard, [])).toBe(undefined);
  time.now_s += 31;
  expect(refusal(guard, [])).toMatch(/Only an admin ends/);
});
