import type { Entry } from './entry.ts';
import { diskFault } from './vaultError.ts';

/** A disk that can't take something is no exception in the middle of a clean, but a line to show. */
export interface Refused {
  readonly ok: false;
  readonly reason: 'diskFull' | 'diskFailed' | 'overQuota' | 'tooMany';
  readonly message: string;
}
export type PutResult = { readonly ok: true; readonly entries: readonly Entry[] } | Refused;

/** What went for good, an object a line. */
export interface Gone {
  readonly kind: string;
  readonly id: string;
  readonly versions: number;
  readonly bytes: number;
}
export type DeleteResult = { readonly ok: true; readonly gone: readonly Gone[] } | Refused;

/** A version that was read. */
export interface Found {
  readonly entry: Entry;
  readonly content: Uint8Array;
  /** Newer versions that can't be read, a line each; when there are any, this is the one offered in their place. */
  readonly passedOver: readonly string[];
}

/** What the disk refused, as a result; anything else is thrown on. */
export function refusedBy(cause: unknown, what: string): Refused {
  const reason = diskFault(cause);
  if (reason === undefined) throw cause;
  const then = reason === 'diskFull' ? 'delete something, then try again' : 'the disk may be failing; make a backup';
  return { ok: false, reason, message: `Cannot ${what}: ${(cause as Error).message}; ${then}` };
}

/** The entries by object. */
export function tally(entries: readonly Entry[]): Gone[] {
  const byObject = new Map<string, Gone>();
  for (const { kind, id, bytes } of entries) {
    const before = byObject.get(`${kind} ${id}`) ?? { kind, id, versions: 0, bytes: 0 };
    byObject.set(`${kind} ${id}`, { kind, id, versions: before.versions + 1, bytes: before.bytes + bytes });
  }
  return [...byObject.values()];
}
