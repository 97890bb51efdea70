import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditEntry } from '@homebound/vault';
import { askLog, offerLog, toldLog } from './logWindow.ts';

const entry = (seq: number, by: string): AuditEntry => ({
  ...{ seq, hash: '', stamp_s: 100 + seq, kind: 'manualDrive', by, what: 'drive', outcome: 'done' },
});
const pairings = (name: string): Uint8Array =>
  Buffer.from(
    JSON.stringify({
      version: 1,
      sessions: [{ id: '00112233445566aa', name, role: 'admin', created_s: 0, seen_s: 0, hash: '0'.repeat(64) }],
    }),
  );

test('who did what is told by the names that people gave their devices, or by what is left of them', () => {
  const report = { entries: [entry(1, 'session-00112233445566aa'), entry(2, 'unknown')], breaks: [] };
  expect(toldLog(report, pairings('Phone'), 10).entries).toEqual([
    { stamp_s: 101, text: 'Phone drove the robot by hand.' },
    { stamp_s: 102, text: 'Somebody of whom the gateway said nothing drove the robot by hand.' },
  ]);
  expect(toldLog(report, Buffer.from('?'), 10).entries[0].text).toMatch(/^A device that is no longer paired/);
});

const onLinux = process.platform === 'linux' ? test : (test.skip as typeof test);

onLinux('T-ABUSE: the log of a robot that runs is told on its own console, without a login', async () => {
  const run = mkdtempSync(join(tmpdir(), 'homebound-run-'));
  const entries = Array.from({ length: 600 }, (_, seq) => entry(seq, 'body'));
  const home = {
    audit: { check: async () => ({ entries, breaks: ['entry 3 was changed'] }) },
    accessStore: { load: () => undefined },
  };
  const server = await offerLog(run, home, () => 10);
  const told = await askLog(run);
  expect([told.entries.length, told.entries.at(-1)?.stamp_s, told.breaks]).toEqual([500, 699, ['entry 3 was changed']]);
  await server.close();
  await expect(askLog(run)).rejects.toThrow();
});
