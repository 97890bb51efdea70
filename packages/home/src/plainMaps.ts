import { decodeHomeMap, FormatError, type StoredMap } from '@homebound/formats';
import { type Disk, MAX_CONTENT_BYTES } from '@homebound/vault';

/** `ID.hbmap`, and `ID.1.hbmap` and `ID.2.hbmap` for revisions before it, as earlier versions of Homebound kept them. */
const FILE = /^([a-z0-9][a-z0-9_-]{0,62})(?:\.([12]))?\.hbmap$/;

/** A map as a file that anyone can read: carried in or out, kept with a recording, or from before there was a vault. */
export interface PlainMap {
  readonly file: string;
  readonly id: string;
  /** How many revisions there are after it. */
  readonly age: number;
  readonly bytes: Uint8Array;
  /** Absent when it can't be read; then `problem` says why, in one line. */
  readonly map: StoredMap | undefined;
  readonly problem: string | undefined;
}

/** The plain maps of a folder, the oldest revision of each id first. */
export function plainMaps(disk: Disk): PlainMap[] {
  const there = disk.names().flatMap((file) => {
    const [, id, age] = FILE.exec(file) ?? [];
    return id === undefined ? [] : [{ file, id, age: Number(age ?? 0) }];
  });
  there.sort((a, b) => b.age - a.age);
  return there.map((one) => ({ ...one, ...contentOf(disk, one) }));
}

function contentOf(
  disk: Disk,
  { file, id }: { file: string; id: string },
): Pick<PlainMap, 'bytes' | 'map' | 'problem'> {
  let bytes: Uint8Array = new Uint8Array(0);
  try {
    bytes = disk.read(file, MAX_CONTENT_BYTES);
    const map = decodeHomeMap(bytes, file);
    if (map.meta.id === id) return { bytes, map, problem: undefined };
    return { bytes, map: undefined, problem: `${file}: is a copy of the map ${map.meta.id}; rename it back` };
  } catch (cause) {
    // A sector that can't be read is no worse than one that reads wrong.
    const problem = cause instanceof FormatError ? cause.message : `${file}: ${(cause as Error).message}`;
    return { bytes, map: undefined, problem };
  }
}
