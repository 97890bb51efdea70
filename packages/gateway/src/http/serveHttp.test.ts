import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { GoneEntry } from '@homebound/wire';
import { memoryAudit } from '../access/audit.ts';
import { memoryStore } from '../access/sessions.ts';
import { soundParts } from '../api/api.ts';
import type { Gateway } from '../options.ts';
import { startGatewayWith } from '../startGateway.ts';
import { homeMapId, testHome } from '../testHome.ts';
import { testPage, testView } from '../testHouse.ts';
import { type Patience, receive } from './receive.ts';
import { send } from './send.ts';

const open: { close(): unknown }[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(open.splice(0).map((server) => server.close()));
});

/** A gateway over a socket, with an admin paired. */
async function start() {
  const codes: string[] = [];
  const gone: GoneEntry[] = [];
  const logged: string[] = [];
  let time_s = 0;
  const audit = memoryAudit();
  const home = testHome(audit, () => 0);
  const gateway = await startGatewayWith(
    {
      port: 0,
      page: testPage,
      source: testView(),
      commands: () => {},
      access: { store: memoryStore(), present: (code) => codes.push(code) },
      audit,
      home,
      onGone: (entries) => gone.push(...entries),
      log: (_, text) => logged.push(text),
      // So much time between any two requests that no limit of rate is met.
      clock: { mono_s: () => (time_s += 20), wall_s: () => 1_800_000_000 },
    },
    soundParts,
  );
  open.push(gateway);
  gateway.body.pair('admin');
  const answer = await fetch(`${gateway.url}api/v1/pairing`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: codes[0], name: 'Phone', wantsToken: true }),
  });
  const { token } = (await answer.json()) as { token: string };
  return { gateway, home, token, logged };
}

/** A raw request, and all that comes back until the other side is done or `enough` is there. */
function talk({ port }: Gateway, lines: readonly string[], body: Uint8Array | string = '') {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  let heard = '';
  const waiting: (() => void)[] = [];
  for (const event of ['data', 'close'] as const)
    socket.on(event, (data?: unknown) => {
      if (Buffer.isBuffer(data)) heard += data.toString('latin1');
      for (const wake of waiting.splice(0)) wake();
    });
  socket.on('error', () => {});
  socket.write([...lines, `Host: 127.0.0.1:${port}`, '', ''].join('\r\n'));
  socket.write(body);
  const until = async (enough: RegExp): Promise<string> => {
    while (!enough.test(heard) && !socket.destroyed) await new Promise<void>((resolve) => waiting.push(resolve));
    return heard;
  };
  return { socket, until };
}

function upload(path: string, token: string, length: number | undefined, ...more: string[]): string[] {
  return [
    `POST /api/v1/${path} HTTP/1.1`,
    `Authorization: Bearer ${token}`,
    'Content-Type: application/octet-stream',
    ...(length === undefined ? [] : [`Content-Length: ${length}`]),
    ...more,
  ];
}

test('a file arrives as it was sent: 3 MiB in pieces', async () => {
  const { gateway, home, token } = await start();
  const file = Buffer.alloc(3 << 20, 'a pattern of some length');
  const { until } = talk(gateway, upload('update', token, file.length), file);
  expect(await until(/1\.2\.0/)).toMatch(/^HTTP\/1\.1 200 /);
  expect(home.asked.map(({ call, bytes }) => [call, Buffer.compare(bytes!, file)])).toEqual([['update', 0]]);
});

test.each<[string, number | undefined, string, string]>([
  ['from who has no session', 5, 'A'.repeat(43), '401'],
  ['larger than the policy allows', 256 * 1024 * 1024 + 1, '', '413'],
  ['of a length that is not said', undefined, '', '411'],
])('T-INPUT: a file %s is refused before a byte of it is sent', async (_, length, wrong, status) => {
  const { gateway, home, token } = await start();
  const chunked = length === undefined ? ['Transfer-Encoding: chunked'] : [];
  const { until } = talk(gateway, upload('update', wrong || token, length, 'Expect: 100-continue', ...chunked));
  expect(await until(/reason/)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(home.asked).toEqual([]);
});

test('who waits for leave to send gets it when the file may come', async () => {
  const { gateway, home, token } = await start();
  const { socket, until } = talk(gateway, upload('update', token, 5, 'Expect: 100-continue'));
  expect(await until(/\r\n\r\n/)).toBe('HTTP/1.1 100 Continue\r\n\r\n');
  socket.write('hello');
  expect(await until(/1\.2\.0/)).toMatch(/HTTP\/1\.1 200 /);
  expect(Buffer.from(home.asked[0].bytes!).toString()).toBe('hello');
});

test('one file at a time: the next is told to wait, and may when the first hung up', async () => {
  const { gateway, home, token, logged } = await start();
  const first = talk(gateway, upload('update', token, 1000, 'Expect: 100-continue'), 'half of it');
  await first.until(/100 Continue/);
  const another = async () =>
    (await talk(gateway, upload('update', token, 5), 'hello').until(/reason|version/)).slice(9, 12);
  expect(await another()).toBe('503');
  first.socket.destroy();
  let last = '503';
  for (let i = 0; i < 100 && last === '503'; i++) last = await another();
  expect(last).toBe('200');
  expect(home.asked.map(({ bytes }) => bytes?.length)).toEqual([5]);
  expect(logged).toEqual([]);
});

test('T-INPUT: a gzip bomb is what it is: bytes for the store, of the size that was sent', async () => {
  const { gateway, home, token } = await start();
  const bomb = gzipSync(Buffer.alloc(64 << 20));
  const { until } = talk(
    gateway,
    upload('maps', token, bomb.length, 'Content-Encoding: gzip', 'homebound-request: %7B%22name%22%3A%22x%22%7D'),
    bomb,
  );
  await until(/ground-floor/);
  expect(home.asked.map(({ bytes }) => bytes?.length)).toEqual([bomb.length]);
});

test('a file to take along arrives whole, 8 MiB', async () => {
  const { gateway, home, token } = await start();
  home.file = Buffer.alloc(8 << 20, 'abcdefg');
  const answer = await fetch(`${gateway.url}api/v1/maps/${homeMapId}/export`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: '{"format":"hbmap"}',
  });
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="homebound-map.hbmap"');
  expect(Buffer.compare(Buffer.from(await answer.arrayBuffer()), home.file)).toBe(0);
});

/** A server with one part of the gateway behind it. */
async function serverWith(handler: Parameters<typeof createServer>[1]): Promise<Gateway> {
  const server: Server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
  return { port: (server.address() as AddressInfo).port } as Gateway;
}

test.each<[string, Patience]>([
  ['pauses too long', { idle_s: 0.05, least_s: 60, leastRate_Bps: 1 }],
  ['takes too long in all', { idle_s: 60, least_s: 0.05, leastRate_Bps: 1e9 }],
])('T-RATE: a sender who %s is let go', async (_, patience) => {
  const outcomes: unknown[] = [];
  const server = await serverWith(async (request, response) => {
    const received = await receive(request, 100, true, () => {}, patience);
    outcomes.push(received);
    await send(request, response, { status: 408, headers: {}, body: 'late' });
  });
  const { until } = talk(server, ['POST / HTTP/1.1', 'Content-Length: 100'], 'some of it');
  expect(await until(/late/)).toMatch(/^HTTP\/1\.1 408 /);
  expect(outcomes).toEqual([{ status: 408, reason: 'The request came too slowly' }]);
});

test('T-RATE: who asks for a file and does not read it is dropped, with most of the file still here', async () => {
  const sent: number[] = [];
  const server = await serverWith(async (request, response) => {
    await send(request, response, { status: 200, headers: {}, body: Buffer.alloc(64 << 20) }, 0.1);
    sent.push(response.socket?.bytesWritten ?? 0);
  });
  const { socket } = talk(server, ['GET / HTTP/1.1']);
  socket.pause();
  while (sent.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  // What the two kernels buffer, some MB, and a piece.
  expect(sent[0]).toBeLessThan(32 << 20);
});
