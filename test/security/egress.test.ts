import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { root, temporaryFolder } from '../helpers/homebound.ts';
import { canTrace, openDoors, outbound, type SystemCall, trace } from '../helpers/systemCalls.ts';

/**
 * What the whole process tree asks the system for while it cleans a home and a page looks on. Attempts are counted, not what
 * came of them: a connection that happens to fail proves nothing.
 */
const traced = canTrace() ? test : (test.skip as typeof test);

/** What a build that phones home would do, by way of everything that Node offers; nobody answers at these addresses. */
const leaks: readonly { readonly what: string; readonly code: string }[] = [
  { what: 'an HTTP request', code: "fetch('http://192.0.2.1/hello').catch(() => {});" },
  {
    what: 'a question for a name',
    code: "import('node:dns').then((dns) => dns.resolve4('telemetry.example', () => {}));",
  },
  {
    what: 'a datagram',
    code: "import('node:dgram').then((d) => d.createSocket('udp4').unref().send('x', 123, '192.0.2.7', () => {}));",
  },
];

/** A whole clean at full speed with a page that reads along and steers; ends when the robot says that it has finished. */
async function cleanWithPage(): Promise<SystemCall[]> {
  const command = [
    join(root, 'dist', 'homebound.js'),
    'simulate',
    '--world',
    'studio',
    '--speed',
    'max',
    '--port',
    '0',
  ];
  const { child, calls, end } = trace(command);
  let said = '';
  child.stdout?.on('data', (bytes) => {
    said += bytes;
  });
  child.stderr?.resume();
  const ended = new Promise((done) => child.on('close', done));
  try {
    const url = await until(() => /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0]);
    const page = new WebSocket(`${url.replace('http', 'ws')}/ws`, { origin: url });
    page.on('error', () => {});
    page.once('open', () => page.send('{"id":1,"command":"pause"}'));
    page.once('open', () => page.send('{"id":2,"command":"resume"}'));
    await until(async () => (await stateOf(url)) === 'finished' || undefined);
    page.close();
  } finally {
    end();
    await ended;
  }
  return calls();
}

/**
 * The robot as it runs in a home, each part in a process of its own, with its camera open: it begins to clean, and a page looks on and shuts the
 * camera at the end.
 */
async function workWithCamera(): Promise<{ calls: SystemCall[]; looked: boolean }> {
  const folder = temporaryFolder();
  const places = ['--home', join(folder, 'home'), '--run', join(folder, 'run'), '--port', '18559'];
  const command = [join(root, 'dist', 'homebound.js'), 'serve', '--world', 'studio', '--camera', 'rgbd', ...places];
  const { child, calls, end } = trace(command);
  child.stdout?.resume();
  child.stderr?.resume();
  const ended = new Promise((done) => child.on('close', done));
  let looked = false;
  try {
    const url = 'http://127.0.0.1:18559';
    const cameraOf = async (): Promise<{ isOpen: boolean } | undefined> => {
      const response = await fetch(`${url}/api/v1/state`);
      return ((await response.json()) as { camera?: { isOpen: boolean } }).camera;
    };
    const post = (path: string, body: object): Promise<Response> =>
      fetch(`${url}/api/v1/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const isSo = (ask: () => Promise<boolean>): Promise<true> =>
      until(() =>
        ask().then(
          (so) => so || undefined,
          () => undefined,
        ),
      );
    await isSo(async () => (await fetch(`${url}/api/v1/state`)).ok);
    const page = new WebSocket(`${url.replace('http', 'ws')}/ws`, { origin: url });
    page.on('error', () => {});
    await isSo(async () => {
      await post('camera/on', {});
      await post('jobs', { command: 'start' });
      return (await cameraOf())?.isOpen === true;
    });
    looked = true;
    await delay(5000);
    await isSo(async () => (await post('camera/off', {})).ok && (await cameraOf())?.isOpen === false);
    page.terminate();
  } finally {
    end();
    await ended;
  }
  return { calls: calls(), looked };
}

async function stateOf(url: string): Promise<string> {
  const response = await fetch(`${url}/api/v1/state`);
  return ((await response.json()) as { state: string }).state;
}

async function until<T>(ask: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (let k = 0; k < 1200; k++) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await delay(200);
  }
  throw new Error('waited four minutes');
}

traced(
  'T-EGRESS, T-LISTEN: a whole clean with a page asks for nothing beyond this machine, and opens no door to it',
  async () => {
    const calls = await cleanWithPage();
    // It does talk on the loopback device, so that silence would mean a trace that saw nothing.
    expect(calls.filter(({ name }) => name === 'bind').length).toBeGreaterThan(0);
    expect(outbound(calls)).toEqual([]);
    expect(openDoors(calls)).toEqual([]);
  },
);

traced('T-EGRESS, T-LISTEN: nor does a robot in four processes with its camera open', async () => {
  const { calls, looked } = await workWithCamera();
  expect(looked).toBe(true);
  expect(calls.filter(({ name, text }) => name === 'bind' && text.includes('camera.sock')).length).toBeGreaterThan(0);
  expect(outbound(calls)).toEqual([]);
  expect(openDoors(calls)).toEqual([]);
});

traced.each(leaks)('T-EGRESS, planted fault: $what is counted', async ({ code }) => {
  const leak = join(temporaryFolder(), 'leak.mjs');
  writeFileSync(leak, code);
  const { child, calls } = trace(['--import', leak, join(root, 'dist', 'homebound.js'), '--help']);
  child.stdout?.resume();
  child.stderr?.resume();
  await new Promise((done) => child.on('close', done));
  expect(outbound(calls()).length).toBeGreaterThan(0);
});

test.each([
  ['a raw frame', 'socket', 'AF_PACKET, SOCK_RAW, htons(0x3 /* ETH_P_ALL */)) = 5'],
  ['a Bluetooth socket', 'socket', 'AF_BLUETOOTH, SOCK_RAW, BTPROTO_HCI) = 5'],
  [
    'a resolver that asks on',
    'connect',
    '5, {sa_family=AF_UNIX, sun_path="/run/systemd/resolve/io.systemd.Resolve"}, 42) = 0',
  ],
  ['a cache of names', 'connect', '5, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT'],
])('T-EGRESS, planted fault: %s is counted, ways within the machine are not', (_, name, text) => {
  expect(outbound([{ name, text }])).toHaveLength(1);
  const within = ['AF_UNIX, SOCK_STREAM, 0) = 4', 'AF_INET, SOCK_STREAM|SOCK_CLOEXEC, 0) = 4', ') = 4'];
  expect(outbound(within.map((own) => ({ name: 'socket', text: own })))).toEqual([]);
  expect(
    outbound([{ name: 'connect', text: '5, {sa_family=AF_UNIX, sun_path="/run/homebound/motor.sock"}, 42) = 0' }]),
  ).toEqual([]);
});

traced('T-LISTEN, planted fault: a listener on all addresses is seen', async () => {
  const code = "const s = require('node:net').createServer().listen(0, '0.0.0.0', () => s.close());";
  const { child, calls } = trace(['-e', code]);
  await new Promise((done) => child.on('close', done));
  expect(openDoors(calls()).length).toBe(1);
});
