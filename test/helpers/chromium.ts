import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Debian's Chromium, or undefined where there is none. */
export const chromiumPath = places.find((path) => existsSync(path));

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
}

/** A test that needs the browser: skipped by its name where there is none. */
export const browserTest: typeof test = chromiumPath === undefined ? (test.skip as typeof test) : test;
