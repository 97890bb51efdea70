import { type IndexEntry, MAX_CONTENT_BYTES } from './entry.ts';
import type { KindRules } from './kindRules.ts';
import type { Ledger } from './ledger.ts';
import { OBJECT_HEAD_BYTES, openObject } from './objectFile.ts';
import { keyOf } from './objectKeys.ts';
import { SEAL_BYTES } from './seal.ts';
import { diskFault } from './vaultError.ts';

const MAX_FILE_BYTES = MAX_CONTENT_BYTES + OBJECT_HEAD_BYTES + SEAL_BYTES;

/** The content of a version by its kind's schema of today, or what is wrong with it in one line. */
export function readEntry(ledger: Ledger, entry: IndexEntry, rules: KindRules): Uint8Array | string {
  const name = `${entry.kind} ${entry.id}, version ${entry.version}`;
  if (entry.schema > rules.schema)
    return `${name}: a later Homebound wrote it (schema ${entry.schema}, this one reads up to ${rules.schema}); update Homebound`;
  const content = contentOf(ledger, entry);
  if (typeof content !== 'string') return migrated(content, name, entry.schema, rules);
  ledger.damaged.add(entry.file);
  return `${name}: ${content}`;
}

function contentOf({ ground, deviceKey }: Ledger, entry: IndexEntry): Uint8Array | string {
  try {
    const file = ground.disk.read(entry.file, MAX_FILE_BYTES);
    const key = keyOf(deviceKey, entry);
    return (key && openObject(key, entry, file)) ?? 'is damaged (its seal is broken)';
  } catch (cause) {
    if (diskFault(cause) === undefined) throw cause;
    return `its file can't be read (${(cause as Error).message})`;
  }
}

/** Content of an older schema as its kind has it today. Throws RangeError when there is no way. */
export function migrated(content: Uint8Array, name: string, schema: number, rules: KindRules): Uint8Array {
  let now = content;
  for (let at = schema; at < rules.schema; at++) {
    const step = rules.migrations?.[at];
    if (step === undefined)
      throw new RangeError(`${name} has schema ${at}, and its kind has no migration from that to ${at + 1}`);
    now = step(now);
  }
  return now;
}
