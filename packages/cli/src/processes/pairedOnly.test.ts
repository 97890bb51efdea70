import { randomBytes } from 'node:crypto';
import { AuditPace } from '@homebound/home';
import type { HomeDesk } from '@homebound/wire';
import { PairedOnly } from './pairedOnly.ts';

const ID = '0123456789abcdef';
const session = { id: ID, name: 'Phone', role: 'admin', created_s: 0, seen_s: 0, hash: 'a'.repeat(64) };
const list = new TextEncoder().encode(JSON.stringify({ version: 1, sessions: [session] }));
const newSession = (): string => `session-${randomBytes(8).toString('hex')}`;

/** Entries that a gateway gets into the log within an hour which names another device each time. */
function pushed(nameOf: (by: string) => string): number {
  const pace = new AuditPace();
  let written = 0;
  for (let n = 0; n < 36_000; n++) {
    const event = { stamp_s: 0, kind: 'login', by: nameOf(newSession()), what: 'page', outcome: 'done' } as const;
    if (pace.pass(event, n / 10) !== undefined) written++;
  }
  return written;
}

test('T-AUDIT: a gateway that was taken over pushes nothing out of the log by devices that there are not', () => {
  const paired = new PairedOnly(() => list);
  expect(pushed((by) => paired.nameOf(by))).toBeLessThan(20);
});

test('T-AUDIT, planted fault: a mind that takes every name', () => {
  expect(pushed((by) => by)).toBe(36_000);
});

test('T-PRIV: the store is asked for paired devices and this machine alone, by the newest list', async () => {
  let kept: Uint8Array | undefined = list;
  const asked: string[] = [];
  const home = {
    ask: async (_call: string, _request: object, by: string) => void asked.push(by),
  } as unknown as HomeDesk;
  const desk = new PairedOnly(() => kept).desk(home);
  await desk.ask('listMaps', {}, `session-${ID}`);
  await desk.ask('listMaps', {}, 'here');
  await expect(desk.ask('listMaps', {}, newSession())).rejects.toMatchObject({ code: 'invalid' });
  kept = undefined;
  await expect(desk.ask('listMaps', {}, `session-${ID}`)).rejects.toThrow('not paired');
  expect(asked).toEqual([`session-${ID}`, 'here']);
});
