import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Gateway, startGateway } from '@homebound/gateway';
import { type CommandBody, LiveView } from '@homebound/wire';
import type { Browser, Page } from 'playwright-core';
import { browserTest, chromiumPath, launchChromium } from '../helpers/chromium.ts';
import { DemoHome, demoHello } from '../helpers/demoHome.ts';

/** Driving by hand on the page: what reaches the robot, and when it ends. */
let browser: Browser;
let folder: string;
let gateway: Gateway;
let home: DemoHome;
let heart: NodeJS.Timeout;
let said: { readonly at_ms: number; readonly command: CommandBody }[] = [];
let refusal: string | undefined;

beforeAll(async () => {
  if (chromiumPath === undefined) return;
  folder = mkdtempSync(join(tmpdir(), 'homebound-viewer-'));
  // @ts-expect-error: a plain script without types
  const { buildViewer } = await import('../../packages/viewer/build.mjs');
  await buildViewer(folder);
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  if (folder !== undefined) rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  if (chromiumPath === undefined) return;
  said = [];
  refusal = undefined;
  home = new DemoHome(new LiveView({ ...demoHello, commands: [...demoHello.commands, 'drive'] }));
  home.status({ state: 'idle', reason: 'Ready when you are' });
  heart = setInterval(() => home.status({}), 300);
  gateway = await startGateway({
    port: 0,
    page: folder,
    source: home.view,
    commands: (command, answer) => {
      said.push({ at_ms: performance.now(), command });
      answer(refusal === undefined, refusal ?? '');
    },
  });
});
afterEach(async () => {
  clearInterval(heart);
  for (const context of browser?.contexts() ?? []) await context.close();
  await gateway?.close();
});

async function openPage(width = 420, height = 860): Promise<{ page: Page; problems: string[] }> {
  const page = await browser.newPage({ viewport: { width, height } });
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.goto(gateway.url);
  await page.getByTestId('hand').waitFor();
  return { page, problems };
}

const isZero = ({ command }: (typeof said)[number]): boolean =>
  command.command === 'drive' && command.v_mps === 0 && command.w_radps === 0;

async function until(what: string, holds: () => boolean): Promise<void> {
  for (let i = 0; i < 300 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 20));
  if (!holds()) throw new Error(`waited in vain for ${what}`);
}

/** Drives until some inputs came, ends it, and waits until the robot stands and nothing more is said. */
async function drivesUntil(begin: () => Promise<void>, end: () => Promise<void>): Promise<typeof said> {
  said = [];
  await begin();
  await until('inputs', () => said.filter((one) => !isZero(one)).length >= 5);
  await end();
  await until('zero', () => said.length > 0 && isZero(said[said.length - 1]));
  const count = said.length;
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(said.slice(count).filter((one) => !isZero(one))).toEqual([]);
  return said;
}

async function holdStick(page: Page): Promise<void> {
  const box = await page.getByTestId('stick').boundingBox();
  if (box === null) throw new Error('the stick has no place on the page');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + 4);
}

browserTest(
  'T-SAFE: held the stick drives, let go it stops; keys do the same, and S and D do not stop or dock meanwhile',
  async () => {
    const { page, problems } = await openPage();
    await page.getByTestId('hand').click();
    const byStick = await drivesUntil(
      () => holdStick(page),
      () => page.mouse.up(),
    );
    expect(byStick.at(-2)?.command).toMatchObject({ command: 'drive', v_mps: expect.closeTo(0.24, 1) });
    for (const key of ['w', 'ArrowLeft', 's', 'd']) {
      const byKey = await drivesUntil(
        () => page.keyboard.down(key),
        () => page.keyboard.up(key),
      );
      expect(byKey.every(({ command }) => command.command === 'drive')).toBe(true);
    }
    await page.keyboard.press('Escape');
    await page.getByTestId('hand-panel').waitFor({ state: 'hidden' });
    await page.keyboard.press('d');
    await until('the key that docks again', () => said.at(-1)?.command.command === 'dock');
    expect(problems).toEqual([]);
  },
);

browserTest('T-SAFE: a window that is left, hidden or closed lets go', async () => {
  const { page } = await openPage();
  await page.getByTestId('hand').click();
  const events = [
    () => window.dispatchEvent(new Event('blur')),
    () => document.dispatchEvent(new Event('visibilitychange')),
    () => document.querySelector('#stick')?.dispatchEvent(new PointerEvent('lostpointercapture', { pointerId: 1 })),
  ];
  for (const event of events) {
    await drivesUntil(
      () => holdStick(page),
      () => page.evaluate(event).then(() => {}),
    );
    await page.mouse.up();
  }
  await drivesUntil(
    () => holdStick(page),
    () => page.close(),
  );
});

browserTest(
  'who else looks sees that somebody drives; a refusal is told; switched off at the robot nobody drives',
  async () => {
    const { page } = await openPage();
    const other = await openPage();
    await page.bringToFront();
    await page.getByTestId('hand').click();
    await holdStick(page);
    await other.page.getByText('Driven by hand from this machine').waitFor();
    await page.getByText('You drive by hand').waitFor();
    await page.mouse.up();
    await other.page.getByTestId('driven-by').waitFor({ state: 'hidden' });
    refusal = 'The robot is at work; pause or stop it first.';
    await holdStick(page);
    await page.getByText('Not possible: The robot is at work').waitFor();
    await page.mouse.up();
    gateway.body.overrideOff();
    await page.getByText('Driving by hand is switched off').waitFor();
    await page.getByTestId('hand-panel').waitFor({ state: 'hidden' });
    expect(await page.getByTestId('hand').isDisabled()).toBe(true);
    gateway.body.overrideOn();
    await page.getByTestId('driven-by').waitFor({ state: 'hidden' });
    expect(await page.getByTestId('hand').isEnabled()).toBe(true);
  },
);

browserTest('while it cleans, the panel says to pause first and does it; then the stick drives', async () => {
  const { page } = await openPage();
  home.status({ state: 'cleaning', reason: 'Cleaning the living room' });
  await page.getByTestId('hand').click();
  await page.getByTestId('hand-hint').getByText('Pause it first').waitFor();
  await holdStick(page);
  await page.keyboard.press('w');
  await page.mouse.up();
  expect(said).toEqual([]);
  await page.getByTestId('hand-pause').click();
  await until('the pause', () => said.length > 0);
  expect(said.map(({ command }) => command)).toEqual([{ command: 'pause' }]);
  home.status({ state: 'paused', reason: 'Paused by you' });
  await page.getByTestId('hand-hint').waitFor({ state: 'hidden' });
  expect(await page.getByTestId('hand-pause').isHidden()).toBe(true);
  await drivesUntil(
    () => holdStick(page),
    () => page.mouse.up(),
  );
});
