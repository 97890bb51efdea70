import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { VaultError } from './vaultError.ts';

const LOCK = 'lock';

/**
 * Takes a folder for this process: a file `lock` that names it, made in one step. One that a dead process left is taken over.
 * @returns gives the folder free. Throws VaultError `inUse` when a living process, or this one, has it.
 */
export function lockFolder(path: string): () => void {
  const lock = join(path, LOCK);
  const own = `${LOCK}.${process.pid}`;
  const mine = `${process.pid} ${lifeOf(process.pid)}`;
  writeFileSync(join(path, own), mine, { mode: 0o600 });
  try {
    while (!linked(join(path, own), lock)) clearStale(path, lock);
  } finally {
    rmSync(join(path, own), { force: true });
  }
  removeLeftovers(path);
  return () => {
    if (contentOf(lock) === mine) rmSync(lock, { force: true });
  };
}

/** Whether the lock was free: a link is made or not, never half, and never over another. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  }
}

/** Takes away what a dead process left; moved first and looked at again, as another may have been quicker. */
function clearStale(path: string, lock: string): void {
  const seen = contentOf(lock);
  if (seen === undefined) return;
  const pid = Number(seen.split(' ')[0]);
  if (isAlive(seen))
    throw new VaultError(
      'inUse',
      `${path} is in use by process ${pid}; end it first, a store has one process at a time`,
    );
  const aside = join(path, `${LOCK}.stale.${process.pid}`);
  try {
    renameSync(lock, aside);
  } catch {
    return;
  }
  if (contentOf(aside) !== seen) linked(aside, lock);
  rmSync(aside, { force: true });
}

/** What processes left that were killed in the middle of taking the lock. */
function removeLeftovers(path: string): void {
  for (const name of readdirSync(path)) {
    const pid = /^lock\.(?:stale\.)?(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(path, name), { force: true });
  }
}

function isAlive(holder: string): boolean {
  const [pid, ...life] = holder.split(' ');
  // The number may have gone to another process since, or the machine been started anew.
  return /^\d+$/.test(pid) && isRunning(Number(pid)) && lifeOf(Number(pid)) === life.join(' ');
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // Anything else means that it is there, but somebody else's.
    return (cause as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** What tells a process from a later one of the same number: the boot and when it began; empty where the system doesn't say. */
function lifeOf(pid: number): string {
  const boot = contentOf('/proc/sys/kernel/random/boot_id')?.trim();
  const began = contentOf(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, '')
    .split(' ')[19];
  return boot === undefined || began === undefined ? '' : `${boot} ${began}`;
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
