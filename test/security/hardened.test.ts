import { spawn } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { bundled } from '../helpers/bundled.ts';
import { root, temporaryFolder } from '../helpers/homebound.ts';
import { nodeBinary, nodeVersions } from '../helpers/nodeBinary.ts';
import { listeners } from '../helpers/openSockets.ts';

/**
 * What a process of the robot holds in memory (keys, maps, tokens) is not to be had from outside: not by a signal, an option, a core dump
 * or another process of the same user. Each is asked of a process that was hardened, and of the same one that was not.
 */
const onLinux = process.platform === 'linux' ? test : (test.skip as typeof test);
let script = '';
beforeAll(async () => {
  script = await bundled(join(root, 'test', 'security', 'processes', 'hardened.ts'));
});
const PLANTED = '--planted-fault';
/** Each process would open an inspector of its own, so that none is kept from it by another that has the port. */
const OWN_PORT = '--inspect-port=0';

interface Running {
  readonly pid: number;
  readonly said: () => string;
  readonly ended: Promise<unknown>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts the process and waits until it has said that it is ready, or has ended. */
async function started(node: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Running> {
  const child = spawn(node, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  let said = '';
  const hear = (bytes: Buffer): void => {
    said += bytes;
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  let isOver = false;
  const ended = new Promise<void>((done) => {
    child.once('close', () => {
      isOver = true;
      done();
    });
  });
  while (!said.includes('ready') && !isOver) await delay(5);
  return { pid: child.pid ?? 0, said: () => said, ended, kill: (signal) => child.kill(signal) };
}

/** What a process says of its inspector, and where it listens, after the signal that opens it has come three times. */
async function opensBySignal(node: string, ...args: string[]): Promise<{ said: string; listening: string[] }> {
  const it = await started(node, [OWN_PORT, script, ...args]);
  for (let k = 0; k < 3; k++) {
    it.kill('SIGUSR1');
    await delay(150);
  }
  const listening = process.getuid?.() === 0 ? listeners(it.pid) : [];
  it.kill('SIGKILL');
  await it.ended;
  return { said: it.said(), listening };
}

/** The moments of a start, ms, after which the one signal that it got left a process that listens. */
async function openAfterEarlySignal(node: string, ...args: string[]): Promise<number[]> {
  const moments = Array.from({ length: 16 }, (_, k) => 8 * k);
  const look = async (after_ms: number): Promise<number[]> => {
    const child = spawn(node, [OWN_PORT, script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const hear = (bytes: Buffer): void => {
      said += bytes;
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    const ended = new Promise((done) => child.once('close', done));
    await delay(after_ms);
    child.kill('SIGUSR1');
    while (!said.includes('ready') && child.exitCode === null && child.signalCode === null) await delay(10);
    await Promise.race([ended, delay(800)]);
    // One that was opened is found by the process when it looks; on a busy machine that takes a while.
    if (said.includes('Debugger listening') && !args.includes(PLANTED)) await Promise.race([ended, delay(7000)]);
    // Ended by the signal's own effect or by our refusal, or running with no door open.
    const runs = child.exitCode === null && child.signalCode === null;
    child.kill('SIGKILL');
    return runs && said.includes('Debugger listening') ? [after_ms] : [];
  };
  const open: number[] = [];
  while (moments.length > 0) open.push(...(await Promise.all(moments.splice(0, 8).map(look))).flat());
  return open;
}

for (const version of nodeVersions) {
  const node = nodeBinary(version);
  const onNode = process.platform === 'linux' && node !== undefined ? test : (test.skip as typeof test);
  onNode(`T-PRIV, Node ${version}: SIGUSR1 does not open the inspector`, async () => {
    expect(await opensBySignal(node as string)).toEqual({ said: 'ready\n', listening: [] });
  });
  onNode(`T-PRIV, Node ${version}, planted fault: it opens where nobody forbids it`, async () => {
    const { said, listening } = await opensBySignal(node as string, PLANTED);
    expect(said).toContain('Debugger listening');
    if (process.getuid?.() === 0) expect(listening).toEqual([expect.stringMatching(/^tcp 0100007F:/)]);
  });
  onNode(
    `T-PRIV, Node ${version}: the signal at any moment of the start leaves no process with an open inspector`,
    async () => {
      expect(await openAfterEarlySignal(node as string)).toEqual([]);
      expect((await openAfterEarlySignal(node as string, PLANTED)).length).toBeGreaterThan(0);
    },
  );
}

onLinux.each([
  ['--inspect=0', ['--inspect=0'], {}],
  ['--heapsnapshot-signal', ['--heapsnapshot-signal=SIGUSR2'], {}],
  ['--report-on-signal', ['--report-on-signal'], {}],
  ['NODE_OPTIONS', [], { NODE_OPTIONS: '--inspect=0' }],
  ['NODE_DEBUG', [], { NODE_DEBUG: 'net' }],
])('T-PRIV: started with %s it refuses to run, and runs where nobody looks', async (name, options, env) => {
  const all = { ...process.env, ...env };
  const refused = await started(process.execPath, [...options, script], all);
  await refused.ended;
  expect(refused.said()).toContain('HardenError: Cannot run on a robot with');
  expect(refused.said()).toContain(name);
  const planted = await started(process.execPath, [...options, script, PLANTED], all);
  expect(planted.said()).toContain('ready');
  planted.kill('SIGKILL');
  await planted.ended;
});

/** Only where the system writes dumps to files beside the process can a test see that there would be one. */
const pattern = process.platform === 'linux' ? readFileSync('/proc/sys/kernel/core_pattern', 'utf8').trim() : '|';
const whereDumped = /^[^|/]/.test(pattern) ? test : (test.skip as typeof test);

/** What a process leaves in its folder when a signal ends it that dumps core, where the shell allows dumps of any size. */
async function leftBy(signal: NodeJS.Signals, ...args: string[]): Promise<string[]> {
  const cwd = temporaryFolder();
  const command = ['-c', 'ulimit -c unlimited; exec "$0" "$@"', process.execPath, script, ...args];
  const child = spawn('bash', command, { cwd, stdio: ['ignore', 'pipe', 'ignore'] });
  await new Promise((done) => child.stdout.once('data', done));
  child.kill(signal);
  await new Promise((done) => child.once('close', done));
  const left = readdirSync(cwd);
  rmSync(cwd, { recursive: true });
  return left;
}

whereDumped.each(['SIGSEGV', 'SIGABRT', 'SIGQUIT'] as const)('T-PRIV: %s leaves no core dump', async (signal) => {
  expect(await leftBy(signal)).toEqual([]);
});

whereDumped('T-PRIV, planted fault: a core dump lies beside a process that allows it', async () => {
  expect(await leftBy('SIGSEGV', PLANTED)).toEqual([expect.stringMatching(/^core/)]);
});

/** Whether another process of the same user may read the memory of this one: the kernel gives its files to root when it may not. */
async function ownerOfMemory(...args: string[]): Promise<number> {
  const NOBODY = 65534;
  const child = spawn(process.execPath, [script, ...args], {
    uid: NOBODY,
    gid: NOBODY,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((done) => child.stdout.once('data', done));
  const { uid } = statSync(`/proc/${child.pid}/mem`);
  child.kill('SIGKILL');
  return uid;
}

const asRoot = process.platform === 'linux' && process.getuid?.() === 0 ? test : (test.skip as typeof test);
asRoot('T-PRIV: its memory is not for other processes of its user; planted fault: it is', async () => {
  for (let folder = dirname(script); folder !== tmpdir() && folder !== '/'; folder = dirname(folder))
    chmodSync(folder, 0o755);
  chmodSync(tmpdir(), 0o755);
  expect(await ownerOfMemory()).toBe(0);
  expect(await ownerOfMemory(PLANTED)).toBe(65534);
});
