import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, temporaryFolder } from '../helpers/homebound.ts';
import { canIsolate, canTrace, onItsOwn, trace } from '../helpers/systemCalls.ts';

/** A network of its own in which there is nothing but the loopback device, and a clock that says 1970, as after a flat battery. */
const isolated = canIsolate() ? test : (test.skip as typeof test);
const traced = canTrace() ? test : (test.skip as typeof test);

/** Shifts what JavaScript takes for the time of day to a minute after the epoch; clocks that measure durations go on. */
const clockAt1970 = `
const RealDate = Date;
const shift_ms = RealDate.now() - 60_000;
globalThis.Date = class extends RealDate {
  constructor(...args) { super(...(args.length === 0 ? [RealDate.now() - shift_ms] : args)); }
  static now() { return RealDate.now() - shift_ms; }
};`;

interface Cleaned {
  readonly code: number | null;
  /** summary.json's content: what the run came to, to the last bit. */
  readonly summary: Record<string, unknown> | undefined;
  readonly err: string;
}

function clean(maps: string, before: readonly string[], ...modules: string[]): Promise<Cleaned> {
  const folder = temporaryFolder();
  const imports = modules.flatMap((code, k) => {
    const file = join(folder, `before${k}.mjs`);
    writeFileSync(file, code);
    return ['--import', file];
  });
  const command = [join(root, 'dist', 'homebound.js'), 'simulate', '--headless', '--world', 'studio', '--seed', '3'];
  const rest = ['--no-recording', '--home', maps, '--out', join(folder, 'run'), '--json'];
  const [program, ...args] = [...before, process.execPath, ...imports, ...command, ...rest];
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  child.stdout.on('data', (bytes) => {
    said.out += bytes;
  });
  child.stderr.on('data', (bytes) => {
    said.err += bytes;
  });
  return new Promise((done) =>
    child.on('close', (code) => {
      const summary = code === 0 ? JSON.parse(said.out).summary : undefined;
      done({ code, summary, err: said.err });
    }),
  );
}

isolated(
  'T-OFFLINE: without any network, in 1970, a home is cleaned to the same bits, and found again on the next run',
  async () => {
    const [maps, mapsAlone] = [join(temporaryFolder(), 'maps'), join(temporaryFolder(), 'maps')];
    for (const folder of [maps, mapsAlone]) mkdirSync(folder);
    const [usual, offline] = [await clean(maps, []), await clean(mapsAlone, onItsOwn, clockAt1970)];
    expect([offline.code, offline.err.match(/error|fault/i)]).toEqual([0, null]);
    expect(offline.summary).toEqual(usual.summary);
    expect(readdirSync(mapsAlone).length).toBeGreaterThan(0);
    const again = await clean(mapsAlone, onItsOwn, clockAt1970);
    expect([again.code, again.summary?.finished]).toEqual([0, true]);
  },
);

isolated('T-OFFLINE, planted fault: a build that asks for a name before it starts does not get through', async () => {
  const needy = "await (await import('node:dns/promises')).lookup('licence.maker.example');";
  const { code, err } = await clean(join(temporaryFolder(), 'maps'), onItsOwn, needy);
  // Not for anything else: the name is what it could not have.
  expect([code === 0, err]).toEqual([false, expect.stringMatching(/(EAI_AGAIN|ENOTFOUND).*licence\.maker\.example/s)]);
});

/** Devices that hear or see. */
const SENSES = /"\/dev\/(snd|dsp|audio|video|media|v4l)/;

function opened(args: readonly string[]): Promise<string[]> {
  const { child, calls } = trace(args, { which: 'open,openat,openat2' });
  child.stdout?.resume();
  child.stderr?.resume();
  return new Promise((done) => child.on('close', () => done(calls().map(({ text }) => text))));
}

traced('T-MIC, T-CAM: a whole clean opens no device that hears or sees', async () => {
  const out = ['--out', join(temporaryFolder(), 'run')];
  const files = await opened([
    join(root, 'dist', 'homebound.js'),
    'simulate',
    '--headless',
    '--world',
    'studio',
    '--seed',
    '3',
    ...out,
  ]);
  expect(files.length).toBeGreaterThan(50);
  expect(files.filter((text) => SENSES.test(text))).toEqual([]);
});

traced('T-MIC, planted fault: one that tries is seen, though there is no such device', async () => {
  const files = await opened(['-e', "try { require('node:fs').openSync('/dev/snd/pcmC0D0c'); } catch {}"]);
  expect(files.filter((text) => SENSES.test(text)).length).toBe(1);
});
