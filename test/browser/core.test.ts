import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { browserTest, launchChromium } from '../helpers/chromium.ts';
import { homebound, root, temporaryFolder } from '../helpers/homebound.ts';

/** No network at all; WebAssembly is the physics, and no other code may be made at run time. */
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'none'";
const seed = 5;
let server: Server;
let browser: Browser | undefined;

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'test', 'browser', 'coreWorker.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    conditions: ['@dev'],
    logLevel: 'silent',
  });
  return outputFiles[0].text;
}

beforeAll(async () => {
  const files: Record<string, [string, string]> = {
    '/': ['text/html', '<!doctype html><title>core</title>'],
    '/worker.js': ['text/javascript', await bundle()],
  };
  server = createServer((request, response) => {
    const file = files[request.url ?? ''];
    response.writeHead(file ? 200 : 404, {
      'content-type': file?.[0] ?? 'text/plain',
      'content-security-policy': policy,
    });
    response.end(file?.[1]);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  await browser?.close();
  server.close();
});

browserTest(
  'simulator and stack clean a home in a browser worker without network, to the same bits as in Node',
  async () => {
    const folder = join(temporaryFolder(), 'run');
    const node = homebound(
      'simulate',
      '--headless',
      '--world',
      'studio',
      '--seed',
      String(seed),
      '--no-recording',
      '--out',
      folder,
      '--json',
    );
    browser = await launchChromium();
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const sdf = readFileSync(join(root, 'sim', 'worlds', 'studio.sdf'), 'utf8');
    const ended = await page.evaluate(
      ([text, number]) =>
        new Promise<{ finished: boolean; simulated_s: number; hash: string }>((done, failed) => {
          const worker = new Worker('/worker.js', { type: 'module' });
          worker.onmessage = (event) => done(event.data);
          worker.onerror = (event) => failed(new Error(event.message));
          worker.postMessage({ sdf: text, seed: number, maxTime_s: 14_400 });
        }),
      [sdf, seed] as const,
    );
    const { summary } = JSON.parse((await node).out);
    expect(ended).toEqual({ finished: true, simulated_s: summary.simulated_s, hash: summary.hash });
  },
);
