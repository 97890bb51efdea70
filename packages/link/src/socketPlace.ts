import { lstatSync, type Stats, unlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, resolve } from 'node:path';
import { LinkError } from './linkError.ts';

/** sun_path has 108 bytes with the zero at its end; a longer one is cut off silently by some systems. */
const MAX_PATH_BYTES = 107;
const OTHERS_WRITE = 0o022;
const STICKY = 0o1000;

/** Refuses a socket's folder that anybody but root and this user could put something into, or move away. */
export function checkFolder(path: string): void {
  if (Buffer.byteLength(path) > MAX_PATH_BYTES)
    throw new LinkError('badOptions', `Cannot open link ${path}: a socket's path has at most ${MAX_PATH_BYTES} bytes`);
  let folder = dirname(resolve(path));
  const stats = look(folder);
  if (!stats?.isDirectory())
    throw new LinkError('noFolder', `Cannot open link ${path}: ${folder} is no folder; make it, with mode 0750`);
  if (!isOurs(stats) || (stats.mode & OTHERS_WRITE) !== 0) throw openFolder(path, folder, stats);
  for (; folder !== '/'; folder = dirname(folder)) {
    const above = look(dirname(folder));
    // In a sticky folder such as /tmp others can write, but not move what is ours.
    if (above === undefined || !isOurs(above) || ((above.mode & OTHERS_WRITE) !== 0 && (above.mode & STICKY) === 0))
      throw openFolder(path, dirname(folder), above);
  }
}

/** Removes the socket of a process that is gone. Refuses anything else that lies there, and a socket that answers. */
export async function clearPlace(path: string): Promise<void> {
  const stats = look(path);
  if (stats === undefined) return;
  const isOwn = stats.isSocket() && stats.uid === process.getuid?.();
  if (!isOwn)
    throw new LinkError(
      'squatted',
      `Cannot open link ${path}: ${stats.isSocket() ? `a socket of user ${stats.uid}` : 'something that is no socket'} lies there; find out who put it there, then remove it`,
    );
  if (await answers(path))
    throw new LinkError('inUse', `Cannot open link ${path}: another process listens there; end it first`);
  unlinkSync(path);
}

function answers(path: string): Promise<boolean> {
  return new Promise((tell) => {
    const socket = connect(path);
    const done = (isThere: boolean) => (): void => {
      socket.destroy();
      tell(isThere);
    };
    socket.once('connect', done(true));
    // Only a refusal says that nobody is there; a process too busy to answer (EAGAIN) is one.
    socket.once('error', ({ code }: NodeJS.ErrnoException) => done(code !== 'ECONNREFUSED' && code !== 'ENOENT')());
  });
}

function look(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

function isOurs({ uid }: Stats): boolean {
  return uid === 0 || uid === process.getuid?.();
}

function openFolder(path: string, folder: string, stats: Stats | undefined): LinkError {
  const found =
    stats === undefined ? 'is missing' : `has mode ${(stats.mode & 0o7777).toString(8)} and owner ${stats.uid}`;
  return new LinkError(
    'openFolder',
    `Cannot open link ${path}: ${folder} ${found}; root or this user must own it, and nobody else may write there`,
  );
}
