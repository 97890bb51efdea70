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
import type { Browser } from 'playwright-core';
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
  source.status(0, { state: 'idle', reason: 'Ready when you are' });
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

browserTest(
  'T-PAIR: a browser that is not paired sees how to pair, pairs with the code of the robot, steers it, and is out when it is unpaired',
  async () => {
    const page = await browser.newPage({
      ignoreHTTPSErrors: true,
      viewport: { width: 420, height: 800 },
      timezoneId: 'America/Bogota',
    });
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    expect((await page.goto(gateway.url))?.status()).toBe(401);
    await page.getByText('waits for its button').waitFor();
    expect(await page.content()).not.toContain(demoHello.place);
    gateway.body.pair();
    await page.getByText('waits for the code').waitFor();
    const pairWith = async (code: string) => {
      await page.getByTestId('code').fill(code);
      await page.getByTestId('pair').click();
    };
    await pairWith(codes[0] === '00000000' ? '00000001' : '00000000');
    await page.getByText('not the code').waitFor();
    await pairWith(codes[0]);
    await page.getByTestId('reason').getByText('Ready when you are').waitFor();
    expect(await page.evaluate(() => document.cookie)).toBe('');
    // Schedules go by the clock on this home's wall: the first who is paired says which.
    const zones = home.asked.flatMap(({ call, request }) => (call === 'writeSettings' ? [request] : []));
    expect(zones).toEqual([{ ...home.settings, timeZone: 'America/Bogota' }]);
    await page.getByRole('button', { name: /start/i }).first().click();
    for (let i = 0; i < 200 && commands.length === 0; i++) await new Promise((resolve) => setTimeout(resolve, 25));
    expect(commands).toEqual([{ command: 'start' }]);
    gateway.body.reset();
    await page.getByTestId('code').waitFor();
    expect(errors).toEqual([]);
  },
);
