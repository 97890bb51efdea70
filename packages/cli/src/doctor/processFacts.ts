import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Fact } from './fact.ts';
import { linesOf } from './machineFacts.ts';

/** What a process of ours is called: the second word of its command line. */
const ROLES = ['serve', 'mind', 'gateway', 'motor', 'simulate', 'view'];
const UNITS = ['homebound-motor', 'homebound-mind', 'homebound-gateway'];
/** What systemd says of a unit; anything else it says is not passed on. */
const STATES = /^(active|inactive|failed|activating|deactivating|reloading|not-found)$/;
const LISTENING = '0A';

/** The robot's processes that run now, with the doors that each has open, and its units where a system of services runs them. */
export function processFacts(proc: string): Fact[] {
  const ours = readNames(proc)
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const role = roleOf(join(proc, pid));
      return role === undefined ? [] : [{ topic: 'process', finding: `${role}: ${doorsOf(proc, pid)}` }];
    });
  return [...(ours.length > 0 ? ours : [{ topic: 'process', finding: 'none of the robot runs' }]), ...unitFacts()];
}

function roleOf(folder: string): string | undefined {
  const [, script = '', word = ''] = (linesOf(join(folder, 'cmdline'))[0] ?? '').split('\0');
  if (/[/\\]homebound-motor\.js$/.test(script)) return 'motor';
  return /[/\\]homebound(\.m?js)?$/.test(script) && ROLES.includes(word) ? word : undefined;
}

/** Listening sockets of a process: how far each can be reached, and its port; never an address, which tells of a home's network. */
function doorsOf(proc: string, pid: string): string {
  const own = new Set(readNames(join(proc, pid, 'fd')).flatMap((fd) => inodeOf(join(proc, pid, 'fd', fd))));
  if (own.size === 0) return 'doors not known (another user)';
  const doors = ['tcp', 'tcp6'].flatMap((kind) =>
    linesOf(join(proc, pid, 'net', kind))
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === LISTENING && own.has(inode))
      .map(([, local]) => `${reachOf(local)}:${Number.parseInt(local.split(':')[1], 16)}`),
  );
  return doors.length === 0 ? 'no door to a network' : `listens on ${doors.join(', ')}`;
}

/** Of an address as the kernel writes it: hexadecimal, of the machine's byte order. */
function reachOf(local: string): string {
  const [address] = local.split(':');
  if (/^0+$/.test(address)) return 'EVERY NETWORK';
  const isOwn =
    address === '0100007F' || address === '00000000000000000000000001000000' || /0000FFFF0100007F$/.test(address);
  return isOwn ? 'this machine' : 'a network';
}

function inodeOf(link: string): string[] {
  try {
    const [, inode] = /^socket:\[(\d+)\]$/.exec(readlinkSync(link)) ?? [];
    return inode === undefined ? ['-'] : [inode];
  } catch {
    return [];
  }
}

function unitFacts(): Fact[] {
  const topic = 'services';
  if (!existsSync('/run/systemd/system')) return [{ topic, finding: 'no systemd runs here' }];
  return UNITS.map((unit) => {
    const { stdout } = spawnSync('systemctl', ['is-active', unit], { encoding: 'utf8', timeout: 5000 });
    const state = (stdout ?? '').trim();
    return { topic, finding: `${unit}: ${STATES.test(state) ? state : 'not known'}` };
  });
}

function readNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
