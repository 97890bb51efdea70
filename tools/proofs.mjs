// `npm run proofs`: what is promised, by id, with the outcome on the real thing and on one with a fault planted. Tests say what they are by name:
// `T-DEL: …` passes on the real thing, `T-DEL, planted fault: …` passes when the check finds the fault. Runs all such tests, or
// reads what Jest wrote with `--from FILE,FILE…`; `--markdown FILE` writes the list. Exits 1 when an id has no check or no planted fault
// that passed, or when one of its tests failed; with `--skips` those that can't run on this machine will do.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** Every promise and what it says. T-DDS on a real graph: `npm run test:ros`. */
const promises = {
  'T-EGRESS': 'the process tree asks for nothing beyond this machine',
  'T-EGRESS-STATIC': 'what is shipped names no host and is made of no package that tells on people',
  'T-OFFLINE': 'all of it works with no network, in 1970',
  'T-LISTEN': 'no door is open but those that were asked for',
  'T-DDS': 'the ROS graph is kept to this machine, or encrypted to holders of keys',
  'T-MIC': 'nothing can hear',
  'T-CAM': 'a camera that is open is told of by its lamp, shut by anybody, and its pictures go nowhere',
  'T-BESIDE': 'nothing of the home lies beside the vault',
  'T-REST': 'nothing of the home can be read off the disk',
  'T-DEL': 'what is deleted is opened by no key that is left',
  'T-RESET': 'after a reset nothing and nobody from before gets in or out',
  'T-KEY': 'keys are random, of this device alone, and in no source',
  'T-AUDIT': 'who did what is written down and cannot be taken out',
  'T-AUTHZ': 'every route and command asks who may',
  'T-PAIR': 'nobody gets in without somebody at the robot',
  'T-BRUTE': 'codes cannot be tried out',
  'T-HOST': 'the robot answers to its own names only',
  'T-WSORIGIN': 'sockets open for its own page only',
  'T-CSRF': 'foreign pages write nothing',
  'T-REBIND': 'a rebound name gets nothing',
  'T-HEADERS': 'browsers are told to be strict',
  'T-RATE': 'floods are bounded, who does not read is dropped',
  'T-INPUT': 'bad input is refused, whoever brings it',
  'T-SAFE': 'hands, crashes and silence stop the wheels; reflexes stand above all',
  'T-ABUSE': 'whoever is in the room is told, and can end it',
  'T-UPD': 'updates are signed, for this robot, newer, whole, and taken back when they do not do',
  'T-PRIV': 'each process has its own user and no right too many',
  'T-IMG': 'pictures of obstacles are off, and where they are on, of nobody, few, sealed, and gone in a week',
  'T-MQTT-ACL': 'there is no MQTT',
  'T-BLE': 'there is no Bluetooth',
  'T-SBOM': 'what it is made of is listed, pinned, and builds to the same bytes',
  'T-DOC': 'every sensor and every provision is told of truly',
  'T-VDP': 'weaknesses can be reported',
};
/** Where the tests of each suite lie, as in jest.config.mjs. */
const suites = {
  unit: /^(packages\/[^/]+|sim)\/src\//,
  integration: /^test\/(?!browser\/|ros\/)/,
  browser: /^test\/browser\//,
};
const NAME =
  /^((?:T-[A-Z]+(?:-[A-Z]+)*)(?:, T-[A-Z]+(?:-[A-Z]+)*)*)(?:, (?!planted)[^:,]+)?(, planted faults?)?: ?(.*)$/s;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: { from: { type: 'string' }, markdown: { type: 'string' }, skips: { type: 'boolean' } },
});
const files = values.from?.split(',') ?? Object.keys(suites).map(run);
const proofs = files.flatMap((file) => proofsIn(JSON.parse(readFileSync(file, 'utf8'))));
const faults = Object.keys(promises).flatMap((id) =>
  faultsOf(
    id,
    proofs.filter(({ ids }) => ids.includes(id)),
  ),
);
console.log(tableOf(proofs).join('\n'));
if (values.markdown !== undefined) writeFileSync(values.markdown, `${markdownOf(proofs).join('\n')}\n`);
for (const fault of faults) console.error(`FAIL ${fault}`);
process.exit(faults.length === 0 ? 0 : 1);

/** Runs the tests of a suite that prove something. @returns what Jest wrote */
function run(suite) {
  mkdirSync(join(root, '.cache'), { recursive: true });
  const out = join(root, '.cache', `proofs-${suite}.json`);
  rmSync(out, { force: true });
  const paths = testFiles().filter(
    (path) => suites[suite].test(path) && /['"`]T-[A-Z]/.test(readFileSync(join(root, path), 'utf8')),
  );
  const args = [
    join(root, 'tools', 'jest.mjs'),
    suite,
    '-t',
    'T-[A-Z]',
    '--json',
    `--outputFile=${out}`,
    '--runTestsByPath',
    ...paths,
  ];
  console.error(`${paths.length} files of ${suite} tests ...`);
  spawnSync(process.execPath, args, { cwd: root, stdio: 'ignore' });
  if (existsSync(out)) return out;
  console.error(`FAIL the ${suite} tests did not run; \`node tools/jest.mjs ${suite}\` tells why`);
  process.exit(1);
}

/** Names of all test files, with slashes. */
function testFiles() {
  return ['packages', 'sim', 'hardware', 'test'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .filter((name) => name.endsWith('.test.ts') && !name.includes('/node_modules/')),
  );
}

/** The tests that prove something, by their names. A test that was not chosen is none; one that cannot run here is skipped. */
function proofsIn({ testResults }) {
  return testResults.flatMap(({ assertionResults }) =>
    assertionResults.flatMap(({ title, status }) => {
      const [, ids, planted, what] = NAME.exec(title) ?? [];
      if (ids === undefined || status === 'todo') return [];
      const outcome = status === 'passed' ? 'passed' : status === 'failed' ? 'failed' : 'skipped';
      const proof = { ids: ids.split(', '), what, isPlanted: planted !== undefined, outcome };
      return /; planted faults?: /.test(what) ? [proof, { ...proof, isPlanted: true }] : [proof];
    }),
  );
}

function faultsOf(id, all) {
  const faults = [];
  const of = (isPlanted) => all.filter((proof) => proof.isPlanted === isPlanted);
  for (const [kind, proofs] of [
    ['check', of(false)],
    ['planted fault', of(true)],
  ]) {
    const suffices = values.skips ? ['passed', 'skipped'] : ['passed'];
    if (!proofs.some(({ outcome }) => suffices.includes(outcome)))
      faults.push(`${id}: no ${kind} passed here (${proofs.length} there are)`);
    faults.push(...proofs.filter(({ outcome }) => outcome === 'failed').map(({ what }) => `${id}, ${kind}: ${what}`));
  }
  return faults;
}

/** `3 hold` and `2 found`, or how many did not. */
function sum(proofs, word) {
  const count = (outcome) => proofs.filter((proof) => proof.outcome === outcome).length;
  const parts = [`${count('passed')} ${word}`];
  if (count('failed') > 0) parts.push(`${count('failed')} FAILED`);
  if (count('skipped') > 0) parts.push(`${count('skipped')} skipped`);
  return parts.join(', ');
}

function rowsOf(proofs) {
  return Object.entries(promises).map(([id, what]) => {
    const all = proofs.filter(({ ids }) => ids.includes(id));
    const real = all.filter(({ isPlanted }) => !isPlanted);
    const planted = all.filter(({ isPlanted }) => isPlanted);
    return { id, what, real, planted, held: sum(real, 'hold'), found: sum(planted, 'found') };
  });
}

function tableOf(proofs) {
  const rows = rowsOf(proofs);
  const line = (id, what, held, found) => `${id.padEnd(16)} ${what.padEnd(84)} ${held.padEnd(20)} ${found}`;
  return [
    line('id', 'promise', 'real thing', 'planted faults'),
    ...rows.map((row) => line(row.id, row.what, row.held, row.found)),
  ];
}

function markdownOf(proofs) {
  const cell = (text) => text.replaceAll('|', '\\|').replace(/\s+/g, ' ');
  const outcome = { passed: 'holds', failed: '**fails**', skipped: 'skipped here' };
  const found = { passed: 'found', failed: '**not found**', skipped: 'skipped here' };
  return rowsOf(proofs).flatMap(({ id, what, real, planted }) => [
    `## ${id}: ${what}`,
    '',
    '| | outcome |',
    '|---|---|',
    ...real.map((proof) => `| ${cell(proof.what)} | ${outcome[proof.outcome]} |`),
    ...planted.map((proof) => `| planted: ${cell(proof.what)} | ${found[proof.outcome]} |`),
    '',
  ]);
}
