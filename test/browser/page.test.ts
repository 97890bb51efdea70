import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { browserTest, launchChromium } from '../helpers/chromium.ts';
import { root, start } from '../helpers/homebound.ts';

const pictures = join(root, 'runs', 'screenshots');
let browser: Browser | undefined;
let run: ReturnType<typeof start> | undefined;

/** The live simulation as `npm start` runs it, and the address that it prints. */
async function live(...args: string[]): Promise<string> {
  run = start('simulate', '--port', '0', ...args);
  return new Promise((done, failed) => {
    let said = '';
    run?.child.stdout?.on('data', (bytes) => {
      said += bytes;
      const url = /http:\/\/\S+/.exec(said)?.[0];
      if (url !== undefined) done(url);
    });
    void run?.ended.then(({ err }) => failed(new Error(err)));
  });
}

const stateOf = (page: Page): Promise<string | null> => page.getByTestId('state').getAttribute('data-state');

async function untilState(page: Page, ...states: string[]): Promise<void> {
  await page.waitForFunction(
    (wanted) => wanted.includes(document.querySelector('[data-testid=state]')?.getAttribute('data-state') ?? ''),
    states,
    { timeout: 200_000 },
  );
}

beforeAll(() => mkdirSync(pictures, { recursive: true }));
afterEach(async () => {
  await browser?.close();
  run?.child.kill('SIGINT');
  await run?.ended;
});

browserTest('a whole clean through the buttons of the page, and what it looks like', async () => {
  const url = await live('--world', 'studio', '--speed', '5');
  browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const foreign: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:')) foreign.push(request.url());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(url);

  // It cleans by itself; pause holds it where it is, and says so.
  await untilState(page, 'cleaning');
  await page.getByTestId('pause').click();
  await untilState(page, 'paused');
  await page.getByTestId('resume').click();
  await untilState(page, 'cleaning', 'travelling');
  await page.getByTestId('stop').click();
  await untilState(page, 'stopped');
  await page.getByTestId('dock').click();
  await untilState(page, 'returning');

  // A fresh home: nothing moves until start; then all of it, as fast as the machine can.
  await page.getByRole('button', { name: 'Reset' }).click();
  await untilState(page, 'idle');
  await page.getByTestId('start').click();
  await untilState(page, 'undocking', 'mapping', 'cleaning');
  await page.getByRole('radio', { name: '20×' }).check();
  await untilState(page, 'cleaning');
  await page.waitForFunction(
    () => Number.parseInt(document.querySelector('[data-testid=coverage]')?.textContent ?? '0', 10) >= 30,
    undefined,
    {
      timeout: 120_000,
    },
  );
  await page.screenshot({ path: join(pictures, 'cleaning-1280x800.png') });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(pictures, 'cleaning-390x844.png') });
  await page.getByRole('radio', { name: 'Max' }).check();
  await untilState(page, 'finished');
  await page.screenshot({ path: join(pictures, 'finished-390x844.png') });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(pictures, 'finished-1280x800.png') });

  expect(await stateOf(page)).toBe('finished');
  expect(Number.parseInt((await page.getByTestId('coverage').textContent()) ?? '0', 10)).toBeGreaterThanOrEqual(95);
  expect(errors).toEqual([]);
  expect(foreign).toEqual([]);
});

browserTest('go to a point by a tap on the map', async () => {
  const url = await live('--world', 'studio', '--speed', '20');
  browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await page.goto(url);
  await untilState(page, 'cleaning');
  await page.getByTestId('goto').click();
  const box = await page.getByTestId('map').boundingBox();
  if (box === null) throw new Error('the map has no place on the page');
  await page.mouse.click(box.x + box.width * 0.5, box.y + box.height * 0.5);
  await untilState(page, 'travelling');
  await untilState(page, 'paused');
  expect(await page.getByTestId('reason').textContent()).toMatch(/Arrived.*The job waits/);
});
