// SLAM on recorded logs with ground-truth relations:
//   npm run bench:slam -- [--data DIR] [--only NAME,...] [--pictures DIR] [--json FILE] [--stride N] [key=value ...]
// DIR is laid out as NAME/NAME.log[.gz] with NAME/NAME.relations[.gz]. Each log runs in a process of its own, one after the
// other, so that memory and time are its own. `match.robustScale_m=0.2` changes an option of Slam for an experiment.
// Pictures come with trajectory.csv (final) and online.csv, a pose for every scan.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { benchArgs, endBench } from './benchArgs.ts';
import { type LogResult, runLog } from './slamLog.ts';
import { printLog, printSummary } from './slamTable.ts';

const { values, positionals } = benchArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string' },
    only: { type: 'string' },
    pictures: { type: 'string' },
    json: { type: 'string' },
    stride: { type: 'string', default: '1' },
    /** One log, its result as JSON on standard output: what the benchmark calls itself with. */
    one: { type: 'string' },
  },
});

const data = resolve(values.data ?? join(process.env.HOMEBOUND_DATA ?? '../shared/data', 'slam'));
if (values.one !== undefined) console.log(JSON.stringify(await runOne(values.one)));
else runAll();

function runAll(): void {
  const results: Record<string, LogResult> = {};
  const failed: string[] = [];
  for (const name of logNames()) {
    const args = [process.argv[1], ...process.argv.slice(2), '--one', name];
    const { status, stdout } = spawnSync(process.execPath, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (status === 0) {
      results[name] = JSON.parse(stdout);
      printLog(name, results[name]);
    } else {
      failed.push(name);
      console.log(`${name}: the run broke off, see above`);
    }
  }
  if (Object.keys(results).length > 1) printSummary(results);
  const report = { settings: positionals, stride: Number(values.stride), results };
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
  if (failed.length > 0) endBench(`${failed.join(', ')} broke off`);
}

function logNames(): string[] {
  if (!existsSync(data)) endBench(`there is no folder ${data}; name one with --data`);
  const names = readdirSync(data).filter((name) => find(name, 'log') && find(name, 'relations'));
  if (names.length === 0) endBench(`${data} holds no NAME/NAME.log[.gz] with NAME/NAME.relations[.gz]`);
  const only = values.only?.split(',') ?? names;
  for (const name of only)
    if (!names.includes(name)) endBench(`${data} has no log ${name}; it has ${names.join(', ')}`);
  return only;
}

function runOne(name: string): Promise<LogResult> {
  const out = values.pictures === undefined ? undefined : join(values.pictures, name);
  return runLog(find(name, 'log')!, find(name, 'relations')!, settings(positionals), Number(values.stride), out);
}

/** `match.robustScale_m=0.1` becomes { match: { robustScale_m: 0.1 } }. */
function settings(pairs: readonly string[]): Record<string, unknown> {
  const options: Record<string, Record<string, unknown>> = {};
  for (const pair of pairs) {
    const [, group, key, value] =
      /^(\w+)\.(\w+)=(.+)$/.exec(pair) ?? endBench(`${pair} should look like match.inlier_m=0.1`);
    options[group] = { ...options[group], [key]: JSON.parse(value) };
  }
  return options;
}

function find(name: string, kind: string): string | undefined {
  return [`${name}.${kind}.gz`, `${name}.${kind}`].map((file) => join(data, name, file)).find(existsSync);
}
