import { AuditLog, type AuditSegment, chainBreaks, type Vault } from '@homebound/vault';
import { securityRig } from './vaultRig.ts';

type Verify = (segments: readonly AuditSegment[]) => string[];

/** What somebody with the keys in hand may do to a log of six entries. */
const manipulations: [string, (segment: AuditSegment) => AuditSegment][] = [
  ['an entry is changed', (s) => ({ ...s, entries: s.entries.with(2, { ...s.entries[2], by: 'nobody' }) })],
  ['an entry is taken out', (s) => ({ ...s, entries: s.entries.toSpliced(2, 1) })],
  ['the end is cut off', (s) => ({ ...s, entries: s.entries.slice(0, -2) })],
  ['the beginning is cut off', (s) => ({ ...s, entries: s.entries.slice(1) })],
  ['two entries change places', (s) => ({ ...s, entries: [...s.entries.slice(0, 4), s.entries[5], s.entries[4]] })],
  ['an entry stands twice', (s) => ({ ...s, entries: s.entries.toSpliced(3, 0, s.entries[3]) })],
];

const writeSix = (vault: Vault): AuditLog => {
  const log = new AuditLog(vault);
  for (const n of [1, 2, 3, 4, 5, 6])
    log.append({ stamp_s: n, kind: 'manualDrive', by: `session-${n}`, what: 'begin', outcome: 'done' });
  return log;
};

/** Does each of the manipulations to a real log, through the vault. @returns what was not noticed */
function unnoticed(verify: Verify): string[] {
  return manipulations.flatMap(([name, change]) => {
    const vault = securityRig().open();
    writeSix(vault);
    const [{ id }] = vault.list('audit');
    const segment = JSON.parse(new TextDecoder().decode(vault.get('audit', id)?.content)) as AuditSegment;
    if (verify([segment]).length > 0) return ['a whole log is called broken'];
    const content = new TextEncoder().encode(JSON.stringify(change(segment)));
    vault.put({ kind: 'audit', id, stamp_s: 0, content });
    const manipulated = JSON.parse(new TextDecoder().decode(vault.get('audit', id)?.content)) as AuditSegment;
    return verify([manipulated]).length === 0 ? [name] : [];
  });
}

test('T-AUDIT: whatever is changed, taken out, cut off or moved is named, also when it was done with the keys in hand', () => {
  expect(unnoticed(chainBreaks)).toEqual([]);
  const vault = securityRig().open();
  expect(writeSix(vault).read()).toMatchObject({ breaks: [], entries: { length: 6 } });
});

test('T-AUDIT, planted fault: numbers are looked at and hashes are not, or the end is not', () => {
  const numbersOnly: Verify = ([{ entries, end }]) =>
    entries.every(({ seq }, n) => seq === n + 1) && entries.at(-1)?.seq === end.seq ? [] : ['broken'];
  expect(unnoticed(numbersOnly)).toEqual(['an entry is changed']);
  const noEnd: Verify = (segments) => chainBreaks(segments).filter((line) => !line.includes('cut off'));
  expect(unnoticed(noEnd)).toEqual(['the end is cut off']);
});

test('T-AUDIT: nothing of the log lies plainly on the disk, and a file that is changed from outside is named', () => {
  const rig = securityRig();
  const log = writeSix(rig.open());
  expect(rig.data.journal.some((bytes) => Buffer.from(bytes).includes('session-'))).toBe(false);
  for (const name of rig.data.names().filter((file) => /^[0-9a-f]{32}$/.test(file)))
    rig.data.write(name, rig.data.read(name).with(40, 0).with(41, 0));
  expect(log.read().breaks).toEqual([expect.stringMatching(/^No version can be read: audit 0000000001, version 6/)]);
});
