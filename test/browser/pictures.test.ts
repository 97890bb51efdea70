import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Gateway, memoryStore, startGateway } from '@homebound/gateway';
import {
  type CommandBody,
  HomeRefusal,
  type HomeReply,
  LiveView,
  type Obstacle,
  type PictureEntry,
} from '@homebound/wire';
import { encode } from 'fast-png';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { browserTest, chromiumPath, launchChromium } from '../helpers/chromium.ts';
import { DemoHome, demoHello } from '../helpers/demoHome.ts';

/** Pictures of obstacles and what was dismissed, on the page: of a robot on rails, with a store in memory. */
let browser: Browser;
let folder: string;
let gateway: Gateway;
let home: DemoHome;
let heart: NodeJS.Timeout;
let codes: string[];
let said: CommandBody[];
let store: { keep_days: number; pictures: PictureEntry[]; looked: string[] };

const NOW_S = Date.now() / 1000;
const entry = (id: string, obstacle: number, days = 0): PictureEntry => {
  const stamp_s = NOW_S - 600 - 86_400 * days;
  return { id, obstacle, stamp_s, kind: 'soft', label: '', x_m: 1.3, y_m: 1.04, bytes: 900 };
};
const thing = (id: number, kind: Obstacle['kind'], x: number, y: number): Obstacle => {
  const outline = [x, y, x + 0.2, y, x + 0.2, y + 0.1, x, y + 0.1];
  return { id, kind, outline, berth_m: 0.07, reason: 'Something soft, like a sock: gone round.', isDismissed: false };
};
const sizes = [
  [1280, 800],
  [390, 844],
] as const;
const lying = [thing(7, 'soft', 1.2, 1), thing(8, 'toy', 3.4, 0.8)];
const dismissals = [
  { id: 3, kind: 'threshold', x: 2, y: 2 },
  { id: 5, kind: 'cable', x: 5.5, y: 4 },
] as const;

/** A sock on boards, as a camera would have it. */
function sock(): Uint8Array {
  const [width, height] = [72, 56];
  const data = new Uint8Array(3 * width * height);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const isSock = ((x - 36) / 22) ** 2 + ((y - 30) / 14) ** 2 < 1;
    const grain = (x * 7 + y * 3) % 11;
    data.set(isSock ? [190 + grain, 60, 70 + grain] : [150 + 3 * grain, 110 + 2 * grain, 70], 3 * i);
  }
  return encode({ width, height, data, channels: 3 });
}

async function ask(
  call: string,
  request: { id?: string; ids?: string[]; keep_days?: number },
): Promise<HomeReply<never>> {
  const reply = (answer: object, bytes?: Uint8Array) => ({ answer, ...(bytes && { bytes }) }) as HomeReply<never>;
  const gone = (left: PictureEntry[]) => {
    const went = store.pictures.filter((one) => !left.includes(one));
    store.pictures = left;
    return reply({ gone: went.map(({ id, bytes }) => ({ kind: 'picture', id, versions: 1, bytes })) });
  };
  if (call === 'listPictures') return reply({ keep_days: store.keep_days, pictures: store.pictures });
  if (call === 'deletePictures') return gone(store.pictures.filter(({ id }) => request.ids?.includes(id) === false));
  if (call === 'keepPictures') {
    store.keep_days = request.keep_days ?? 0;
    const since_s = NOW_S - 86_400 * store.keep_days;
    return gone(store.keep_days === 0 ? [] : store.pictures.filter(({ stamp_s }) => stamp_s > since_s));
  }
  if (call !== 'exportPicture') throw new HomeRefusal('failed', `no ${call} here`);
  store.looked.push(request.id ?? '');
  return reply({}, sock());
}

beforeAll(async () => {
  if (chromiumPath === undefined) return;
  folder = mkdtempSync(join(tmpdir(), 'homebound-viewer-'));
  // @ts-expect-error: a plain script without types
  const { buildViewer } = await import('../../packages/viewer/build.mjs');
  await buildViewer(folder);
  browser = await launchChromium();
});
beforeEach(async () => {
  if (chromiumPath === undefined) return;
  codes = [];
  said = [];
  store = { keep_days: 7, pictures: [entry('aa', 7)], looked: [] };
  home = new DemoHome(
    new LiveView({ ...demoHello, commands: [...demoHello.commands, 'dismissObstacle', 'recallDismissal'] }),
  );
  const camera = { isOpen: true, isOn: true, reason: '', tellsPeople: true, keepsPictures_days: 7 };
  home.status({ state: 'cleaning', reason: 'Cleaning the living room', camera });
  home.advance(900);
  home.view.rooms([{ id: 1, name: 'Living room', outline: [0, 0, 4, 0, 4, 5, 0, 5] }]);
  home.view.obstacles(lying, dismissals);
  heart = setInterval(() => home.status({}), 300);
});
afterEach(async () => {
  clearInterval(heart);
  for (const context of browser?.contexts() ?? []) await context.close();
  await gateway?.close();
});
afterAll(async () => {
  await browser?.close();
  if (folder !== undefined) rmSync(folder, { recursive: true });
});

async function serve(isPaired: boolean): Promise<void> {
  gateway = await startGateway({
    port: 0,
    page: folder,
    source: home.view,
    home: { ask: ask as never },
    commands: (command, answer) => {
      said.push(command);
      answer(true, '');
    },
    ...(isPaired && { access: { store: memoryStore(), present: (code: string) => codes.push(code) } }),
  });
}

/** A device that is paired, the first as admin, others as viewers; its page is open. */
async function paired(): Promise<Page> {
  gateway.body.pair();
  const context = await browser.newContext({ viewport: { width: 1100, height: 760 } });
  const page = await context.newPage();
  await page.goto(gateway.url);
  const answer = await page.evaluate(async (code) => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ code, name: 'Phone' });
    return (await fetch('/api/v1/pairing', { method: 'POST', headers, body })).status;
  }, codes.at(-1));
  expect(answer).toBe(200);
  await page.goto(gateway.url);
  return page;
}

async function open(
  width: number,
  height: number,
): Promise<{ page: Page; problems: string[]; context: BrowserContext }> {
  const context = await browser.newContext({ viewport: { width, height }, hasTouch: width < 500 });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (!/ReadPixels|Clear-Site-Data/.test(message.text()) && message.type() !== 'debug') problems.push(message.text());
  });
  await page.goto(gateway.url);
  await page.getByTestId('map-empty').waitFor({ state: 'hidden' });
  return { page, problems, context };
}

async function shot(page: Page, name: string): Promise<void> {
  const { PICTURE_PAGES } = process.env;
  if (PICTURE_PAGES !== undefined) await page.screenshot({ path: `${PICTURE_PAGES}/${name}.png` });
}

browserTest(
  'T-IMG: an admin sees the picture of a thing, when it was taken and when it goes, and ends it',
  async () => {
    await serve(false);
    for (const [width, height] of sizes) {
      store = { keep_days: 7, pictures: [entry('aa', 7), entry('bb', 8)], looked: [] };
      const { page, problems } = await open(width, height);
      await page.getByText('2 pictures are kept.').waitFor();
      expect(await page.getByTestId('pictures-days').inputValue()).toBe('7');
      const pins = page.getByTestId('obstacles');
      await pins.getByRole('button', { name: 'A picture is kept.' }).nth(1).waitFor();
      await page.locator('[data-obstacle="7"]').click();
      await page.getByTestId('obstacle-picture').waitFor();
      expect(await page.getByTestId('obstacle-picture-when').textContent()).toMatch(
        /^Taken .+\. Deleted when the thing is gone, at the latest on .+$/,
      );
      // Middle of the sock: red.
      const middle = await page.evaluate(() => {
        const canvas = document.querySelector('canvas#obstacle-canvas') as HTMLCanvasElement;
        return [canvas.width, canvas.height, ...(canvas.getContext('2d')?.getImageData(36, 30, 1, 1).data ?? [])];
      });
      expect([middle.slice(0, 2), middle[2] > 180, middle[3]]).toEqual([[72, 56], true, 60]);
      expect(store.looked).toEqual(['aa']);
      await shot(page, `picture-${width}`);
      await page.getByTestId('obstacle-picture-delete').click();
      await page.getByText('The picture is gone for good.').waitFor();
      await page.getByTestId('obstacle-picture').waitFor({ state: 'hidden' });
      expect(store.pictures.map(({ id }) => id)).toEqual(['bb']);
      await pins.getByRole('button', { name: 'A picture is kept.' }).nth(1).waitFor({ state: 'hidden' });
      expect(problems).toEqual([]);
      await page.close();
    }
  },
);

browserTest('T-IMG: pictures are listed, each opens in the card of its thing, and is ended by itself', async () => {
  await serve(false);
  for (const [width, height] of sizes) {
    store = { keep_days: 7, pictures: [entry('aa', 7), entry('bb', 8), entry('cc', 99)], looked: [] };
    const { page, problems } = await open(width, height);
    const lines = page.getByTestId('picture-list').getByRole('listitem');
    await lines.nth(2).waitFor();
    expect(await lines.first().textContent()).toMatch(/^Something softLiving room, .+OpenDelete$/);
    // Of what the map does not show there is no card.
    expect(await lines.nth(2).getByRole('button').allTextContents()).toEqual(['Delete']);
    await page.getByText('What is kept, and who sees it').click();
    await page.getByTestId('pictures').scrollIntoViewIfNeeded();
    await shot(page, `list-${width}`);
    await lines.nth(1).getByRole('button', { name: /^Open/ }).click();
    await page.getByTestId('obstacle-picture').waitFor();
    expect([await page.getByTestId('obstacle-kind').textContent(), store.looked]).toEqual(['Toy', ['bb']]);
    await shot(page, `opened-${width}`);
    await lines
      .nth(1)
      .getByRole('button', { name: /^Delete/ })
      .click();
    await page.getByText('Gone for good: 1 picture.').waitFor();
    expect([store.pictures.map(({ id }) => id), await lines.count()]).toEqual([['aa', 'cc'], 2]);
    expect(problems).toEqual([]);
    await page.close();
  }
});

browserTest('T-IMG: what deletes pictures asks first and says how many; the switch says what it did', async () => {
  await serve(false);
  for (const [width, height] of sizes) {
    store = { keep_days: 7, pictures: [entry('aa', 7), entry('bb', 8, 2)], looked: [] };
    const { page, problems } = await open(width, height);
    const days = page.getByTestId('pictures-days');
    const question = page.getByTestId('pictures-question');
    await page.getByText('2 pictures are kept.').waitFor();
    await days.selectOption('3');
    await page.getByText('Kept for 3 days from now on.').waitFor();
    expect([store.keep_days, store.pictures.length]).toEqual([3, 2]);
    await days.selectOption('0');
    await page.getByText('2 pictures will be gone for good, and no more are kept.').waitFor();
    await page.getByTestId('pictures').scrollIntoViewIfNeeded();
    await shot(page, `sure-${width}`);
    await page.getByTestId('pictures-no').click();
    await question.waitFor({ state: 'hidden' });
    expect([store.keep_days, store.pictures.length, await days.inputValue()]).toEqual([3, 2, '3']);
    // It is the same on a wide screen, where software draws slowly.
    if (width > 500) {
      await page.close();
      continue;
    }
    await days.selectOption('1');
    await page.getByText('1 picture will be gone for good: older than 1 day.').waitFor();
    await page.getByTestId('pictures-yes').click();
    await page.getByText('Kept for 1 day from now on. Gone for good: 1 picture.').waitFor();
    expect([store.keep_days, store.pictures.map(({ id }) => id)]).toEqual([1, ['aa']]);
    await page.getByTestId('pictures-delete').click();
    await page.getByText('1 picture will be gone for good. New ones are kept as before.').waitFor();
    expect(store.pictures.length).toBe(1);
    await page.getByTestId('pictures-yes').click();
    await page.getByText('Gone for good: 1 picture.', { exact: true }).waitFor();
    await page.getByText('None is kept now.').waitFor();
    // Nothing goes with it: nothing is asked.
    await days.selectOption('0');
    await page.getByText('Off, as it is by default: no picture is kept.').waitFor();
    expect([store.keep_days, problems]).toEqual([0, []]);
    await page.close();
  }
});

browserTest(
  'T-IMG: who is no admin sees no picture and no switch, is not refused for asking, and is told that pictures are kept',
  async () => {
    await serve(true);
    const admin = await paired();
    await admin.getByText('1 picture is kept.').waitFor();
    const viewer = await paired();
    const told = 'Pictures of obstacles are kept for 7 days; admins see them.';
    for (const page of [admin, viewer]) {
      await page.getByTestId('camera-pictures').getByText('admins see them').waitFor();
      expect([
        await page.getByTestId('camera-pictures').textContent(),
        await page.getByTestId('camera-on').getAttribute('title'),
        await page.getByTestId('camera-on').textContent(),
      ]).toEqual([told, told, 'Camera on, pictures kept for admins']);
    }
    await viewer.locator('[data-obstacle="7"]').click();
    await viewer.getByTestId('obstacle').waitFor();
    const asked: string[] = [];
    viewer.on('request', (request) => asked.push(request.url()));
    await viewer.waitForTimeout(1000);
    expect([
      await viewer.getByTestId('obstacle-picture').isVisible(),
      await viewer.getByTestId('pictures').isVisible(),
    ]).toEqual([false, false]);
    expect(asked.filter((url) => url.includes('pictures'))).toEqual([]);
    for (const [width, height] of sizes) {
      await viewer.setViewportSize({ width, height });
      await viewer.getByTestId('camera').scrollIntoViewIfNeeded();
      await shot(viewer, `viewer-${width}`);
    }
    home.status({ camera: { isOpen: true, isOn: true, reason: '', tellsPeople: true, keepsPictures_days: 0 } });
    await viewer.getByText('There is no live view, and no picture is kept.').waitFor();
    expect([
      await viewer.getByTestId('camera-pictures').isVisible(),
      await viewer.locator('#camera-keeps').isVisible(),
    ]).toEqual([false, false]);
  },
);

browserTest(
  'T-IMG: a robot without a detector that can tell people says what is missing; its switch goes one way',
  async () => {
    home.status({ camera: { isOpen: true, isOn: true, reason: '', tellsPeople: false, keepsPictures_days: 0 } });
    store = { keep_days: 0, pictures: [], looked: [] };
    await serve(false);
    for (const [width, height] of sizes) {
      store.keep_days = 0;
      const { page } = await open(width, height);
      const days = page.getByTestId('pictures-days');
      await page.getByText('homebound detector --install openimages').waitFor();
      expect(await days.isDisabled()).toBe(true);
      await page.getByTestId('pictures').scrollIntoViewIfNeeded();
      await shot(page, `blind-${width}`);
      // Its detector was taken out while they were on.
      store.keep_days = 3;
      await page.reload();
      await page.getByText('no more are taken').waitFor();
      expect(await days.locator('option:not([disabled])').allTextContents()).toEqual(['Off', '3 days']);
      await days.selectOption('0');
      await page.getByText('Off: no picture is kept.').waitFor();
      expect([store.keep_days, await days.isDisabled()]).toEqual([0, true]);
      await page.close();
    }
  },
);

browserTest('what was dismissed is listed with its room, also where nothing is seen now, and taken back', async () => {
  await serve(false);
  const { page, problems } = await open(390, 844);
  const lines = page.getByTestId('dismissal-list').getByRole('listitem');
  await lines.nth(1).waitFor();
  expect(await lines.allTextContents()).toEqual(['Threshold, Living roomUndo', 'CableUndo']);
  await page.getByTestId('dismissals').scrollIntoViewIfNeeded();
  await shot(page, 'dismissed-390');
  await page.getByRole('button', { name: 'Threshold, Living room is an obstacle after all' }).click();
  for (let k = 0; k < 100 && said.length === 0; k++) await page.waitForTimeout(50);
  expect(said).toEqual([{ command: 'recallDismissal', dismissal: 3 }]);
  home.view.obstacles(lying, []);
  await page.getByTestId('dismissals').waitFor({ state: 'hidden' });
  expect(problems).toEqual([]);
});
