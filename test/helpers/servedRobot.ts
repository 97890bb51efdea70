import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, temporaryFolder } from './homebound.ts';
import { HomeNetwork, pressForCode, robotIn, robotPort, until } from './homeNetwork.ts';
import { PairedPage } from './pairedPage.ts';

const command = join(root, 'dist', 'homebound.js');

/** A robot that `homebound serve` runs, in a home's network of its own. */
export interface Robot {
  readonly network: HomeNetwork;
  readonly home: string;
  readonly run: string;
}

/** @param options  of serve */
export function begin(...options: readonly string[]): Robot {
  const { home, run, args } = robotIn(temporaryFolder(), '--no-announce', ...options);
  return { network: HomeNetwork.begin([process.execPath, ...args]), home, run };
}

export type PartName = 'motor' | 'mind' | 'gateway' | 'camera';
export type Parts = Readonly<Record<PartName, number>>;

/** Processes that serve keeps, by name. */
export function parts({ network: { child } }: Robot): Parts {
  const found: Record<string, number> = {};
  for (const pid of childrenOf(child.pid!)) {
    const words = commandLine(pid);
    const name = words.some((word) => word.endsWith('homebound-motor.js'))
      ? 'motor'
      : words[words.indexOf(command) + 1];
    found[name] = pid;
  }
  return found as never;
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

export function commandLine(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

/** Processes of the whole machine that know this robot's folder. */
export function leftOf({ run }: Pick<Robot, 'run'>): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => commandLine(pid).includes(run));
}

/** Pairs a page by pressing the button and reading the code where the robot shows it. */
export async function pairedWith(robot: Robot): Promise<{ page: PairedPage; stranger: PairedPage; close: () => void }> {
  await until(() => robot.network.said.includes('Certificate: '));
  const door = await robot.network.door(robotPort);
  const page = new PairedPage(door.connect, robotPort);
  await page.pair((await pressForCode(robot.network, robot.run)).join(''));
  return { page, stranger: new PairedPage(door.connect, robotPort), close: door.close };
}
