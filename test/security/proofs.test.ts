import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, temporaryFolder } from '../helpers/homebound.ts';

type Status = 'passed' | 'failed' | 'pending';
interface Test {
  readonly title: string;
  readonly status: Status;
}

/** What the list of proofs says of tests with these names and outcomes. */
function listed(tests: readonly Test[], ...options: string[]): { code: number | null; faults: string[]; out: string } {
  const file = join(temporaryFolder(), 'jest.json');
  writeFileSync(file, JSON.stringify({ testResults: [{ assertionResults: tests }] }));
  const tool = join(root, 'tools', 'proofs.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [tool, '--from', file, ...options], {
    encoding: 'utf8',
  });
  return { code: status, out: stdout, faults: stderr.trim().split('\n').filter(Boolean) };
}

const ids = listed([]).out.match(/^T-[A-Z-]+/gm) ?? [];
const proven = ids.flatMap((id): Test[] => [
  { title: `${id}: it holds`, status: 'passed' },
  { title: `${id}, planted fault: it does not`, status: 'passed' },
]);
const without = (title: string): Test[] => proven.filter((test) => test.title !== title);

test('the list of proofs has every promise of the reference', () => {
  expect(ids.length).toBe(33);
  expect(listed(proven)).toMatchObject({ code: 0, faults: [] });
});

test.each([
  ['no check', without('T-DEL: it holds'), 'FAIL T-DEL: no check passed here (0 there are)'],
  [
    'no planted fault',
    without('T-UPD, planted fault: it does not'),
    'FAIL T-UPD: no planted fault passed here (0 there are)',
  ],
  [
    'a check that fails',
    [...proven, { title: 'T-REST, T-KEY: more', status: 'failed' as const }],
    'FAIL T-REST, check: more',
  ],
  [
    'a planted fault that is not found',
    [...proven, { title: 'T-MIC, Node 22, planted faults: more', status: 'failed' as const }],
    'FAIL T-MIC, planted fault: more',
  ],
])('an id with %s makes the list fail', (_, tests, line) => {
  const { code, faults } = listed(tests);
  expect([code, faults]).toEqual([1, expect.arrayContaining([line])]);
});

test('what cannot run here counts as no proof, unless that is asked for', () => {
  const skipped = proven.map(
    (test): Test => (test.title.startsWith('T-EGRESS:') ? { ...test, status: 'pending' } : test),
  );
  expect(listed(skipped).faults).toEqual(['FAIL T-EGRESS: no check passed here (1 there are)']);
  expect(listed(skipped, '--skips').code).toBe(0);
});

test('the list can be written as Markdown', () => {
  const file = join(temporaryFolder(), 'proofs.md');
  expect(listed(proven, '--markdown', file).code).toBe(0);
  expect(readFileSync(file, 'utf8')).toContain('| planted: it does not | found |');
});
