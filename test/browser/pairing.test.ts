import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  deviceCertificates,
  type Gateway,
  loadAssets,
  memoryAudit,
  memoryStore,
  startGateway,
} from '@homebound/gateway';
import { type CommandBody, LiveView } from '@homebound/wire';
import type { Browser, Page } from 'playwright-core';
import { testHome } from '../../packages/gateway/src/testHome.ts';
import { browserTest, chromiumPath, launchChromium } from '../helpers/chromium.ts';
import { demoHello } from '../helpers/demoHome.ts';

/** A device that is new in the home, from the first look to the first command, over HTTPS. */
let browser: Browser;
let gateway: Gateway;
const codes: string[] = [];
const commands: CommandBody[] = [];
const home = testHome(memoryAudit(), () => 0);
home.settings = { ...home.settings, timeZone: 'UTC' };

beforeAll(async () => {
  if (chromiumPath === undefined) return;
  const page = mkdtempSync(join(tmpdir(), 'homebound-page-'));
  // @ts-expect-error -- a build script without types
  const { buildViewer } = await import('../../packages/viewer/build.mjs');
  await buildViewer(page);
  const source = new LiveView(demoHello);
  const camera = { isOpen: false, isOn: false, reason: 'The camera is switched off.' };
  source.status(0, { state: 'idle', reason: 'Ready when you are', camera });
  gateway = await startGateway({
    port: 0,
    page: loadAssets(page),
    source,
    commands: (command, answer) => {
      commands.push(command);
      answer(true, '');
    },
    access: { store: memoryStore(), present: (code) => codes.push(code) },
    home,
    tls: deviceCertificates(memoryStore(), 'homebound.local', ['127.0.0.1']),
  });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await gateway?.close();
});

/** A device that has not been here before, at the page. */
async function newDevice(): Promise<Page> {
  const page = await browser.newPage({
    ignoreHTTPSErrors: true,
    viewport: { width: 420, height: 800 },
    timezoneId: 'America/Bogota',
    userAgent: 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36',
  });
  expect((await page.goto(gateway.url))?.status()).toBe(401);
  return page;
}

async function pairWith(page: Page, code: string): Promise<void> {
  await page.getByTestId('code').fill(code);
  await page.getByTestId('pair').click();
}

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 25));
  expect(holds()).toBe(true);
}

/** What the API answers to a page of the robot. */
function asked(page: Page, method: string, path: string, body?: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  return page.evaluate(async ([url, init]) => (await fetch(url, init)).json(), [
    `/api/v1/${path}`,
    { method, headers, ...(body && { body: JSON.stringify(body) }) },
  ] as const);
}

browserTest(
  'T-PAIR: a browser that is not paired sees how to pair, pairs with the code of the robot, steers it, and is out when it is unpaired',
  async () => {
    const page = await newDevice();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.getByText('waits for its button').waitFor();
    expect(await page.content()).not.toContain(demoHello.place);
    gateway.body.pair();
    await page.getByText('waits for the code').waitFor();
    expect(await page.getByTestId('name').inputValue()).toBe('Chrome on Android');
    await pairWith(page, codes[0] === '00000000' ? '00000001' : '00000000');
    await page.getByText('not the code').waitFor();
    await pairWith(page, codes[0]);
    await page.getByTestId('reason').getByText('Ready when you are').waitFor();
    expect(await page.evaluate(() => document.cookie)).toBe('');
    // Schedules go by the clock on this home's wall: the first who is paired says which.
    const zones = home.asked.flatMap(({ call, request }) => (call === 'writeSettings' ? [request] : []));
    expect(zones).toEqual([{ ...home.settings, timeZone: 'America/Bogota' }]);
    await page.getByRole('button', { name: /start/i }).first().click();
    await until(() => commands.length > 0);
    expect(commands).toEqual([{ command: 'start' }]);

    gateway.body.pair();
    const second = await newDevice();
    await pairWith(second, codes[1]);
    await second.getByText('may look, not steer').waitFor();
    expect(await second.locator('#buttons').isHidden()).toBe(true);
    for (const key of ['Space', 's', 'd', 'h']) await second.keyboard.press(key);
    expect(await second.getByTestId('hand-panel').isHidden()).toBe(true);
    // The camera an admin alone switches on: nobody else is offered to.
    expect(await page.getByRole('button', { name: 'Switch on' }).isVisible()).toBe(true);
    await second.getByText('Who is admin here may switch it on.').waitFor();
    expect(await second.getByTestId('camera-switch').isHidden()).toBe(true);
    expect(await second.getByTestId('message').textContent()).toBe('');
    const { sessions } = (await asked(page, 'GET', 'sessions')) as { sessions: { id: string; role: string }[] };
    const { id } = sessions.find(({ role }) => role === 'viewer') ?? { id: '' };
    await asked(page, 'PATCH', `sessions/${id}`, { role: 'operator' });
    await second.getByTestId('dock').click();
    await until(() => commands.length > 1);
    expect(commands.slice(1)).toEqual([{ command: 'dock' }]);
    expect(await second.getByTestId('look-only').isHidden()).toBe(true);

    gateway.body.reset();
    await page.getByTestId('code').waitFor();
    expect(errors).toEqual([]);
  },
);
