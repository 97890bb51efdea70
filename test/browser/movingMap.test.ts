import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Gateway, startGateway } from '@homebound/gateway';
import { MapWarp } from '@homebound/math';
import { LiveView } from '@homebound/wire';
import type { Browser, Page } from 'playwright-core';
import { browserTest, chromiumPath, launchChromium } from '../helpers/chromium.ts';
import { DemoHome, demoHello } from '../helpers/demoHome.ts';
import { root } from '../helpers/homebound.ts';

/** What a person sees when the map is corrected and when the robot is lost, before a gateway fed by a robot on rails. */
const pictures = join(root, 'runs', 'screenshots');
let browser: Browser;
let pageFolder: string;
let home: DemoHome;
let gateway: Gateway;
let heart: NodeJS.Timeout;

/** The left room stays; the right one was drawn 0.4 m too far right and turned. */
const correction = new MapWarp(
  [0.5, 1, 0, 2, 2.5, 0, 0.5, 4.5, 0, 6.5, 1, 0, 5.5, 4.2, 0],
  [0.5, 1, 0, 2, 2.5, 0, 0.5, 4.5, 0, 6.1, 1.2, 0.06, 5.1, 4.4, 0.06],
);

beforeAll(async () => {
  if (chromiumPath === undefined) return;
  mkdirSync(pictures, { recursive: true });
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
  home.view.rooms([
    { id: 1, name: 'Living room', outline: [0, 0, 4, 0, 4, 4, 0, 4] },
    { id: 2, name: 'Kitchen', outline: [4, 0, 7, 0, 7, 5, 4, 5] },
  ]);
  home.advance(2200);
  gateway = await startGateway({ port: 0, page: pageFolder, source: home.view, commands: () => {} });
  heart = setInterval(() => home.status({}), 1400);
});
afterEach(async () => {
  clearInterval(heart);
  for (const context of browser?.contexts() ?? []) await context.close();
  await gateway?.close();
});

async function openPage(width: number, height: number, motion: 'reduce' | 'no-preference'): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: motion });
  const page = await context.newPage();
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.goto(gateway.url);
  await page.getByTestId('map-empty').waitFor({ state: 'hidden' });
  await untilAtRest(page);
  return page;
}

const frames = (page: Page): Promise<number> =>
  page.locator('canvas[data-frames]').evaluate((c) => Number(c.dataset.frames));

/** Until nothing is drawn any more; @returns the frames since `from`. */
async function untilAtRest(page: Page, from = 0): Promise<number> {
  for (let last = -1, i = 0; i < 50; i++) {
    await page.waitForTimeout(300);
    const now = await frames(page);
    if (now === last) return now - from;
    last = now;
  }
  throw new Error('the map is still being drawn after 15 s');
}

/** What the map draws while something happens, frame by frame, until it rests. */
async function filmOf(page: Page, happen: () => void): Promise<Buffer[]> {
  const filming = await page.evaluateHandle(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('canvas[data-frames]')!;
    const film: string[] = [];
    const ended = new Promise<string[]>((done) => {
      let timer = 0;
      // Told right after a frame is drawn: a moment later it is shown, and the canvas reads empty.
      const observer = new MutationObserver(() => {
        film.push(canvas.toDataURL());
        clearTimeout(timer);
        timer = window.setTimeout(() => {
          observer.disconnect();
          done(film);
        }, 300);
      });
      observer.observe(canvas, { attributeFilter: ['data-frames'] });
    });
    return { ended };
  });
  happen();
  const urls = await filming.evaluate(({ ended }) => ended);
  return urls.map((url) => Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'));
}

/** Share of the map's pixels that differ between two pictures of it. */
async function differing(page: Page, a: Buffer, b: Buffer): Promise<number> {
  return page.evaluate(
    async (pngs) => {
      const [one, two] = await Promise.all(
        pngs.map(async (png) => {
          const image = new Image();
          image.src = `data:image/png;base64,${png}`;
          await image.decode();
          const canvas = document.createElement('canvas');
          canvas.width = image.width;
          canvas.height = image.height;
          const context = canvas.getContext('2d')!;
          context.drawImage(image, 0, 0);
          return context.getImageData(0, 0, image.width, image.height).data;
        }),
      );
      let n = 0;
      for (let i = 0; i < one.length; i += 4) if ([0, 1, 2].some((k) => Math.abs(one[i + k] - two[i + k]) > 8)) n++;
      return n / (one.length / 4);
    },
    [a.toString('base64'), b.toString('base64')],
  );
}

const shoot = (page: Page, name: string): Promise<Buffer> => {
  const { width, height } = page.viewportSize()!;
  return page.screenshot({ path: join(pictures, `${name}-${width}x${height}.png`) });
};
const mapOf = (page: Page): Promise<Buffer> => page.locator('canvas[data-frames]').screenshot();

browserTest.each([
  [1280, 800],
  [390, 844],
])('a corrected map comes in through frames between, and ends as if it were drawn afresh (%d × %d)', async (w, h) => {
  const page = await openPage(w, h, 'no-preference');
  const before = await mapOf(page);
  await shoot(page, 'correction-0-before');
  const film = await filmOf(page, () => home.correct(correction));
  await untilAtRest(page);
  const after = await mapOf(page);
  await shoot(page, 'correction-2-after');
  expect(await differing(page, before, after)).toBeGreaterThan(0.02);
  // 0.6 s are at least seven frames, however slow the machine is; what lies in the middle is neither the old nor the new.
  expect(film.length).toBeGreaterThanOrEqual(7);
  const middle = film[Math.floor(film.length / 2)];
  writeFileSync(join(pictures, `correction-1-during-${w}x${h}.png`), middle);
  expect(await differing(page, film[0], middle)).toBeGreaterThan(0.01);
  expect(await differing(page, middle, film[film.length - 1])).toBeGreaterThan(0.01);
  await page.reload();
  await page.getByTestId('map-empty').waitFor({ state: 'hidden' });
  await untilAtRest(page);
  // Nothing of the old picture is left: no floor that is shown as clean where it no longer is.
  expect(await differing(page, after, await mapOf(page))).toBeLessThan(0.0005);
});

browserTest('who wants little motion sees the corrected map at once', async () => {
  const page = await openPage(1280, 800, 'reduce');
  const drawn = await frames(page);
  home.correct(correction);
  await page.waitForFunction(
    (from) => Number(document.querySelector<HTMLCanvasElement>('canvas[data-frames]')?.dataset.frames) > from,
    drawn,
  );
  // Nine messages came, each drawn at most once, and the camera's last look: no film.
  expect(await untilAtRest(page, drawn)).toBeLessThanOrEqual(12);
});

browserTest.each([
  [1280, 800],
  [390, 844],
])('a lost robot is not drawn, the page says so, and it appears where it is found (%d × %d)', async (w, h) => {
  const page = await openPage(w, h, 'no-preference');
  const known = await mapOf(page);
  home.lose();
  await page.getByTestId('place-hint').waitFor({ state: 'visible' });
  await untilAtRest(page);
  await shoot(page, 'lost');
  const lost = await mapOf(page);
  expect(await differing(page, known, lost)).toBeGreaterThan(0.001);
  // Somebody new is shown no robot either.
  await page.reload();
  await page.getByTestId('place-hint').waitFor({ state: 'visible' });
  await untilAtRest(page);
  expect(await differing(page, lost, await mapOf(page))).toBeLessThan(0.0005);
  home.advance(1);
  home.status({ state: 'cleaning', reason: 'Cleaning the living room', reasonCode: 'none' });
  await page.getByTestId('place-hint').waitFor({ state: 'hidden' });
  await untilAtRest(page);
  await shoot(page, 'found');
  expect(await differing(page, lost, await mapOf(page))).toBeGreaterThan(0.001);
});
