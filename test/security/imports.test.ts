import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { dataTest, root } from '../helpers/homebound.ts';
import { type Bomb, layBombs, pngBomb, repeated } from './bombs.ts';
import { fuzzReader } from './importFuzz.ts';
import { trustingReader } from './importPlants.ts';
import { type ReaderName, readers } from './importReaders.ts';
import { importSeeds } from './importSeeds.ts';

/** What a process may take at most, MB; the command alone takes 60 to 90. */
const MOST_MB = 300;
/** The benchmark tries 100,000 of each reader, and looks at the time; here as many as take 15 s. A hang is ended by Jest. */
const CASES = 1500;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'homebound-imports-'));
  // Tells at the end of a process how much memory it ever had, as the kernel counts it.
  writeFileSync(
    join(folder, 'peak.cjs'),
    `process.on('exit', () => require('fs').writeFileSync(process.env.PEAK, /VmHWM:\\s+(\\d+)/.exec(require('fs').readFileSync('/proc/self/status'))[1]));`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  readonly code: number | null;
  readonly err: string;
  readonly peak_mb: number;
}

function measured(args: readonly string[]): Outcome {
  const peak = join(folder, 'peak.txt');
  writeFileSync(peak, '');
  const { status, stderr } = spawnSync(process.execPath, ['--require', join(folder, 'peak.cjs'), ...args], {
    cwd: root,
    encoding: 'utf8',
    timeout: 120_000,
    env: { ...process.env, PEAK: peak },
  });
  // A process that is killed for its memory leaves no figure: that is too much, too.
  return {
    code: status,
    err: stderr,
    peak_mb: (Number(readFileSync(peak, 'utf8')) || Number.POSITIVE_INFINITY) / 1024,
  };
}

/** What is wrong with how a file was refused; nothing when it was in one line, with little memory. */
function faultsOf({ code, err, peak_mb }: Outcome, refusal: RegExp): string[] {
  const lines = err.trim().split('\n');
  return [
    ...(code === 1 ? [] : [`ended with ${code}`]),
    ...(refusal.test(lines.at(-1) ?? '') ? [] : [`said ${err.slice(-300)}`]),
    ...(lines.length > 1 ? [`said it in ${lines.length} lines`] : []),
    ...(peak_mb <= MOST_MB ? [] : [`took ${peak_mb.toFixed(0)} MB`]),
  ];
}

test('T-INPUT: files that become a thousand times what they are are refused in one line, in 300 MB', async () => {
  const bombs: Bomb[] = await layBombs(folder);
  const faults = bombs.flatMap(({ file, command, refusal }) => {
    const outcome = measured([join(root, 'dist', 'homebound.js'), ...command(join(folder, file))]);
    return faultsOf(outcome, refusal).map((fault) => `${file}: ${fault}`);
  });
  expect(bombs.length).toBe(19);
  expect(faults).toEqual([]);
});

/** Readers that unpack first and look then: what ours did, or would do without their limits. */
const careless: [string, () => Uint8Array, string][] = [
  ['a log', () => repeated(gzipSync(new Uint8Array(2 ** 24)), 64), `require('zlib').gunzipSync(bytes)`],
  ['a picture', () => pngBomb(100, 100), `(await import('fast-png')).decode(bytes)`],
  ['a maker’s map', () => Buffer.from(`[${'[],'.repeat(5 * 2 ** 20)}[]]`), 'JSON.parse(bytes.toString())'],
];

test('T-INPUT, planted fault: readers that unpack first and look then', () => {
  for (const [what, bomb, read] of careless) {
    const path = join(folder, 'planted');
    writeFileSync(path, bomb());
    const script = `const bytes = require('fs').readFileSync(${JSON.stringify(path)}); (async () => { ${read}; })().catch(() => {}).then(() => process.exit(1));`;
    const faults = faultsOf(measured(['--eval', script]), /^$/);
    expect([what, faults.filter((fault) => fault.startsWith('took'))]).toEqual([what, [expect.any(String)]]);
  }
});

dataTest('T-INPUT: of changed real files each reader takes or refuses each in one line', () => {
  const seeds = importSeeds();
  for (const name of Object.keys(readers) as ReaderName[]) {
    for (const bytes of seeds[name]) expect(() => readers[name](bytes)).not.toThrow();
    const { broken, read, refused } = fuzzReader(name, readers[name], seeds[name], CASES, 1);
    expect({ name, broken }).toEqual({ name, broken: [] });
    expect(read + refused).toBe(CASES);
  }
});

dataTest('T-INPUT, planted fault: a reader that takes what is JSON for a map', () => {
  const { broken } = fuzzReader('valetudo', trustingReader, importSeeds().valetudo, CASES, 1);
  expect(broken.filter((fault) => fault.startsWith('TypeError')).length).toBeGreaterThan(0);
});
