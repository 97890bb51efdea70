import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { assetOf, type Gateway, memoryAudit, startGateway } from '@homebound/gateway';
import { type CommandBody, LiveView } from '@homebound/wire';
import { type Browser, chromium, type Page } from 'playwright-core';
import { testHome } from '../../packages/gateway/src/testHome.ts';
import { browserTest, chromiumPath } from '../helpers/chromium.ts';
import { demoHello } from '../helpers/demoHome.ts';

/** What a web page of somebody else can do to the robot from inside the owner's own browser: nothing. */
let browser: Browser;
let gateway: Gateway;
let elsewhere: Server;
const commands: CommandBody[] = [];
const home = testHome(memoryAudit(), () => 0);
const secret = 'The robot cleans the bedroom';

beforeAll(async () => {
  if (chromiumPath === undefined) return;
  const source = new LiveView(demoHello);
  source.status(0, { reason: secret });
  gateway = await startGateway({
    port: 0,
    page: new Map([['/', assetOf('index.html', Buffer.from(`<p>${secret}`))]]),
    source,
    commands: (command, answer) => {
      commands.push(command);
      answer(true, '');
    },
    home,
  });
  elsewhere = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<p>a nice page'));
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  browser = await chromium.launch({
    executablePath: chromiumPath,
    // DNS rebinding: the attacker's names lead to the robot's own machine.
    args: ['--no-sandbox', '--host-resolver-rules=MAP *.example 127.0.0.1'],
  });
});
afterAll(async () => {
  await browser?.close();
  await gateway?.close();
  elsewhere?.close();
});

async function visit(url: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(url, { waitUntil: 'commit' });
  return page;
}

/** Whether a socket to the robot opens from this page, and what it hears. */
function tryCommand(page: Page, url: string): Promise<string> {
  return page.evaluate(
    (target) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(target);
        socket.onopen = () => socket.send('{"id":1,"command":"start"}');
        socket.onmessage = ({ data }) => resolve(`heard ${data}`);
        socket.onclose = () => resolve('closed');
      }),
    url,
  );
}

browserTest(
  'T-WSORIGIN, T-CSRF: a page of another origin gets no socket, no state and no answer to a write',
  async () => {
    const page = await visit(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
    expect(await tryCommand(page, `ws://127.0.0.1:${gateway.port}/ws`)).toBe('closed');
    expect(await tryCommand(page, `ws://localhost:${gateway.port}/ws`)).toBe('closed');
    const read = (mode: RequestMode, method: string): Promise<string> =>
      page.evaluate(
        ([url, how, verb]) =>
          fetch(url, {
            mode: how as RequestMode,
            method: verb,
            body: verb === 'POST' ? '{"command":"start"}' : undefined,
          })
            .then((response) => response.text())
            .catch(() => 'refused'),
        [`${gateway.url}api/v1/state`, mode, method],
      );
    for (const method of ['GET', 'POST'])
      for (const mode of ['cors', 'no-cors'] as const) expect(['refused', '']).toContain(await read(mode, method));
    await page.evaluate(
      (url) =>
        new Promise((resolve) => {
          const frame = document.createElement('iframe');
          frame.src = url;
          frame.onload = resolve;
          document.body.append(frame);
        }),
      gateway.url,
    );
    // The browser's own error page stands in the frame, not the robot's.
    for (const frame of page.frames()) expect(await frame.content()).not.toContain(secret);
    expect(page.frames().length).toBe(2);
    expect(commands).toEqual([]);
  },
);

/** All ways in which a page of another origin can send something to an address of the home without asking it first. */
async function sendEverything(url: string): Promise<void> {
  const page = await visit(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
  await page.evaluate(async (target) => {
    const file = new Blob(['an update of my own'], { type: 'application/octet-stream' });
    const attempts = ['update', 'maps', 'restore', 'reset', 'backup', 'runs'].flatMap((path) =>
      (['cors', 'no-cors'] as const).flatMap((mode) =>
        ['POST', 'DELETE'].map((method) =>
          fetch(`${target}api/v1/${path}`, { mode, method, body: file, credentials: 'include' }).catch(() => {}),
        ),
      ),
    );
    navigator.sendBeacon(`${target}api/v1/update`, file);
    for (const enctype of ['multipart/form-data', 'text/plain']) {
      const form = Object.assign(document.createElement('form'), { method: 'post', enctype, target: 'sink' });
      form.action = `${target}api/v1/reset`;
      form.append(Object.assign(document.createElement('input'), { name: '{"a":"', value: '"}' }));
      document.body.append(Object.assign(document.createElement('iframe'), { name: 'sink' }), form);
      form.submit();
    }
    await Promise.all(attempts);
    // Whatever is still on its way goes before this in the same browser.
    await fetch(`${target}api/v1/state`, { mode: 'no-cors' }).catch(() => {});
  }, url);
}

browserTest(
  'T-CSRF: no page of another origin hands the robot a file, takes one along or deletes anything; its own page may',
  async () => {
    await sendEverything(gateway.url);
    expect(home.asked).toEqual([]);
    const own = await visit(gateway.url);
    const status = await own.evaluate(async () => {
      const headers = { 'content-type': 'application/octet-stream' };
      return (await fetch('/api/v1/update', { method: 'POST', headers, body: new Uint8Array(9) })).status;
    });
    expect([status, home.asked.map(({ call }) => call)]).toEqual([200, ['update']]);
  },
);

browserTest(
  'T-CSRF, planted fault: a server that asks neither where a file is from nor what it calls itself',
  async () => {
    const taken: string[] = [];
    const careless = createServer((request, response) => {
      if (request.method === 'POST') taken.push(`${request.url} ${request.headers['content-type']?.split(';')[0]}`);
      response.end();
    });
    await new Promise<void>((resolve) => careless.listen(0, '127.0.0.1', resolve));
    await sendEverything(`http://127.0.0.1:${(careless.address() as AddressInfo).port}/`);
    careless.closeAllConnections();
    careless.close();
    expect(taken.filter((what) => what.startsWith('/api/v1/update')).length).toBeGreaterThan(0);
    expect(taken).toContain('/api/v1/reset text/plain');
  },
);

browserTest('T-REBIND: a name that was rebound to the robot gets neither page nor socket', async () => {
  const page = await browser.newPage();
  const answer = await page.goto(`http://robot.evil.example:${gateway.port}/`);
  expect(answer?.status()).toBe(421);
  expect(await page.content()).not.toContain(secret);
  expect(await tryCommand(page, `ws://robot.evil.example:${gateway.port}/ws`)).toBe('closed');
  expect(commands).toEqual([]);
});

browserTest('T-REBIND, planted fault: a server that does not ask by which name it is called', async () => {
  const careless = createServer((_, response) => response.setHeader('content-type', 'text/html').end(`<p>${secret}`));
  await new Promise<void>((resolve) => careless.listen(0, '127.0.0.1', resolve));
  const page = await visit(`http://robot.evil.example:${(careless.address() as AddressInfo).port}/`);
  expect(await page.content()).toContain(secret);
  careless.close();
});

browserTest("the robot's own page gets what the others were refused", async () => {
  const page = await visit(gateway.url);
  expect(await page.evaluate(() => fetch('/api/v1/state').then((response) => response.text()))).toContain(secret);
  expect(await tryCommand(page, `ws://127.0.0.1:${gateway.port}/ws`)).toContain('hello');
});
