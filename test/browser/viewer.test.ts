import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Gateway, startGateway } from '@homebound/gateway';
import { LiveView } from '@homebound/wire';
import type { Browser, Page } from 'playwright-core';
import { browserTest, chromiumPath, launchChromium } from '../helpers/chromium.ts';
import { DemoHome, demoHello } from '../helpers/demoHome.ts';

/** The page alone, before a gateway that is fed by a robot on rails. A whole clean through the page is another test. */
let browser: Browser;
let pageFolder: string;
let home: DemoHome;
let gateway: Gateway;
let heart: NodeJS.Timeout;

beforeAll(async () => {
  if (chromiumPath === undefined) return;
  pageFolder = mkdtempSync(join(tmpdir(), 'homebound-viewer-'));
  // @ts-expect-error: a plain script without types
  const { buildViewer } = await import('../../packages/viewer/build.mjs');
  await buildViewer(pageFolder);
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  if (pageFolder !== undefined) rmSync(pageFolder, { recursive: true });
});
beforeEach(async () => {
  if (chromiumPath === undefined) return;
  home = new DemoHome(new LiveView(demoHello));
  home.status({ state: 'cleaning', reason: 'Cleaning the living room', speed: 5 });
  home.advance(300);
  gateway = await startServing(0);
  heart = setInterval(() => home.status({}), 300);
});
afterEach(async () => {
  clearInterval(heart);
  for (const context of browser?.contexts() ?? []) await context.close();
  await gateway?.close();
});

function startServing(port: number): Promise<Gateway> {
  return startGateway({
    port,
    page: pageFolder,
    source: home.view,
    commands: (command, answer) => setTimeout(() => home.command(command, answer), 50),
  });
}

/** Opens the page; everything that it complains about or asks of another host is collected. */
async function openPage(width = 1280, height = 800): Promise<{ page: Page; problems: string[] }> {
  const context = await browser.newContext({ viewport: { width, height }, hasTouch: width < 500 });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    const text = message.text();
    if (!text.includes('ReadPixels') && message.type() !== 'debug') problems.push(text);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(gateway.url)) problems.push(`asked ${request.url()}`);
  });
  await page.goto(gateway.url);
  await page.getByTestId('map-empty').waitFor({ state: 'hidden' });
  return { page, problems };
}

const textOf = (page: Page, id: string): Promise<string> =>
  page
    .getByTestId(id)
    .textContent()
    .then((text) => text ?? '');
const frames = (page: Page): Promise<number> =>
  page.locator('canvas[data-frames]').evaluate((c) => Number(c.dataset.frames));
async function until<T>(what: string, read: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  let value = await read();
  for (let i = 0; i < 100 && !holds(value); i++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    value = await read();
  }
  if (!holds(value)) throw new Error(`waited in vain for ${what}; last seen: ${String(value)}`);
  return value;
}

browserTest('shows state, figures and map, and asks nothing of anybody else', async () => {
  const { page, problems } = await openPage();
  await until(
    'the state',
    () => textOf(page, 'state'),
    (text) => text === 'Cleaning',
  );
  expect(await textOf(page, 'reason')).toBe('Cleaning the living room');
  expect(await textOf(page, 'mode')).toBe('Simulation: demo');
  expect(await textOf(page, 'link')).toBe('Live');
  const { coverage, cleanedArea_m2 } = home.view.statusAt(0);
  expect(await textOf(page, 'coverage')).toBe(`${Math.round(100 * coverage)} %`);
  expect(await textOf(page, 'area')).toBe(`${cleanedArea_m2.toFixed(1)} of 30.0 m²`);
  expect(await textOf(page, 'battery')).toBe('97 %');
  expect(await textOf(page, 'driven')).toBe('15 m');
  expect(await textOf(page, 'sim-time')).toBe('0:01:00');
  expect(await page.title()).toContain('Cleaning');
  expect(problems).toEqual([]);
});

browserTest('the map holds what the robot knows: walls, cleaned floor and robot are where they belong', async () => {
  const { page } = await openPage();
  const before = await pixelColors(page);
  expect(before.cleaned).toBeGreaterThan(500);
  expect(before.wall).toBeGreaterThan(300);
  // 800 points further the cleaned floor has grown about as it should: by deltas, not by a reload.
  home.advance(800);
  const after = await until(
    'more cleaned floor',
    () => pixelColors(page),
    (now) => now.cleaned > 2 * before.cleaned,
  );
  expect(after.wall).toBeGreaterThan(300);
  await page.getByText('Layers').click();
  await page.getByRole('checkbox', { name: 'Cleaned floor' }).uncheck();
  await until(
    'no cleaned floor',
    () => pixelColors(page),
    (now) => now.cleaned < 0.02 * after.cleaned,
  );
});

/** Pixels of the map by colour, as they are on screen: a screenshot, read back in the page's own canvas. */
async function pixelColors(page: Page): Promise<{ cleaned: number; wall: number }> {
  const picture = (await page.getByTestId('map').screenshot()).toString('base64');
  return page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    const context = canvas.getContext('2d')!;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const count = (token: string): number => {
      const hex = Number.parseInt(getComputedStyle(document.body).getPropertyValue(token).trim().slice(1), 16);
      const rgb = [hex >> 16, (hex >> 8) & 255, hex & 255];
      let n = 0;
      for (let i = 0; i < data.length; i += 4) if (rgb.every((value, k) => Math.abs(value - data[i + k]) < 4)) n++;
      return n;
    };
    return { cleaned: count('--map-cleaned'), wall: count('--map-wall') };
  }, picture);
}

browserTest('each button asks for its command, is busy until the answer, and the state follows', async () => {
  const { page } = await openPage();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Resume' }).waitFor();
  expect(await textOf(page, 'state')).toBe('Paused');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('resume');
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('button', { name: 'Start cleaning' }).click();
  await page.getByRole('button', { name: 'Return to dock' }).click();
  await until(
    'the way home',
    () => textOf(page, 'state'),
    (text) => text === 'Returning to dock',
  );
  expect(await page.getByRole('button', { name: 'Return to dock' }).isDisabled()).toBe(true);
  await page.getByRole('radio', { name: '20×' }).check();
  expect(await page.getByRole('radio', { name: '20×' }).isChecked()).toBe(true);
  await until(
    'the speed',
    async () => home.view.statusAt(0).speed,
    (speed) => speed === 20,
  );
  await page.getByRole('button', { name: 'Reset simulation' }).click();
  await until(
    'all commands',
    async () => home.commands.length,
    (n) => n === 7,
  );
  expect(home.commands.map(({ command }) => command)).toEqual([
    'pause',
    'resume',
    'stop',
    'start',
    'dock',
    'speed',
    'reset',
  ]);
});

browserTest('a refusal is shown with its reason', async () => {
  const { page } = await openPage();
  home.refusal = 'The battery is too low';
  await page.getByRole('button', { name: 'Return to dock' }).click();
  await until(
    'the reason',
    () => textOf(page, 'message'),
    (text) => text === 'Not possible: The battery is too low',
  );
});

browserTest('a tap on the map sends the robot to that very point', async () => {
  const { page } = await openPage();
  await page.getByRole('button', { name: 'Go to a point' }).click();
  const canvas = (await page.locator('canvas[data-frames]').boundingBox())!;
  await page.mouse.click(canvas.x + canvas.width / 2, canvas.y + canvas.height / 2);
  await until(
    'the command',
    async () => home.commands.length,
    (n) => n === 1,
  );
  const [first] = home.commands;
  await page.getByRole('button', { name: 'Go to a point' }).click();
  await page.mouse.click(canvas.x + canvas.width / 2 + 100, canvas.y + canvas.height / 2 - 50);
  await until(
    'the second command',
    async () => home.commands.length,
    (n) => n === 2,
  );
  const [, second] = home.commands;
  if (first.command !== 'goto' || second.command !== 'goto') throw new Error('expected two goto');
  // 100 px right and 50 px up: twice as far in +x as in +y.
  expect(second.x - first.x).toBeGreaterThan(0.2);
  expect((second.x - first.x) / (second.y - first.y)).toBeCloseTo(2, 2);
  expect(await page.getByTestId('goto-hint').isHidden()).toBe(true);
});

browserTest('what is shipped names no other host and makes no code at run time', () => {
  for (const file of readdirSync(pageFolder)) {
    const text = readFileSync(join(pageFolder, file), 'utf8');
    // The names of XML's namespaces are never fetched.
    const hosts = [...text.matchAll(/(?:https?|wss?):\/\/[\w.-]+/g)].map(([url]) => url);
    expect([file, hosts.filter((url) => url !== 'http://www.w3.org')]).toEqual([file, []]);
    expect([file, /\beval\(|new Function\(|\.innerHTML/.test(text)]).toEqual([file, false]);
  }
});

browserTest('everything works by keyboard', async () => {
  const { page } = await openPage();
  await page.keyboard.press('Space');
  await until(
    'the pause',
    async () => home.commands.at(-1)?.command,
    (command) => command === 'pause',
  );
  await page.keyboard.press('g');
  expect(await page.getByTestId('goto-hint').isVisible()).toBe(true);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await until(
    'the goto',
    async () => home.commands.at(-1)?.command,
    (command) => command === 'goto',
  );
  await page.keyboard.press('g');
  await page.keyboard.press('Escape');
  expect(await page.getByTestId('goto-hint').isHidden()).toBe(true);
  await page.keyboard.press('d');
  await until(
    'the dock',
    async () => home.commands.at(-1)?.command,
    (command) => command === 'dock',
  );
  await page.keyboard.press('3');
  expect(await page.getByRole('button', { name: '3D view' }).getAttribute('aria-pressed')).toBe('true');
});

browserTest('says when there is no news, and comes back by itself after the gateway was away', async () => {
  const { page } = await openPage();
  clearInterval(heart);
  await until(
    'the banner',
    () => textOf(page, 'banner'),
    (text) => text.startsWith('No news from the robot for'),
  );
  const { port } = gateway;
  await gateway.close();
  await until(
    'the loss',
    () => textOf(page, 'banner'),
    (text) => text.startsWith('The connection to the robot is lost'),
  );
  expect(await page.getByRole('button', { name: 'Pause' }).isDisabled()).toBe(true);
  home.status({ state: 'stuck', reason: 'Under the sofa', reasonCode: 'stuck' });
  gateway = await startServing(port);
  await until(
    'the new state',
    () => textOf(page, 'state'),
    (text) => text === 'Needs help',
  );
  expect(await textOf(page, 'advice')).toContain('press Resume');
  expect(await page.getByTestId('banner').isHidden()).toBe(true);
});

browserTest('a page where nothing moves draws nothing', async () => {
  clearInterval(heart);
  const { page } = await openPage();
  await page.waitForTimeout(1500);
  const before = await frames(page);
  await page.waitForTimeout(1000);
  expect(await frames(page)).toBe(before);
});

browserTest.each([
  [390, 844],
  [320, 568],
])(
  'on a phone of %d × %d all controls are within reach, large enough, and nothing overflows',
  async (width, height) => {
    const { page, problems } = await openPage(width, height);
    for (const name of [
      'Pause',
      'Stop',
      'Return to dock',
      'Go to a point',
      'Zoom in',
      'Show the whole map',
      '3D view',
    ]) {
      const box = (await page.getByRole('button', { name }).boundingBox())!;
      expect([name, box.height >= 44, box.width >= 44]).toEqual([name, true, true]);
      expect([name, box.y >= 0 && box.y + box.height <= height, box.x >= 0 && box.x + box.width <= width]).toEqual([
        name,
        true,
        true,
      ]);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    expect((await page.getByTestId('map').boundingBox())!.height).toBeGreaterThan(200);
    expect(problems).toEqual([]);
  },
);
