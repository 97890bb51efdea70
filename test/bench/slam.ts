// SLAM on recorded logs with ground-truth relations:
//   npm run bench:slam -- [--data DIR] [--out DIR] [--json FILE] [--stride N] [key=value ...]
// DIR is laid out as NAME/NAME.log[.gz] with NAME/NAME.relations[.gz]. Each log runs in a process of its own, one after the
// other, so that memory and time are its own. `match.robustScale_m=0.2` changes an option of Slam for an experiment.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type LogResult, runLog } from './slamLog.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string' },
    out: { type: 'string' },
    json: { type: 'string' },
    stride: { type: 'string', default: '1' },
    /** One log, its result as JSON on standard output: what the benchmark calls itself with. */
    one: { type: 'string' },
  },
});

/** Published and measured mean errors on the same relations, m and deg: what to compare with, not run here. */
const peers: Record<string, readonly (readonly [name: string, m: number, deg: number])[]> = {
  intel: [
    ['LaMa slam2d', 0.0199, 0.335],
    ['Cartographer 2016', 0.0229, 0.453],
    ['GMapping', 0.0327, 1.28],
  ],
  aces: [
    ['LaMa slam2d', 0.0423, 0.393],
    ['Cartographer 2016', 0.0375, 0.373],
    ['GMapping', 0.0548, 0.92],
  ],
  fr079: [
    ['LaMa slam2d', 0.0549, 0.438],
    ['Cartographer 2016', 0.0452, 0.538],
  ],
};

const data = resolve(values.data ?? join(process.env.HOMEBOUND_DATA ?? '../shared/data', 'slam'));
if (values.one !== undefined) console.log(JSON.stringify(runOne(values.one)));
else runAll();

function runAll(): void {
  if (!existsSync(data)) fail(`there is no folder ${data}; name one with --data`);
  const names = readdirSync(data).filter((name) => find(name, 'log') && find(name, 'relations'));
  if (names.length === 0) fail(`${data} holds no NAME/NAME.log[.gz] with NAME/NAME.relations[.gz]`);
  if (values.out !== undefined) mkdirSync(values.out, { recursive: true });
  const results: Record<string, LogResult> = {};
  console.log(
    'log      translation m             rotation deg             loops m  CPU s  x real  worst  RSS MB  searched',
  );
  for (const name of names) {
    const args = [process.argv[1], ...process.argv.slice(2), '--one', name];
    results[name] = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
    print(name, results[name]);
  }
  if (values.json !== undefined)
    writeFileSync(
      values.json,
      `${JSON.stringify({ settings: positionals, stride: values.stride, results }, null, 2)}\n`,
    );
}

function runOne(name: string): LogResult {
  const out = values.out === undefined ? undefined : join(values.out, name);
  return runLog(find(name, 'log')!, find(name, 'relations')!, settings(positionals), Number(values.stride), out);
}

function print(name: string, r: LogResult): void {
  const { translation_m: t, rotation_deg: w } = r.score.all;
  const f = (value: number, digits: number) => value.toFixed(digits);
  console.log(
    [
      name.padEnd(8),
      `${f(t.mean, 4)} ± ${f(t.std, 4)} max ${f(t.max, 2)}`.padEnd(25),
      `${f(w.mean, 3)} ± ${f(w.std, 3)} max ${f(w.max, 1)}`.padEnd(24),
      (r.score.loops === undefined ? '-' : f(r.score.loops.translation_m.mean, 4)).padEnd(8),
      f(r.cpu_s, 2).padEnd(6),
      f(r.timesRealTime, 0).padEnd(7),
      `${f(r.worstScan_ms, 0)} ms`.padEnd(6),
      f(r.peakRss_mb, 0).padEnd(7),
      `${r.searched} of ${r.scans}`,
    ].join(' '),
  );
  for (const [peer, m, deg] of peers[name] ?? []) console.log(`  ${peer.padEnd(19)} ${f(m, 4)} m, ${f(deg, 3)} deg`);
}

/** `match.robustScale_m=0.1` becomes { match: { robustScale_m: 0.1 } }. */
function settings(pairs: readonly string[]): Record<string, unknown> {
  const options: Record<string, Record<string, unknown>> = {};
  for (const pair of pairs) {
    const [, group, key, value] =
      /^(\w+)\.(\w+)=(.+)$/.exec(pair) ?? fail(`${pair} should look like match.inlier_m=0.1`);
    options[group] = { ...options[group], [key]: JSON.parse(value) };
  }
  return options;
}

function find(name: string, kind: string): string | undefined {
  return [`${name}.${kind}.gz`, `${name}.${kind}`].map((file) => join(data, name, file)).find(existsSync);
}

function fail(message: string): never {
  console.error(`bench:slam: ${message}`);
  process.exit(2);
}
