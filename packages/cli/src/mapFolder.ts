import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type MapFolder, MapFolderError, type NamedFile, whyNotName } from '@homebound/nodes';
import { makeFolder } from './files.ts';

/** Of a map's picture: more is none, bytes. */
const MAX_BYTES = 64 * 2 ** 20;

/**
 * The one folder that who is on the graph may read maps from and write maps to. Names are plain; what lies there under a name must be a file
 * of its own, not a link to another: what somebody put there cannot lead out.
 * @param path  made when it is not there; links on the way to it are followed once, now
 */
export function openMapFolder(path: string): MapFolder {
  makeFolder(path, 0o700);
  const root = realpathSync(path);
  return {
    read: (name) => readPlain(placeOf(root, name), name),
    write: (files) => writeAll(root, files),
  };
}

/** Where a name lies. Throws MapFolderError for one that leads elsewhere, and for a folder that is no longer the one that was opened. */
function placeOf(root: string, name: string): string {
  const problem = whyNotName(name);
  if (problem !== undefined) throw new MapFolderError('refused', problem);
  const is = attempt(() => realpathSync(root), 'the map folder');
  if (is !== root)
    throw new MapFolderError('refused', 'the map folder is a link now: start anew with the folder that is meant');
  return join(root, name);
}

function readPlain(path: string, name: string): Uint8Array {
  // Not through a link, and not waiting for who may write into a pipe.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = attempt(() => openSync(path, flags), name);
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw new MapFolderError('refused', `${name} is no file`);
    if (stat.size > MAX_BYTES)
      throw new MapFolderError('refused', `${name} is larger than ${MAX_BYTES} bytes: it is no map`);
    return new Uint8Array(readFileSync(file));
  } finally {
    closeSync(file);
  }
}

/** Under names of their own first, flushed, then each in its place: the picture before the yaml that names it. */
function writeAll(root: string, files: readonly NamedFile[]): void {
  const places = files.map(({ name }) => placeOf(root, name));
  for (const [k, path] of places.entries()) refuseOthers(path, files[k].name);
  const temporary = places.map((path) => `${path}.${process.pid}.part`);
  try {
    for (const [k, { name, bytes }] of files.entries()) attempt(() => writeNew(temporary[k], bytes), name);
    for (const [k, { name }] of files.entries()) attempt(() => renameSync(temporary[k], places[k]), name);
  } finally {
    for (const path of temporary) rmSync(path, { force: true });
  }
}

/** What is not a file is not replaced: whoever put a link or a folder there meant something by it. */
function refuseOthers(path: string, name: string): void {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat !== undefined && !stat.isFile())
    throw new MapFolderError(
      'refused',
      `${name} is ${stat.isSymbolicLink() ? 'a link' : 'no file'} there: it is not written over`,
    );
}

function writeNew(path: string, bytes: Uint8Array): void {
  rmSync(path, { force: true });
  const file = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o600);
  try {
    writeFileSync(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** What the disk says, in words without the place: names are told to whoever asks on the graph. */
function attempt<T>(work: () => T, name: string): T {
  try {
    return work();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new MapFolderError('missing', `there is no ${name} in the map folder`, { cause });
    if (code === 'ELOOP') throw new MapFolderError('refused', `${name} is a link: it is not followed`, { cause });
    throw new MapFolderError('failed', `${name}: the disk says ${code ?? String(cause)}`, { cause });
  }
}
