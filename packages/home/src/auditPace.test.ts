import type { AuditEvent } from '@homebound/vault';
import { AT_ONCE, AuditPace, OFTEN } from './auditPace.ts';
import { testHome } from './testHome.ts';

/** What the log can hold, see the vault's AuditLog. */
const LOG_ENTRIES = 16_384;
const VIEWER = 'session-0123456789abcdef';
const evidence: AuditEvent = { stamp_s: 1, kind: 'manualDrive', by: VIEWER, what: 'drive', outcome: 'done' };

/** Days for which somebody who opens a page a second, drives again and again, and is refused meanwhile, leaves what they did in the log. */
function daysKept(pace: Pick<AuditPace, 'pass'>): number {
  let written = 0;
  const words = [
    ['login', 'page', 'done'],
    ['manualDrive', 'drive', 'done'],
    ['refused', 'requests-10', 'refused'],
  ] as const;
  for (let now_s = 0; now_s < 2 * 86_400; now_s++)
    for (const [kind, what, outcome] of words) {
      if (pace.pass({ stamp_s: now_s, kind, by: VIEWER, what, outcome }, now_s) !== undefined) written++;
      if (written >= LOG_ENTRIES) return now_s / 86_400;
    }
  return Number.POSITIVE_INFINITY;
}

test('T-AUDIT: who may open a page cannot push out of the log what they did before', () => {
  expect(daysKept(new AuditPace())).toBe(Number.POSITIVE_INFINITY);
});

test('T-AUDIT, planted fault: a log that takes all that is said is pushed full in two hours', () => {
  expect(daysKept({ pass: (event) => event })).toBeLessThan(0.1);
});

test('T-AUDIT: the first ten are written down, then that there were more; another deed always is', async () => {
  const { home } = await testHome();
  home.audit.append(evidence);
  for (let n = 0; n < 300; n++) home.audit.append({ ...evidence, kind: 'login', what: 'page' });
  await home.desk.ask('backup', { passphrase: 'four words are enough' }, VIEWER);
  const { entries, breaks } = await home.audit.check();
  const said = entries.map(({ kind, what }) => `${kind} ${what}`);
  expect(breaks).toEqual([]);
  expect(said).toEqual([
    'manualDrive drive',
    ...Array<string>(AT_ONCE).fill('login page'),
    `login ${OFTEN}`,
    'export backup',
  ]);
});

test('an hour later one more is written down', () => {
  const pace = new AuditPace();
  const passed = (now_s: number) => pace.pass(evidence, now_s)?.what;
  for (let n = 0; n < AT_ONCE; n++) expect(passed(0)).toBe('drive');
  expect([passed(0), passed(0), passed(3599), passed(3601), passed(3602), passed(3603)]).toEqual([
    OFTEN,
    undefined,
    undefined,
    'drive',
    OFTEN,
    undefined,
  ]);
});
