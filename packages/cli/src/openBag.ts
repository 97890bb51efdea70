import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Bag, type ByteSource, isZstd, Recording, type RecordingOptions, readBagMetadata } from '@homebound/graph';
import { CliError } from './errors.ts';
import { MAX_RECORDING_BYTES, readInput } from './files.ts';
import { boundedZstd, unpackFile } from './zstd.ts';

/** What rosbag2 writes beside a bag's files, and what our runs write of theirs. */
export const METADATA = 'metadata.yaml';
/** A run's recording in its folder. */
export const RECORDING = 'recording.mcap';

const MAX_METADATA_BYTES = 2 ** 22;

/** A topic's name in the recording, and the one that it is read under; without leading slashes. */
export type Remap = readonly [from: string, to: string];

export interface OpenBagOptions {
  readonly remap?: readonly Remap[];
  /** Told in one line what is amiss, but not so much that it can't be read. */
  readonly warn?: (text: string) => void;
}

export function warnOnStderr(text: string): void {
  process.stderr.write(`warning: ${text}\n`);
}

/** Whether a path is named as a bag is: a folder, or an MCAP file that may be compressed. */
export function isBag(path: string): boolean {
  return isBagName(path) || isFolder(path);
}

const isBagName = (name: string): boolean => /\.mcap(\.zstd)?$/.test(name);
const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/**
 * Opens a recording: an .mcap file, a rosbag2 folder, or the folder of a run, each with or without rosbag2's zstd.
 * `zstdReady` must be awaited before. Throws CliError, in one line, when there is none or it can't be read.
 */
export function openBag(path: string, { remap = [], warn = warnOnStderr }: OpenBagOptions = {}): Bag {
  const files = isFolder(path) ? filesIn(path, warn).map((file) => join(path, file)) : [path];
  return new Bag(
    files.map((file) => ({ name: basename(file), recording: new Recording(sourceOf(file), unpacking(file)) })),
    { remap: new Map(remap) },
  );
}

/** What comes out of each pass over a file is counted by itself. */
function unpacking(file: string): RecordingOptions {
  return {
    get decompress() {
      return boundedZstd(file);
    },
  };
}

/** The folder that a recording lies in, with what the run left beside it. */
export function folderOf(path: string): string {
  return isFolder(path) ? path : dirname(path);
}

/** Names of a folder's recordings, in the order of time. */
function filesIn(folder: string, warn: (text: string) => void): readonly string[] {
  const names = readdirSync(folder);
  if (names.includes(METADATA)) return namedFiles(folder, names, warn);
  if (names.includes(RECORDING)) return [RECORDING];
  const found = recordingsIn(names);
  if (found.length === 0) {
    const hint = names.some((name) => name.endsWith('.db3')) ? '; its .db3 is not read' : '';
    throw new CliError(`${folder}: no recording, neither rosbag2's ${METADATA} nor a ${RECORDING}${hint}`);
  }
  warn(`${folder}: has no ${METADATA} (\`ros2 bag reindex\` writes it); read are ${found.join(', ')}`);
  return found;
}

function namedFiles(folder: string, names: readonly string[], warn: (text: string) => void): readonly string[] {
  const path = join(folder, METADATA);
  let files: readonly string[];
  try {
    files = readBagMetadata(new TextDecoder().decode(readInput(path, 'bag', MAX_METADATA_BYTES))).files;
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
    throw new CliError(`${path}: ${(cause as Error).message}`, { cause });
  }
  const missing = files.find((file) => !statSync(join(folder, file), { throwIfNoEntry: false })?.isFile());
  if (missing === undefined) return files;
  const found = recordingsIn(names);
  // Somebody renamed the one file: it is clear which one is meant.
  if (files.length !== 1 || found.length !== 1)
    throw new CliError(
      `${path}: names ${missing}, which is not there (there are ${found.join(', ') || 'no .mcap files'})`,
    );
  warn(`${path}: names ${missing}, which is not there; ${found[0]} is read`);
  return found;
}

/** MCAP files by their numbers: `bag_2.mcap` comes before `bag_10.mcap`. */
function recordingsIn(names: readonly string[]): string[] {
  return names.filter(isBagName).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

/** The bytes of a file: piece by piece, or at once if it must be unpacked or has no size of its own (a pipe). */
function sourceOf(path: string): ByteSource {
  const stat = statSync(path, { throwIfNoEntry: false });
  const whole = (): Uint8Array => {
    const bytes = readInput(path, 'recording', MAX_RECORDING_BYTES);
    return isZstd(bytes) ? unpackFile(path, bytes) : bytes;
  };
  if (!stat?.isFile() || isZstd(pieceOf(path, 0, 4))) return whole();
  return { read: (offset, length) => pieceOf(path, offset, length) };
}

function pieceOf(path: string, offset: number, length: number): Uint8Array {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const piece = new Uint8Array(length);
    return piece.subarray(0, readSync(file, piece, 0, length, offset));
  } catch (cause) {
    throw new CliError(`Cannot read recording ${path}: ${(cause as Error).message}`, { cause });
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
