import { type AuditEvent, chained, FIRST_HASH } from './auditEntry.ts';
import { AuditLog } from './auditLog.ts';
import { chainBreaks, decodeSegment, encodeSegment } from './auditSegment.ts';
import { afterCrash, newRig, openRig } from './vaultRig.ts';

const event = (n: number): AuditEvent => ({
  stamp_s: n,
  kind: 'login',
  by: `session-${n}`,
  what: 'viewer',
  outcome: n % 5 === 0 ? 'refused' : 'done',
});

/** A chain of so many entries. */
const chain = (count: number) => {
  let end = { seq: 0, hash: FIRST_HASH };
  return Array.from({ length: count }, (_, n) => {
    const entry = chained(end, event(n + 1));
    end = entry;
    return entry;
  });
};
const START = { seq: 0, hash: FIRST_HASH };

test('entries are numbered and chained through restarts and many segments', () => {
  const rig = newRig();
  let vault = openRig(rig);
  for (let n = 1; n <= 600; n++) {
    if (n % 200 === 0) {
      vault.close();
      vault = openRig(rig);
    }
    expect(new AuditLog(vault).append(event(n)).ok).toBe(true);
  }
  const { entries, breaks } = new AuditLog(vault).read();
  expect(breaks).toEqual([]);
  expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 600 }, (_, n) => n + 1));
  expect(entries[599]).toMatchObject({ by: 'session-600', outcome: 'refused' });
  // 600 entries of at most 256 a segment.
  expect(new Set(vault.list('audit').map(({ id }) => id)).size).toBe(3);
});

test('whatever is changed, taken out, moved or cut off is named', () => {
  const entries = chain(6);
  const end = entries[5];
  const segment = (changed: typeof entries) => ({ before: START, entries: changed, end });
  expect(chainBreaks([segment(entries)])).toEqual([]);
  expect(chainBreaks([segment(entries.with(2, { ...entries[2], by: 'nobody' }))])).toEqual([
    'entry 3 was changed, or the one before it',
  ]);
  expect(chainBreaks([segment(entries.toSpliced(2, 1))])).toEqual(['after entry 2 stands entry 4']);
  expect(chainBreaks([segment(entries.slice(0, 4))])).toEqual([
    'the log was cut off: entry 4 is its last, 6 was written',
  ]);
  expect(chainBreaks([segment([entries[0], entries[2], entries[1], ...entries.slice(3)])])).toContain(
    'after entry 1 stands entry 3',
  );
  const two = [
    { before: START, entries: entries.slice(0, 3), end: entries[2] },
    { before: entries[2], entries: entries.slice(3), end },
  ];
  expect(chainBreaks(two)).toEqual([]);
  expect(chainBreaks([two[0], { ...two[1], before: entries[3], entries: entries.slice(4) }])).toEqual([
    'entries 4 to 4 are missing, or others stood there',
  ]);
});

test('a damaged segment is named, and a new one begins after it', () => {
  const rig = newRig();
  const vault = openRig(rig);
  const log = new AuditLog(vault);
  for (const n of [1, 2, 3]) log.append(event(n));
  const newest = vault.versions('audit', '0000000001')[0];
  vault.put({
    kind: 'audit',
    id: '0000000001',
    stamp_s: 0,
    content: vault.read('audit', '0000000001', newest.version),
  });
  for (const name of rig.data.names().filter((file) => /^[0-9a-f]{32}$/.test(file))) {
    const bytes = rig.data.read(name);
    bytes[20] ^= 1;
    rig.data.write(name, bytes);
  }
  expect(log.append(event(4)).ok).toBe(true);
  const { entries, breaks } = log.read();
  expect(entries.map(({ seq }) => seq)).toEqual([257]);
  expect(breaks).toEqual([expect.stringMatching(/^No version can be read: audit 0000000001/)]);
});

test('when the newest version of a segment is damaged its last entry is missed for good', () => {
  const rig = newRig();
  const vault = openRig(rig);
  const log = new AuditLog(vault);
  for (const n of [1, 2]) log.append(event(n));
  const before = new Set(rig.data.names());
  log.append(event(3));
  const [newest] = rig.data.names().filter((name) => !before.has(name));
  const bytes = rig.data.read(newest);
  rig.data.write(newest, bytes.with(30, bytes[30] ^ 1));
  const first = log.read();
  expect(first.entries.map(({ seq }) => seq)).toEqual([1, 2]);
  expect(first.breaks[0]).toMatch(/^audit 0000000001, version 3: is damaged .*; an older version is shown$/);
  log.append(event(4));
  expect(log.read().entries.map(({ seq }) => seq)).toEqual([1, 2, 257]);
  expect(log.read().breaks).toContain('entries 3 to 256 are missing, or others stood there');
});

test('the power goes at any step of an append: the log has it or not, and goes on unbroken', () => {
  const calm = newRig();
  const vault = openRig(calm);
  const log = new AuditLog(vault);
  for (const n of [1, 2]) log.append(event(n));
  const first = calm.power.steps;
  log.append(event(3));
  const seen = new Set<number>();
  for (let step = first; step <= calm.power.steps; step++) {
    const rig = newRig();
    const running = new AuditLog(openRig(rig));
    for (const n of [1, 2]) running.append(event(n));
    rig.power.failsBefore = step;
    try {
      running.append(event(3));
    } catch (error) {
      expect((error as Error).message).toMatch(/the power went/);
    }
    for (const found of afterCrash(rig)) {
      const after = new AuditLog(openRig(found));
      const { entries, breaks } = after.read();
      expect(breaks).toEqual([]);
      seen.add(entries.length);
      after.append(event(4));
      expect(after.read()).toMatchObject({ breaks: [], entries: { length: entries.length + 1 } });
    }
  }
  expect([...seen].sort()).toEqual([2, 3]);
});

test('a segment comes back as it was written', () => {
  const entries = chain(3);
  expect(decodeSegment(encodeSegment(START, entries))).toEqual({
    before: START,
    entries,
    end: { seq: 3, hash: entries[2].hash },
  });
});

test.each<[string, Partial<AuditEvent>, string]>([
  ['a kind that is not listed', { kind: 'gossip' as 'login' }, 'The audit log has no kind gossip'],
  ['a name', { by: 'Frau Müller' }, 'by must be a short word of a-z, 0-9 and -, got "Frau Müller"'],
  ['an address', { what: 'http://x' }, 'what must be a short word'],
  ['a stamp that is none', { stamp_s: Number.POSITIVE_INFINITY }, 'stamp_s is Infinity'],
  ['an outcome of one’s own', { outcome: 'maybe' as 'done' }, 'outcome is maybe'],
])('%s is no entry', (_, wrong, reason) => {
  const vault = openRig(newRig());
  expect(() => new AuditLog(vault).append({ ...event(1), ...wrong })).toThrow(reason);
  expect(vault.list()).toEqual([]);
});
