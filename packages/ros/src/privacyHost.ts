import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Env, PrivacyFacts } from './privacyFacts.ts';
import { type BoundSocket, boundSockets } from './privacySockets.ts';

/** What `graphPrivacy` has to know of this machine and this process. @param argv  where `--ros-args --enclave` may stand */
export function hostFacts(env: Env, argv: readonly string[]): PrivacyFacts {
  return {
    bootId: readText('/proc/sys/kernel/random/boot_id')?.trim() || undefined,
    installedRmws: installedRmws(env),
    enclave: enclaveOf(argv),
    files: { read: readText, isOpen: (path) => (statSync(path).mode & 0o077) !== 0 },
    now: new Date(),
  };
}

/** Bound UDP sockets of this process; none where there is no /proc. */
export function ownSockets(): BoundSocket[] {
  if (!existsSync('/proc/self/fd')) return [];
  const inodes = new Set(readdirSync('/proc/self/fd').flatMap(inodeOf));
  return ['udp', 'udp6'].flatMap((table) => boundSockets(readText(`/proc/self/net/${table}`) ?? '', inodes));
}

function inodeOf(fd: string): string[] {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/self/fd/${fd}`))?.slice(1) ?? [];
  } catch {
    return []; // closed meanwhile, as the one that lists the folder is
  }
}

/** By the index that ament keeps: a file for each middleware. */
function installedRmws({ AMENT_PREFIX_PATH = '' }: Env): string[] {
  return AMENT_PREFIX_PATH.split(':').flatMap((prefix) => {
    const folder = join(prefix, 'share/ament_index/resource_index/rmw_typesupport');
    return existsSync(folder) ? readdirSync(folder) : [];
  });
}

/** What `--ros-args --enclave` names; the last one counts, as in ROS. */
export function enclaveOf(argv: readonly string[]): string | undefined {
  const at = Math.max(argv.lastIndexOf('--enclave'), argv.lastIndexOf('-e'));
  return argv.includes('--ros-args') && at > argv.indexOf('--ros-args') ? argv[at + 1] : undefined;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
