import { existsSync, readFileSync } from 'node:fs';
import { arch, cpus, freemem, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { appVersion } from '../homeMap.ts';
import type { Fact } from './fact.ts';

/** Where the doctor looks; a test gives a made one. */
export interface Machine {
  /** As `/proc`. */
  readonly proc: string;
  readonly env: NodeJS.ProcessEnv;
  readonly now_s: number;
}

/** ROS 2 by the names of its releases; any other is somebody's own. */
const ROS_RELEASES = ['foxy', 'galactic', 'humble', 'iron', 'jazzy', 'kilted', 'lyrical', 'rolling'];
/** A clock before this was never set: 2026-01-01. */
const FIRST_DAY_S = 1_767_225_600;

/** Version, machine, clock, ROS, and what of the machine could write down what is in memory. */
export function machineFacts({ proc, env, now_s }: Machine): Fact[] {
  const gb = (bytes: number): string => (bytes / 2 ** 30).toFixed(1);
  return [
    { topic: 'homebound', finding: appVersion },
    { topic: 'node', finding: process.version },
    // Builders put their own names behind the numbers of a kernel.
    { topic: 'system', finding: `${platform()} ${numbersOf(release())}, ${arch()}, ${cpus().length} cores` },
    { topic: 'memory', finding: `${gb(totalmem())} GB, ${gb(freemem())} GB free` },
    { topic: 'clock', finding: now_s < FIRST_DAY_S ? 'NOT SET: before 2026' : 'set' },
    { topic: 'swap', finding: swap(proc) },
    { topic: 'core dumps', finding: coreDumps(proc) },
    { topic: 'ROS', finding: ros(env) },
    { topic: 'NODE_OPTIONS', finding: env.NODE_OPTIONS ? 'SET' : 'not set' },
  ];
}

function numbersOf(release: string): string {
  return /^\d+(\.\d+)*/.exec(release)?.[0] ?? 'of a version of its own';
}

/** Keys in memory can be written to a disk by swapping. */
function swap(proc: string): string {
  const areas = linesOf(join(proc, 'swaps')).slice(1);
  if (!existsSync(join(proc, 'swaps'))) return 'not known here';
  return areas.length === 0 ? 'off' : `ON (${areas.length}): what is in memory can get onto a disk`;
}

function coreDumps(proc: string): string {
  const limit = linesOf(join(proc, 'self', 'limits')).find((line) => line.startsWith('Max core file size'));
  if (limit === undefined) return 'not known here';
  return /size\s+0\s/.test(limit) ? 'off' : 'ON for this shell (the robot switches its own off)';
}

function ros({ ROS_DISTRO, ROS_DOMAIN_ID, ROS_AUTOMATIC_DISCOVERY_RANGE: range }: NodeJS.ProcessEnv): string {
  if (ROS_DISTRO === undefined) return 'not sourced';
  const distro = ROS_RELEASES.includes(ROS_DISTRO) ? ROS_DISTRO : 'of a name of its own';
  const reach = range !== undefined && /^(SUBNET|LOCALHOST|OFF|SYSTEM_DEFAULT)$/.test(range) ? range : 'default';
  return `${distro}, domain ${ROS_DOMAIN_ID === undefined ? 'default' : 'set'}, discovery ${reach}`;
}

/** The lines of a file of the kernel's; none where it can't be read. */
export function linesOf(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').trim().split('\n');
  } catch {
    return [];
  }
}
