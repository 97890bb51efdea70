import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Gateway, startGateway } from '@homebound/gateway';
import { LiveView, type Obstacle } from '@homebound/wire';
import type { Browser, Page } from 'playwright-core';
import { browserTest, chromiumPath, launchChromium } from '../helpers/chromium.ts';
import { DemoHome, demoHello } from '../helpers/demoHome.ts';

/** What lies on the floor, on the page: before a gateway that is fed by a robot on rails. */
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
  home = new DemoHome(new LiveView({ ...demoHello, commands: [...demoHello.commands, 'dismissObstacle'] }));
  home.status({ state: 'cleaning', reason: 'Cleaning the living room', speed: 5 });
  home.advance(900);
  home.view.obstacles(lying, []);
  gateway = await startGateway({
    port: 0,
    page: pageFolder,
    source: home.view,
    commands: (command, answer) => setTimeout(() => home.command(command, answer), 50),
  });
  heart = setInterval(() => home.status({}), 300);
});
afterEach(async () => {
  clearInterval(heart);
  for (const context of browser?.contexts() ?? []) await context.close();
  await gateway?.close();
});

const box = (x: number, y: number, w: number, h: number): number[] => [x, y, x + w, y, x + w, y + h, x, y + h];
const lying: readonly Obstacle[] = [
  {
    id: 4,
    kind: 'cable',
    outline: [2, 3, 2.6, 3.2, 2.6, 3.22, 2, 3.03],
    berth_m: 0.08,
    reason: 'A cable, given a wide berth.',
    isDismissed: false,
  },
  {
    id: 7,
    kind: 'soft',
    outline: box(1.2, 1, 0.2, 0.08),
    berth_m: 0.04,
    reason: 'Something soft, like a sock: gone round.',
    isDismissed: false,
  },
  {
    id: 9,
    kind: 'low',
    outline: box(3.4, 0.8, 0.09, 0.06),
    berth_m: 0.12,
    reason: 'Something low: kept well clear of, in case a pet left it.',
    isDismissed: false,
  },
];

/** Opens the page; everything that it complains about is collected. */
async function openPage(width = 1280, height = 800): Promise<{ page: Page; problems: string[] }> {
  const context = await browser.newContext({ viewport: { width, height }, hasTouch: width < 500 });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (!message.text().includes('ReadPixels') && message.type() !== 'debug') problems.push(message.text());
  });
  await page.goto(gateway.url);
  await page.getByTestId('map-empty').waitFor({ state: 'hidden' });
  return { page, problems };
}

browserTest(
  'each thing on the floor is a sign on the map; asked about, it says what is done about it and why',
  async () => {
    const { page, problems } = await openPage();
    const signs = page.getByTestId('obstacles').getByRole('button');
    await signs.nth(2).waitFor();
    expect(await signs.count()).toBe(3);
    await page.getByRole('button', { name: 'Cable. A cable, given a wide berth.' }).click();
    expect(await page.getByTestId('obstacle-kind').textContent()).toBe('Cable');
    expect(await page.getByTestId('obstacle-reason').textContent()).toBe('A cable, given a wide berth.');
    await page.keyboard.press('Escape');
    await page.getByTestId('obstacle').waitFor({ state: 'hidden' });
    await page.getByText('Layers').click();
    await page.getByRole('checkbox', { name: 'What lies on the floor' }).uncheck();
    await page.getByTestId('obstacles').waitFor({ state: 'hidden' });
    expect(problems).toEqual([]);
  },
);

browserTest(
  'a person says that one is no obstacle, and takes it back; a thing that is gone closes its card',
  async () => {
    const { page, problems } = await openPage(390, 844);
    const dismissed = { ...lying[0], berth_m: 0, reason: 'You said that there is no obstacle.', isDismissed: true };
    await page.locator('[data-obstacle="4"]').tap();
    // What must not come under the brush is let go with a second word.
    const question = page.getByText('The robot may drive over it. Sure?');
    await page.getByTestId('obstacle-dismiss').tap();
    await question.waitFor();
    await page.getByRole('button', { name: 'No, keep clear' }).tap();
    await question.waitFor({ state: 'hidden' });
    expect(home.commands).toEqual([]);
    await page.getByTestId('obstacle-dismiss').tap();
    await page.getByTestId('obstacle-sure').tap();
    await heardCommand({ command: 'dismissObstacle', obstacle: 4, isDismissed: true });
    home.view.obstacles([dismissed, ...lying.slice(1)], [{ id: 1, kind: 'cable', x: 2.3, y: 3.1 }]);
    await page.getByText('It holds for the place and for what is there now, until this run ends.').waitFor();
    await page.getByRole('button', { name: 'It is an obstacle after all' }).tap();
    await heardCommand({ command: 'dismissObstacle', obstacle: 4, isDismissed: false });
    home.view.obstacles(lying.slice(1), []);
    await page.getByTestId('obstacle').waitFor({ state: 'hidden' });
    expect(await page.getByTestId('obstacles').getByRole('button').count()).toBe(2);
    expect(problems).toEqual([]);
  },
);

browserTest('what the robot refuses is told with its reason', async () => {
  home.refusal = 'There is no obstacle 7 any more.';
  const { page } = await openPage();
  await page.locator('[data-obstacle="7"]').click();
  await page.getByTestId('obstacle-dismiss').click();
  await page.getByText('There is no obstacle 7 any more.').waitFor();
});

browserTest(
  'things that lie on each other share a pin with their number; what the card is of is marked, and hidden by nothing',
  async () => {
    const beside = { ...lying[1], id: 11, kind: 'thing' as const, outline: box(1.25, 1.12, 0.1, 0.1) };
    home.view.obstacles([...lying, beside], []);
    for (const [width, height] of [
      [390, 844],
      [1280, 800],
    ]) {
      const { page, problems } = await openPage(width, height);
      const shared = page.getByRole('button', {
        name: 'Something soft. Something soft, like a sock: gone round. 2 things here.',
      });
      await shared.focus();
      expect(await page.getByTestId('obstacles').getByRole('button').count()).toBe(3);
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Next of the things here' }).click();
      expect(await page.getByTestId('obstacle-kind').textContent()).toBe('Something on the floor');
      const chosen = page.locator('#obstacles [aria-current]');
      await page.waitForFunction(
        () => document.querySelector('[aria-current]')?.getAttribute('data-obstacle') === '11',
      );
      expect(await chosen.count()).toBe(1);
      const [pin, card, pause] = await Promise.all(
        [chosen, page.getByTestId('obstacle'), page.getByTestId('pause')].map(
          async (one) => (await one.boundingBox()) ?? none,
        ),
      );
      expect([pin, card, pause].every((one) => one.width > 0)).toBe(true);
      expect([overlaps(card, pin), overlaps(card, pause)]).toEqual([false, false]);
      await page.keyboard.press('Escape');
      expect(await page.evaluate(() => document.activeElement?.getAttribute('data-obstacle'))).toBe('11');
      // Nearer, each has its own.
      for (let k = 0; k < 6; k++) await page.getByRole('button', { name: 'Zoom in' }).click();
      await page.waitForFunction(() => document.querySelectorAll('#obstacles [data-count]:not([hidden])').length === 0);
      expect(problems).toEqual([]);
    }
  },
);

interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
const none: Rect = { x: 0, y: 0, width: 0, height: 0 };

function overlaps(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

async function heardCommand(wanted: object): Promise<void> {
  for (let k = 0; k < 100 && JSON.stringify(home.commands.at(-1)) !== JSON.stringify(wanted); k++) await pause();
  expect(home.commands.at(-1)).toEqual(wanted);
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}
