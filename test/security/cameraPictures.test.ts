import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, lstatSync, mkdirSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LocalGraph, qos, recordGraph } from '@homebound/graph';
import { homebound_interfaces, nav_msgs, toStamp } from '@homebound/messages';
import { cameraNode, floorSight, LocalEye } from '@homebound/nodes';
import { WebSocket } from 'ws';
import { bundled } from '../helpers/bundled.ts';
import { root, temporaryFolder } from '../helpers/homebound.ts';
import { MarkedCamera, marksIn, marksOf } from './markedCamera.ts';

/**
 * Pictures leave the process of the camera in no way: a robot in four processes whose pictures are marked, and a look for the mark in the memory
 * of the others, in all that went over the camera's socket and to a page, and in every file. Root reads memory; without it this is skipped by name.
 */
const asRoot = process.platform === 'linux' && process.getuid?.() === 0 ? test : (test.skip as typeof test);
const SEED = 4711;
const marks = marksOf(SEED);
const port = 18_557;
const api = `http://127.0.0.1:${port}/api/v1`;
let leaky = '';
beforeAll(async () => {
  leaky = await bundled(join(root, 'test', 'security', 'processes', 'leakyCamera.ts'));
});

/** Memory that a process may write, as it is now. */
function memoryMarks(pid: number): number {
  const maps = readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n');
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  let found = 0;
  for (const line of maps) {
    const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
    if (from === undefined) continue;
    const [begin, end] = [Number(`0x${from}`), Number(`0x${to}`)];
    const chunk = Buffer.alloc(Math.min(2 ** 24, end - begin));
    // Chunks overlap, so that no mark is cut in two.
    for (let at = begin; at < end; at += Math.max(1, chunk.length - 64)) {
      try {
        const length = readSync(memory, chunk, 0, Math.min(chunk.length, end - at), at);
        found += marksIn(chunk.subarray(0, length), marks);
      } catch {}
      if (at + chunk.length >= end) break;
    }
  }
  closeSync(memory);
  return found;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const found = lstatSync(path);
    return found.isDirectory() ? filesIn(path) : found.isFile() ? [path] : [];
  });
}

/** All that passes between the mind and the camera, written down on its way. */
function tap(from: string, to: string, heard: Buffer[]): Promise<Server> {
  const server = createServer((mind) => {
    const camera = connect(to);
    camera.on('data', (bytes) => heard.push(bytes));
    for (const [a, b] of [
      [mind, camera],
      [camera, mind],
    ]) {
      a.pipe(b);
      a.on('error', () => b.destroy());
    }
  });
  return new Promise((done) => server.listen(from, () => done(server)));
}

const post = (path: string, body: object): Promise<Response> =>
  fetch(`${api}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function until(what: string, isSo: () => Promise<boolean | undefined>): Promise<void> {
  for (let k = 0; k < 600; k++) {
    if (await isSo().catch(() => false)) return;
    await delay(200);
  }
  throw new Error(`waited two minutes for ${what}`);
}

/** A process that keeps all that it is given. */
const keeperCode =
  "const kept = []; require('node:net').createServer((s) => s.on('data', (b) => kept.push(b))).listen(process.argv[1]);";

/** Where marks of the pictures were found, outside of the process that has the camera. */
async function leaksOf(fault: 'none' | 'looks' | 'disk' | 'keeper'): Promise<string[]> {
  const folder = temporaryFolder();
  const [run, home] = [join(folder, 'run'), join(folder, 'home')];
  mkdirSync(run, { mode: 0o700 });
  const command = join(root, 'dist', 'homebound.js');
  const children: Record<string, ChildProcess> = {};
  let said = '';
  let isOver = false;
  const start = (name: string, ...args: string[]): void => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: folder });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (bytes) => {
        said += bytes;
      });
    // As who keeps a robot's processes running would: on a busy machine one takes another for dead.
    child.on('exit', () => void (isOver || setTimeout(() => isOver || start(name, ...args), 300)));
    children[name] = child;
  };
  const wire: Buffer[] = [];
  const seen: Buffer[] = [];
  start('motor', join(root, 'dist', 'homebound-motor.js'), '--run', run, '--world', 'studio');
  if (fault === 'keeper') {
    start('keeper', '-e', keeperCode, join(run, 'keeper.sock'));
    await until('the keeper', async () => readdirSync(run).includes('keeper.sock'));
  }
  start('camera', leaky, run, `${SEED}`, fault);
  await until('the camera', async () => readdirSync(run).includes('camera.sock'));
  const tapped = await tap(join(run, 'tap.sock'), join(run, 'camera.sock'), wire);
  start('mind', command, 'mind', '--run', run, '--home', home, '--camera', join(run, 'tap.sock'));
  start('gateway', command, 'gateway', '--run', run, '--port', `${port}`);
  try {
    await until('the robot', async () => (await fetch(`${api}/state`)).ok);
    const page = new WebSocket(`ws://127.0.0.1:${port}/ws`, { origin: `http://127.0.0.1:${port}` });
    page.on('message', (data: Buffer) => seen.push(Buffer.from(data)));
    page.on('error', () => {});
    await post('camera/on', {});
    const looks = () => wire.filter((bytes) => bytes.includes('"kind":"floor"')).length;
    await until('looks', async () => {
      // A mind that began anew has forgotten its job.
      await post('jobs', { command: 'start' });
      return looks() > 20;
    });
    // All stand still, as they are.
    isOver = true;
    for (const child of Object.values(children)) child.kill('SIGSTOP');
    const where: string[] = [];
    if (memoryMarks(children.camera.pid as number) === 0) where.push('nowhere, not even where the camera is');
    for (const [name, { pid }] of Object.entries(children))
      if (name !== 'camera' && memoryMarks(pid as number) > 0) where.push(`memory of ${name}`);
    page.terminate();
    const sent = Buffer.concat(wire);
    if (marksIn(sent, marks) > 0) where.push('socket of the camera');
    if (marksIn(Buffer.concat(seen), marks) > 0) where.push('a page');
    if (marksIn(Buffer.from(said), marks) > 0) where.push('what was said');
    if (filesIn(folder).some((path) => marksIn(readFileSync(path), marks) > 0)) where.push('disk');
    return where;
  } catch (error) {
    throw new Error(`${(error as Error).message}; the robot said: ${said}`, { cause: error });
  } finally {
    isOver = true;
    tapped.close();
    for (const child of Object.values(children)) child.kill('SIGKILL');
  }
}

asRoot(
  'T-CAM: pictures with a mark are found in the memory of the camera’s process, and in no other memory, socket, page, word or file',
  async () => {
    expect(await leaksOf('none')).toEqual([]);
  },
  300_000,
);

asRoot.each([
  ['looks', 'socket of the camera'],
  ['keeper', 'memory of keeper'],
  ['disk', 'disk'],
] as const)(
  'T-CAM, planted fault: a camera that lets pictures out by %s is found: %s',
  async (fault, where) => {
    expect(await leaksOf(fault)).toContain(where);
  },
  300_000,
);

/** A recording of a run with a camera in one process whose pictures are on the graph, as its owner asked. @param topics  all but pictures when absent */
function recorded(topics?: readonly string[]): Buffer {
  const graph = new LocalGraph();
  graph.add(cameraNode(new LocalEye(new MarkedCamera(SEED), floorSight)), { publish_images: true });
  const parts: Uint8Array[] = [];
  const options = topics === undefined ? {} : { topics };
  const recorder = recordGraph(graph, { write: (bytes) => void parts.push(bytes.slice()) }, options);
  const { outside } = graph;
  const permit = outside.publisher(homebound_interfaces.CameraPermit, 'camera_permit', qos.latched);
  const odom = outside.publisher(nav_msgs.Odometry, 'odom', qos.sensorOut);
  outside.timer(0.1, () => permit.publish({ may_open: true }));
  outside.timer(0.02, () => odom.publish({ header: { stamp: toStamp(outside.now_s()), frame_id: 'odom' } }));
  graph.runFor(3);
  recorder.close();
  graph.shutdown();
  return Buffer.concat(parts);
}

test('T-CAM: a recording of a run with a camera holds looks, and no mark of a picture', () => {
  const bytes = recorded();
  expect(bytes.includes('floor_view')).toBe(true);
  expect(bytes.length).toBeGreaterThan(100_000);
  expect(marksIn(bytes, marks)).toBe(0);
});

test('T-CAM, planted fault: a recording with pictures in it is found', () => {
  expect(marksIn(recorded(['camera/depth/image_raw']), marks)).toBe(marks.length);
});
