import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../helpers/homebound.ts';

/** All provisions of EN 303 645 V3.1.3 with their status: mandatory, recommended, under a condition, where there is such a feature. */
const provisions = [
  '5.0-1 M, 5.1-1 MF, 5.1-2 MF, 5.1-2A R, 5.1-3 MF, 5.1-4 MF, 5.1-5 MCF, 5.2-1 M, 5.2-2 R, 5.2-3 R',
  '5.3-1 RF, 5.3-2 MC, 5.3-3 MF, 5.3-4A RF, 5.3-4B RF, 5.3-5 RF, 5.3-6A RF, 5.3-6B RF, 5.3-7 MF, 5.3-8 MC, 5.3-9 RF, 5.3-10 MF',
  '5.3-11 RC, 5.3-12 RC, 5.3-13 M, 5.3-14 RC, 5.3-15A RC, 5.3-15B RC, 5.3-16 M, 5.4-1 MF, 5.4-2 MF, 5.4-3 M, 5.4-4 MF',
  '5.5-1 M, 5.5-2 R, 5.5-3 R, 5.5-4 R, 5.5-5 MF, 5.5-6 RF, 5.5-7 MF, 5.5-8 MC, 5.6-1 MF, 5.6-2 M, 5.6-3 R, 5.6-4A MF, 5.6-4B MF',
  '5.6-5 R, 5.6-6 R, 5.6-7 R, 5.6-8 R, 5.6-9 R, 5.7-1 R, 5.7-2 RF, 5.8-1 RF, 5.8-2 MF, 5.8-3 MF, 5.9-1 R, 5.9-2 R, 5.9-3 R',
  '5.10-1 RF, 5.11-1 M, 5.11-2 RF, 5.11-3 R, 5.11-4 R, 5.12-1 R, 5.12-2 R, 5.12-3 R, 5.13-1A M, 5.13-1B M',
  '6-1 M, 6-2 MF, 6-3A MF, 6-3B MF, 6-4 RF, 6-5 MF, 6-6 MF, 6-7 RF, 6-8 RF',
].flatMap((line) => line.split(', '));

interface Row {
  readonly provision: string;
  readonly answer: string;
  readonly how: string;
}

function rowsOf(page: string): Row[] {
  return [...page.matchAll(/^\| (\d[\d.]*-\w+ [A-Z]+): [^|]+ \| ([^|]+) \| ([^|]+) \|$/gm)].map(
    ([, provision, answer, how]) => ({ provision, answer, how }),
  );
}

/** Ids of checks that there are, by the names of tests. */
function provenIds(): Set<string> {
  const texts = ['packages', 'test'].flatMap((folder) =>
    (readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }) as string[])
      .filter((name) => name.endsWith('.test.ts') && !name.includes('node_modules'))
      .map((name) => readFileSync(join(root, folder, name), 'utf8')),
  );
  const names = texts.flatMap((text) => [
    ...text.matchAll(/['"`]((?:T-[A-Z-]+(?:, )?)+?)(?:, planted faults?|, Node[^:]*)?:/g),
  ]);
  return new Set(names.flatMap(([, ids]) => ids.split(', ')));
}

/** What is wrong with the page, a line each. */
function faultsOf(page: string, ids: ReadonlySet<string>): string[] {
  const rows = rowsOf(page);
  const order = rows.map(({ provision }) => provision).join(', ') === provisions.join(', ') ? [] : missing(rows);
  return [
    ...order,
    ...rows.flatMap(({ provision, answer, how }) => [
      ...(['yes', 'partly', 'no', 'n/a'].includes(answer) ? [] : [`${provision}: answered ${answer}`]),
      ...(answer === 'yes' && !/`[^`]+\.\w+`|T-[A-Z]|as \d/.test(how) ? [`${provision}: nothing shows it`] : []),
      ...(how.split(' ').length < 2 && answer !== 'yes' ? [`${provision}: no reason`] : []),
      ...[...how.matchAll(/\bT-[A-Z]+(?:-[A-Z]+)*/g)]
        .filter(([id]) => !ids.has(id))
        .map(([id]) => `${provision}: no test ${id}`),
    ]),
    ...[...page.matchAll(/`((?:packages|test|tools|docs|launch|sim)\/[\w./-]+|[A-Z]+\.md)`/g)]
      .filter(([, path]) => !existsSync(join(root, path)))
      .map(([, path]) => `${path} is not there`),
  ];
}

function missing(rows: readonly Row[]): string[] {
  const there = rows.map(({ provision }) => provision);
  const gone = provisions
    .filter((provision) => !there.includes(provision))
    .map((provision) => `${provision} is missing`);
  return gone.length > 0 ? gone : ['provisions out of their order, or twice'];
}

const page = readFileSync(join(root, 'docs', 'etsi-en-303-645.md'), 'utf8');

test('T-DOC: every provision of ETSI EN 303 645 is answered, by files and tests that there are', () => {
  expect(provisions.length).toBe(78);
  expect(faultsOf(page, provenIds())).toEqual([]);
});

test.each([
  ['a provision left out', /^\| 5\.8-3.*\n/m, '', '5.8-3 MF is missing'],
  ['one twice', /^(\| 5\.8-3.*\n)/m, '$1$1', 'provisions out of their order, or twice'],
  ['another status', '5.3-13 M:', '5.3-13 R:', '5.3-13 M is missing'],
  ['a yes that nothing shows', /(5\.3-2 MC[^|]+\| yes \|) T-UPD/, '$1 certainly', '5.3-2 MC: nothing shows it'],
  ['a file that is gone', '`SECURITY.md`', '`packages/gone.ts`', 'packages/gone.ts is not there'],
  ['a test that is none', 'T-BRUTE', 'T-BRUTAL', '5.1-5 MCF: no test T-BRUTAL'],
  ['an answer that is none', /(5\.7-1 R[^|]+)\| no \|/, '$1| soon |', '5.7-1 R: answered soon'],
])('T-DOC, planted fault: %s', (_, from, to, fault) => {
  expect(faultsOf(page.replace(from, to), provenIds())).toContain(fault);
});
