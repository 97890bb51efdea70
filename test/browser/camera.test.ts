import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Gateway, loadAssets, memoryStore, startGateway } from '@homebound/gateway';
import { type CameraStatus, type CommandBody, LiveView } from '@homebound/wire';
import type { Browser, Page } from 'playwright-core';
import { browserTest, chromiumPath, launchChromium } from '../helpers/chromium.ts';
import { DemoHome, demoHello } from '../helpers/demoHome.ts';

/** The camera on the pages: that it is open, and the switch that shuts it. */
let browser: Browser;
let folder: string;
const gateways: Gateway[] = [];
const homes: DemoHome[] = [];
const hearts: NodeJS.Timeout[] = [];
const said: CommandBody['command'][] = [];

beforeAll(async () => {
  if (chromiumPath === undefined) return;
  folder = mkdtempSync(join(tmpdir(), 'homebound-viewer-'));
  // @ts-expect-error: a plain script without types
  const { buildViewer } = await import('../../packages/viewer/build.mjs');
  await buildViewer(folder);
  browser = await launchChromium();
});
afterEach(async () => {
  said.length = 0;
  for (const heart of hearts.splice(0)) clearInterval(heart);
  for (const context of browser?.contexts() ?? []) await context.close();
  for (const gateway of gateways.splice(0)) await gateway.close();
});
afterAll(async () => {
  await browser?.close();
  if (folder !== undefined) rmSync(folder, { recursive: true });
});

async function serve(camera: CameraStatus | undefined, isPaired: boolean): Promise<[string, DemoHome]> {
  const home = new DemoHome(new LiveView(demoHello));
  home.status({ state: 'cleaning', reason: 'Cleaning the kitchen', camera });
  hearts.push(setInterval(() => home.status({}), 300));
  homes.push(home);
  const gateway = await startGateway({
    port: 0,
    page: loadAssets(folder),
    source: home.view,
    commands: ({ command }, answer) => {
      said.push(command);
      answer(true, '');
    },
    ...(isPaired && { access: { store: memoryStore(), present: () => {} } }),
  });
  gateways.push(gateway);
  return [gateway.url, home];
}

async function open(url: string, [width, height] = [1100, 760]): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height } });
  await page.goto(url);
  return page;
}

const on: CameraStatus = { isOpen: true, isOn: true, reason: '' };

browserTest(
  'T-CAM: everybody who looks sees that the camera is open, from its own word, and shuts it with one press',
  async () => {
    for (const size of [
      [1100, 760],
      [390, 844],
    ] as const) {
      const [url, home] = await serve(on, false);
      const page = await open(url, [...size]);
      await page.getByTestId('camera-on').waitFor();
      expect(await page.getByTestId('camera-state').textContent()).toMatch(/There is no live view/);
      const { CAMERA_PICTURES } = process.env;
      if (CAMERA_PICTURES !== undefined) await page.screenshot({ path: `${CAMERA_PICTURES}/camera-${size[0]}.png` });
      await page.getByTestId('camera-switch').click();
      await page.getByText('The camera is switched off.').waitFor();
      expect(said.splice(0)).toEqual(['cameraOff']);
      // Still open, by the device's word: the badge stays.
      expect(await page.getByTestId('camera-on').isVisible()).toBe(true);
      home.status({ camera: { isOpen: false, isOn: false, reason: 'The camera is switched off.' } });
      await page.getByTestId('camera-on').waitFor({ state: 'hidden' });
      await page.getByRole('button', { name: 'Switch on' }).click();
      await page.getByText('The camera is switched on.').waitFor();
      expect(said.splice(0)).toEqual(['cameraOn']);
    }
  },
);

browserTest(
  'a robot at work that gets its camera not open says so under its state, also aloud, and no sooner than it should be open',
  async () => {
    const [url, home] = await serve({ isOpen: false, isOn: true, reason: 'The camera does not open.' }, false);
    const page = await open(url);
    await page.getByTestId('reason').getByText('Cleaning the kitchen').waitFor();
    expect(await page.getByTestId('advice').isVisible()).toBe(false);
    home.advance(25); // 0.2 s each: 5 s, and a camera may take 4
    await page.getByTestId('advice').getByText('Drives without its camera').waitFor();
    expect(await page.getByTestId('announce').textContent()).toMatch(/Drives without its camera/);
    home.status({ camera: on });
    await page.getByTestId('advice').waitFor({ state: 'hidden' });
  },
);

browserTest('a robot without a camera shows nothing of one', async () => {
  const [url] = await serve(undefined, false);
  const page = await open(url);
  await page.getByTestId('reason').getByText('Cleaning the kitchen').waitFor();
  expect(await page.getByTestId('camera').isVisible()).toBe(false);
  expect(await page.getByTestId('camera-on').isVisible()).toBe(false);
  const [pairingUrl] = await serve(undefined, true);
  const stranger = await open(pairingUrl);
  await stranger.getByText('This robot has no camera.').waitFor();
  expect(await stranger.getByTestId('camera-off').isVisible()).toBe(false);
});

browserTest('T-CAM: who is not paired shuts the camera from the page for pairing', async () => {
  const [url, home] = await serve(on, true);
  const page = await open(url, [390, 844]);
  await page.getByText('The camera is open now').waitFor();
  // All of the form lies in its card.
  const [form, ...parts] = await Promise.all(
    ['pairing', 'code', 'name', 'pair'].map((id) => page.getByTestId(id).boundingBox()),
  );
  for (const part of parts)
    expect(form && part && part.x + part.width <= form.x + form.width - (part.x - form.x) + 0.5).toBe(true);
  await page.getByTestId('camera-off').click();
  await page.getByTestId('camera-said').getByText('The camera is switched off.').waitFor();
  expect(said).toEqual(['cameraOff']);
  home.status({ camera: { isOpen: false, isOn: false, reason: 'The camera is switched off.' } });
  await page.getByTestId('camera-state').getByText('The camera is switched off.').waitFor();
  expect(await page.getByTestId('camera-off').isVisible()).toBe(false);
  const { CAMERA_PICTURES } = process.env;
  if (CAMERA_PICTURES !== undefined) await page.screenshot({ path: `${CAMERA_PICTURES}/camera-stranger.png` });
});
