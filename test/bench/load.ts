// Does a crowd at the robot's page disturb how it drives? Motors, mind and gateway run as on a robot, in three processes, over HTTPS on a
// network of their own; 50 pages look on while a home is cleaned at the clock's pace, 10 of them without ever reading. Looked at: how evenly
// the mind's wishes reach the motors with the crowd and without it, the memory of mind and gateway, and what became of those that stall.
//   --minutes N (10, with the crowd)   --calm N (5, without it, before and after)   --clients N (50)   --stalled N (10)   --world W (apartment)
//   --json FILE
// Bars: the 99th percentile shifts by at most 2 ms; memory is bounded; all that stall are dropped. Linux, with `unshare` and `ip`.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { benchArgs } from './benchArgs.ts';
import { Crowd } from './loadCrowd.ts';
import { type Beat, shiftOf, spreadOf } from './loadFigures.ts';
import { LoadedRobot } from './loadRobot.ts';

const { values } = benchArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    calm: { type: 'string', default: '5' },
    clients: { type: 'string', default: '50' },
    stalled: { type: 'string', default: '10' },
    world: { type: 'string', default: 'apartment' },
    json: { type: 'string' },
    crowd: { type: 'string' },
  },
});

/** An address of a home in a network namespace of the bench's own: nothing of it can leave. */
const ADDRESS = '10.99.99.1';
const INSIDE = 'HOMEBOUND_BENCH_LOAD';

if (values.crowd !== undefined) await new Crowd(JSON.parse(values.crowd)).stay();
else if (process.env[INSIDE] === undefined) process.exitCode = await inNetworkOfItsOwn();
else await bench();

function inNetworkOfItsOwn(): Promise<number> {
  const setUp = `ip link set lo up && ip link add home type veth peer name street && ip addr add ${ADDRESS}/24 dev home && ip link set home up && ip link set street up`;
  const run = ['-rn', 'sh', '-c', `${setUp} && exec "$0" "$@"`, process.execPath, ...process.argv.slice(1)];
  const child = spawn('unshare', run, { stdio: 'inherit', env: { ...process.env, [INSIDE]: '1' } });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((done) => child.on('close', (code) => done(code ?? 1)));
}

async function bench(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'homebound-load-'));
  const robot = await LoadedRobot.begin(folder, values.world, ADDRESS);
  try {
    const tokens: string[] = [];
    for (let k = 0; k < Math.ceil(Number(values.clients) / 12); k++) tokens.push(await robot.pair(`page ${k}`));
    await robot.clean(tokens[0]);
    await delay(30_000); // undocked, first map
    const calm_ms = Number(values.calm) * 60_000;
    const before = await robot.listen(calm_ms);
    const crowd = crowdOf(robot, tokens);
    await delay(5000);
    const loaded = await robot.listen(Number(values.minutes) * 60_000);
    const seen = await crowd.end();
    const after = await robot.listen(calm_ms);
    report(before, loaded, after, seen, await robot.state(tokens[0]));
  } finally {
    await robot.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The crowd is a process of its own: what it costs is not the robot's. */
function crowdOf(robot: LoadedRobot, tokens: readonly string[]): { end(): Promise<unknown> } {
  const { port, authority } = robot;
  const plan = { address: ADDRESS, port, authority, tokens, clients: +values.clients, stalled: +values.stalled };
  const child = spawn(process.execPath, [process.argv[1], '--crowd', JSON.stringify(plan)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (bytes) => {
    said += bytes;
  });
  const closed = new Promise((done) => child.on('close', done));
  return {
    end: async () => {
      child.stdin.end();
      await closed;
      return JSON.parse(said);
    },
  };
}

function report(before: Beat, loaded: Beat, after: Beat, crowd: unknown, state: unknown): void {
  const calm = spreadOf([...before.intervals_ms, ...after.intervals_ms]);
  const figures = {
    world: values.world,
    minutes: Number(values.minutes),
    calm,
    crowded: spreadOf(loaded.intervals_ms),
    p99Shift_ms: shiftOf(calm, spreadOf(loaded.intervals_ms)),
    rss_mb: { before: before.rss_mb, crowded: loaded.rss_mb, after: after.rss_mb },
    crowd,
    state,
  };
  console.log(JSON.stringify(figures, null, 2));
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
  const isSound = figures.p99Shift_ms <= 2;
  console.log(
    `99th percentile of the beat of wishes: ${figures.p99Shift_ms.toFixed(2)} ms later with the crowd (bar 2)`,
  );
  process.exitCode = isSound ? 0 : 1;
}
