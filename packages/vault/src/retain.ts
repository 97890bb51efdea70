import type { IndexEntry } from './entry.ts';
import type { KindRules, KindTable } from './kindRules.ts';

/**
 * Which versions stay: of each object the newest `keep`, of a kind with a quota the newest that fit. Versions that are known to
 * be damaged make no good one give way. Kinds that are not in the table (a later Homebound's) are left alone.
 */
export function retain(
  entries: readonly IndexEntry[],
  kinds: KindTable,
  isDamaged: (entry: IndexEntry) => boolean,
): IndexEntry[] {
  const gone = new Set<IndexEntry>();
  for (const [kind, rules] of Object.entries(kinds)) {
    const newestFirst = entries.filter((entry) => entry.kind === kind).sort((a, b) => b.version - a.version);
    dropOldVersions(newestFirst, rules, isDamaged, gone);
    dropOverQuota(newestFirst, rules, gone);
  }
  return entries.filter((entry) => !gone.has(entry));
}

function dropOldVersions(
  newestFirst: readonly IndexEntry[],
  { keep }: KindRules,
  isDamaged: (entry: IndexEntry) => boolean,
  gone: Set<IndexEntry>,
): void {
  const good = new Map<string, number>();
  for (const entry of newestFirst) {
    const count = good.get(entry.id) ?? 0;
    if (count >= keep) gone.add(entry);
    else if (!isDamaged(entry)) good.set(entry.id, count + 1);
  }
}

function dropOverQuota(newestFirst: readonly IndexEntry[], { quota_bytes }: KindRules, gone: Set<IndexEntry>): void {
  if (quota_bytes === undefined) return;
  let bytes = 0;
  for (const entry of newestFirst) {
    if (gone.has(entry)) continue;
    bytes += entry.bytes;
    if (bytes > quota_bytes) gone.add(entry);
  }
}
