import { request } from 'node:http';
import { connect } from 'node:net';
import { type CommandBody, LiveView } from '@homebound/wire';
import { WebSocket } from 'ws';
import { type Assets, assetOf } from './assets.ts';
import type { Gateway, GatewayOptions } from './options.ts';
import { startGateway } from './startGateway.ts';
import { testHello } from './testHouse.ts';

const page: Assets = new Map([
  ['/', assetOf('index.html', Buffer.from('<p>home'))],
  ['/app.js', assetOf('app.js', Buffer.from('1;'))],
]);
const newView = (): LiveView => new LiveView(testHello);

const open: Gateway[] = [];
async function start(options: Partial<GatewayOptions> = {}): Promise<Gateway> {
  const gateway = await startGateway({
    port: 0,
    page,
    source: newView(),
    commands: (_, answer) => answer(true, ''),
    ...options,
  });
  open.push(gateway);
  return gateway;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((gateway) => gateway.close()));
});

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}
function ask(
  port: number,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
  body = '',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
/** The raw answer to raw bytes: for what a well-behaved HTTP client cannot say. */
function askRaw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.end(text));
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}
/** Status with which an upgrade is refused, or 101. */
function upgrade(port: number, headers: Record<string, string>, path = '/ws'): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('unexpected-response', (_, response) => {
      response.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.on('error', () => {});
  });
}
async function connectPage(gateway: Gateway): Promise<{ socket: WebSocket; texts: string[]; closed: Promise<number> }> {
  const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}/ws`, { origin: `http://127.0.0.1:${gateway.port}` });
  const texts: string[] = [];
  socket.on('message', (data, isBinary) => {
    if (!isBinary) texts.push(data.toString());
  });
  socket.on('error', () => {});
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve) => socket.on('open', resolve));
  return { socket, texts, closed };
}
async function until(what: string, holds: () => boolean): Promise<void> {
  for (let i = 0; i < 1500 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  if (!holds()) throw new Error(`waited in vain for ${what}`);
}

test('serves the page with every guard in its headers', async () => {
  const { port, url } = await start();
  expect(url).toBe(`http://127.0.0.1:${port}/`);
  const answer = await ask(port, '/');
  expect(answer).toMatchObject({ status: 200, body: '<p>home' });
  expect(answer.headers['content-security-policy']).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
      "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
      "require-trusted-types-for 'script'; trusted-types 'none'",
  );
  expect(answer.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  });
  expect(answer.headers['permissions-policy']).toContain('camera=()');
  for (const path of ['/', '/app.js', '/api/v1/state', '/missing'])
    expect((await ask(port, path)).headers['access-control-allow-origin']).toBeUndefined();
});

test('a page that has not changed is not sent twice', async () => {
  const { port } = await start();
  const { headers } = await ask(port, '/app.js');
  expect(await ask(port, '/app.js', { 'if-none-match': String(headers.etag) })).toMatchObject({
    status: 304,
    body: '',
  });
});

test('state as JSON, stamped with wall time', async () => {
  const view = newView();
  view.status(7, { state: 'cleaning', reason: 'Cleaning' });
  const { port } = await start({ source: view });
  const { headers, body } = await ask(port, '/api/v1/state');
  expect(headers['content-type']).toBe('application/json');
  expect(JSON.parse(body)).toMatchObject({ state: 'cleaning', stamp_s: 7 });
  expect(Math.abs(JSON.parse(body).wall_s - Date.now() / 1000)).toBeLessThan(60);
});

test.each([
  ['127.0.0.1:PORT', 200],
  ['localhost:PORT', 200],
  ['LocalHost:PORT', 200],
  ['[::1]:PORT', 200],
  ['127.0.0.1', 421],
  ['127.0.0.1:1', 421],
  ['evil.example', 421],
  ['evil.example:PORT', 421],
  ['127.0.0.1:PORT.evil.example', 421],
  ['127.0.0.1.evil.example:PORT', 421],
  ['0.0.0.0:PORT', 421],
])('Host %j gets %d, also on the upgrade', async (pattern, status) => {
  const { port } = await start();
  const host = pattern.replace('PORT', String(port));
  for (const path of ['/', '/app.js', '/api/v1/state', '/missing']) {
    const got = (await ask(port, path, { host })).status;
    expect(got).toBe(status === 200 && path === '/missing' ? 404 : status);
  }
  const origin = `http://127.0.0.1:${port}`;
  expect(await upgrade(port, { host, origin })).toBe(status === 200 ? 101 : 421);
});

test('two Host headers, none, and an absolute target are refused', async () => {
  const { port } = await start();
  const own = `Host: 127.0.0.1:${port}\r\n`;
  expect(await askRaw(port, `GET / HTTP/1.1\r\n${own}Host: evil.example\r\n\r\n`)).toMatch(/^HTTP\/1.1 4(00|21)/);
  expect(await askRaw(port, 'GET / HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1.1 400/);
  expect(await askRaw(port, 'GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 421/);
  expect(await askRaw(port, `GET http://evil.example/ HTTP/1.1\r\n${own}Connection: close\r\n\r\n`)).toMatch(
    /^HTTP\/1.1 404/,
  );
});

test.each([
  ['http://127.0.0.1:PORT', 101],
  ['http://localhost:PORT', 101],
  ['http://[::1]:PORT', 101],
  [undefined, 403],
  ['', 403],
  ['null', 403],
  ['http://evil.example', 403],
  ['https://127.0.0.1:PORT', 403],
  ['http://127.0.0.1:1', 403],
  ['http://127.0.0.1', 403],
  ['http://127.0.0.1:PORT.evil.example', 403],
  ['file://', 403],
])('an upgrade with Origin %j gets %d', async (pattern, status) => {
  const { port } = await start();
  const headers: Record<string, string> =
    pattern === undefined ? {} : { origin: pattern.replace('PORT', String(port)) };
  expect(await upgrade(port, headers)).toBe(status);
});

test('the socket is at /ws alone', async () => {
  const { port } = await start();
  const origin = `http://127.0.0.1:${port}`;
  expect(await upgrade(port, { origin }, '/')).toBe(404);
  expect(await upgrade(port, { origin }, '/ws/../app.js')).toBe(404);
  expect((await ask(port, '/ws')).status).toBe(404);
});

test("another site's page may not read the state, its own may", async () => {
  const { port } = await start();
  for (const [site, status] of [
    ['cross-site', 403],
    ['same-site', 403],
    ['same-origin', 200],
    ['none', 200],
  ] as const)
    expect((await ask(port, '/api/v1/state', { 'sec-fetch-site': site })).status).toBe(status);
});

test('nothing can be written over HTTP, whatever it calls itself', async () => {
  const { port } = await start({ commands: () => expect('a command').toBe('never carried out') });
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])
    for (const path of ['/', '/ws', '/api/v1/state', '/api/command']) {
      const answer = await ask(port, path, { 'content-type': 'text/plain' }, method, '{"id":1,"command":"start"}');
      expect([method, path, answer.status]).toEqual([method, path, 405]);
    }
});

test.each([
  '/../package.json',
  '/..%2fpackage.json',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/....//etc/passwd',
  '//etc/passwd',
  '/app.js/../../x',
  '/app.js%00.html',
  '/APP.JS',
  '/__proto__',
  '/constructor',
])('%s is nothing', async (path) => {
  const { port } = await start();
  expect(
    (await askRaw(port, `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`)).slice(0, 12),
  ).toBe('HTTP/1.1 404');
});

test('listens on the loopback address only', async () => {
  const { port } = await start();
  const { networkInterfaces } = await import('node:os');
  for (const { address, internal, family } of Object.values(networkInterfaces()).flatMap((list) => list ?? []))
    if (!internal && family === 'IPv4') {
      const reached = await new Promise<boolean>((resolve) => {
        const socket = connect({ port, host: address, timeout: 500 }, () => resolve(true));
        for (const event of ['error', 'timeout']) socket.on(event, () => resolve(false));
        socket.on('close', () => resolve(false));
        socket.unref();
      });
      expect([address, reached]).toEqual([address, false]);
    }
});

test('a page is greeted, kept up to date, and its command is answered with the reason', async () => {
  const view = newView();
  const commands: CommandBody[] = [];
  const gateway = await start({
    source: view,
    commands: (command, answer) => {
      commands.push(command);
      answer(false, 'The robot is stuck');
    },
  });
  const { socket, texts } = await connectPage(gateway);
  await until('hello, status and who looks', () => texts.length === 3);
  expect(texts.map((text) => JSON.parse(text).type)).toEqual(['hello', 'status', 'presence']);
  view.status(1, { reason: 'Off we go' });
  await until('the new status', () => texts.some((text) => text.includes('Off we go')));
  socket.send('{"id":9,"command":"goto","x":1,"y":2}');
  await until(
    'the answer',
    () => texts.at(-1) === '{"type":"ack","id":9,"accepted":false,"reason":"The robot is stuck"}',
  );
  expect(commands).toEqual([{ command: 'goto', x: 1, y: 2 }]);
  socket.send('{"id":9,"command":"fly"}');
  await until('the refusal', () => texts.at(-1)?.includes('command must be one of start') ?? false);
});

test('an oversized message, a binary one and a throwing robot each end that page alone', async () => {
  const logged: string[] = [];
  const gateway = await start({
    log: (_, text) => logged.push(text),
    commands: () => {
      throw new Error('the motor is on fire');
    },
  });
  const [bystander, oversized, binary, unlucky] = await Promise.all([1, 2, 3, 4].map(() => connectPage(gateway)));
  oversized.socket.send('x'.repeat(64 * 1024 + 1));
  binary.socket.send(Buffer.from('{"id":1,"command":"start"}'));
  unlucky.socket.send('{"id":1,"command":"start"}');
  expect(await Promise.all([oversized.closed, binary.closed, unlucky.closed])).toEqual([1009, 1003, 1011]);
  expect(logged).toContainEqual('Gateway: a command failed: the motor is on fire');
  expect(bystander.socket.readyState).toBe(WebSocket.OPEN);
  await until('the gateway to forget them', () => gateway.clients() === 1);
});

test('a page that stops reading is dropped; the others go on', async () => {
  // A view with news without end: a megabyte whenever somebody asks. Loopback buffers a few of them.
  const chunk = new Uint8Array(1 << 20);
  const source = { reader: () => ({ next: () => chunk }), statusAt: (wall_s: number) => newView().statusAt(wall_s) };
  const gateway = await start({ source, limits: { patience_s: 1.5 } });
  const asleep = await connectPage(gateway);
  const awake = await connectPage(gateway);
  asleep.socket.pause();
  let frames = 0;
  awake.socket.on('message', () => {
    frames++;
  });
  await until('the sleeper to be dropped', () => gateway.clients() === 1);
  const before = frames;
  await until('more frames for the one awake', () => frames > before + 1);
  asleep.socket.terminate();
});

test('the 17th page is told that there are too many', async () => {
  const gateway = await start();
  await Promise.all(Array.from({ length: 16 }, () => connectPage(gateway)));
  expect(await upgrade(gateway.port, { origin: `http://127.0.0.1:${gateway.port}` })).toBe(503);
});

test('a port in use is named, with the way out', async () => {
  const { port } = await start();
  await expect(start({ port })).rejects.toMatchObject({
    name: 'GatewayError',
    code: 'portInUse',
    message: `Port ${port} of 127.0.0.1 is in use by another program; stop it, or choose another port with --port`,
  });
});

test('a page that is not built is named', async () => {
  await expect(start({ page: '/nowhere' })).rejects.toMatchObject({ code: 'noPage' });
});

test('close ends every connection and frees the port', async () => {
  const gateway = await start();
  const { closed } = await connectPage(gateway);
  await Promise.all([gateway.close(), gateway.close(), closed]);
  const again = await start({ port: gateway.port });
  expect(again.port).toBe(gateway.port);
});
