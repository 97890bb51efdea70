import { checkNewObject, type Entry, entryIn, type IndexEntry, MAX_ENTRIES, type NewObject } from './entry.ts';
import type { KindRules } from './kindRules.ts';
import type { Ledger } from './ledger.ts';
import { sealObject } from './objectFile.ts';
import { wrapFor } from './objectKeys.ts';
import type { Refused } from './results.ts';
import { KEY_BYTES } from './seal.ts';

/** Objects on the disk that no index names yet. */
export interface Batch {
  readonly ok: true;
  readonly written: readonly IndexEntry[];
  /** What there was, less what the new ones replace. */
  readonly staying: readonly IndexEntry[];
}

/** Writes objects one by one as they come, and syncs them; until an index names them, nothing has happened. */
export function writeObjects(
  ledger: Ledger,
  rulesOf: (kind: string) => KindRules,
  objects: Iterable<NewObject>,
): Batch | Refused {
  const { entries, nextVersion } = ledger.index;
  const written: IndexEntry[] = [];
  const replaced = new Set<IndexEntry>();
  for (const object of objects) {
    checkNewObject(object);
    const { kind, id, stamp_s, content, replaces } = object;
    const { schema, quota_bytes } = rulesOf(kind);
    const version = nextVersion + written.length;
    const entry: Entry = { kind, id, version, schema, stamp_s, bytes: content.length };
    const refusal = refusalOf(entry, quota_bytes, entries.length + written.length);
    if (refusal !== undefined) return refusal;
    if (replaces !== undefined) replaced.add(entryIn(entries, kind, id, replaces));
    written.push(writeObject(ledger, entry, content));
  }
  if (written.length > 0) ledger.ground.disk.syncFolder();
  return { ok: true, written, staying: entries.filter((entry) => !replaced.has(entry)) };
}

function refusalOf({ kind, id, bytes }: Entry, quota_bytes: number | undefined, count: number): Refused | undefined {
  if (quota_bytes !== undefined && bytes > quota_bytes) {
    const message = `${kind} ${id} has ${bytes} bytes, more than the ${quota_bytes} for all of its kind`;
    return { ok: false, reason: 'overQuota', message };
  }
  if (count < MAX_ENTRIES) return undefined;
  const message = `The vault holds ${MAX_ENTRIES} versions, the most it can; delete some, then save ${kind} ${id} again`;
  return { ok: false, reason: 'tooMany', message };
}

/** Seals content under a key of its own, which then stands in the entry, wrapped, and nowhere else. */
function writeObject({ ground, deviceKey }: Ledger, entry: Entry, content: Uint8Array): IndexEntry {
  const { disk, random } = ground;
  const key = random(KEY_BYTES);
  const file = Buffer.from(random(16)).toString('hex');
  disk.write(file, sealObject(key, entry, content, random));
  disk.sync(file);
  const wrappedKey = wrapFor(deviceKey, key);
  key.fill(0);
  return { ...entry, file, wrappedKey };
}
