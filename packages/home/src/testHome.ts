import { CrashingDisk, folderKeyHome, Power } from '@homebound/vault';
import type { Home } from './home.ts';
import { type HomeOptions, openHome } from './openHome.ts';

/** A home on disks in memory, for tests. */
export interface TestHome {
  readonly home: Home;
  readonly power: Power;
  readonly data: CrashingDisk;
  readonly keyDisk: CrashingDisk;
  readonly warnings: string[];
  /** Of both clocks; moved by the test. */
  readonly time: { now_s: number };
  /** Closes it and opens it again. */
  again(): Promise<TestHome>;
}

export async function testHome(
  options: Partial<HomeOptions> = {},
  disks: Pick<TestHome, 'power' | 'data' | 'keyDisk'> = newDisks(),
): Promise<TestHome> {
  const { power, data, keyDisk } = disks;
  const warnings: string[] = [];
  const time = { now_s: 1.7e9 };
  const clock = (): number => time.now_s;
  const warn = (text: string): void => void warnings.push(text);
  const place = { disk: data, keys: folderKeyHome(keyDisk) };
  const common = { folder: 'memory', appVersion: '0', warn, now_s: clock, monotonic_s: clock, place };
  const home = await openHome({ ...common, ...options });
  const again = async (): Promise<TestHome> => {
    await home.close();
    return testHome(options, disks);
  };
  return { home, power, data, keyDisk, warnings, time, again };
}

function newDisks(): Pick<TestHome, 'power' | 'data' | 'keyDisk'> {
  const power = new Power();
  return { power, data: new CrashingDisk(power), keyDisk: new CrashingDisk(power) };
}
