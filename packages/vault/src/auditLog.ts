import { type AuditEntry, type AuditEvent, chained, checkAuditEvent, FIRST_HASH } from './auditEntry.ts';
import { type AuditEnd, type AuditSegment, chainBreaks, decodeSegment, encodeSegment } from './auditSegment.ts';
import type { PutResult } from './results.ts';
import type { Vault } from './vault.ts';
import { VaultError } from './vaultError.ts';

const KIND = 'audit';
/** An append writes its segment anew: 256 entries have some 50 kB. */
const SEGMENT_ENTRIES = 256;
/** 16,384 entries, years of a household; then the oldest segment goes, which the log's first number shows. */
const MOST_SEGMENTS = 64;

export interface AuditReport {
  readonly entries: readonly AuditEntry[];
  /** Where the chain is broken, a line each; empty when all that was ever written stands as it was. */
  readonly breaks: readonly string[];
}

/**
 * Who did what, append-only, in the vault: sealed, and crash-safe as all that is there. Entries are chained by their hashes, so
 * that one that is changed, taken out, put elsewhere or cut off at the end is named, also when it was done with the keys in hand.
 */
export class AuditLog {
  readonly #vault: Vault;

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  /** Appends an event. Throws RangeError for one that the closed list has no place for. */
  append(event: AuditEvent): PutResult {
    checkAuditEvent(event);
    const { open, end } = this.#tail();
    const entry = chained(end, event);
    const content = encodeSegment(open?.segment.before ?? end, [...(open?.segment.entries ?? []), entry]);
    const id = open?.id ?? idOf(entry.seq);
    const result = this.#vault.put({ kind: KIND, id, stamp_s: event.stamp_s, content });
    if (result.ok) this.#dropOldest();
    return result;
  }

  /** All entries, and whether they are all that was written. */
  read(): AuditReport {
    const damage: string[] = [];
    const segments: AuditSegment[] = [];
    for (const id of this.#ids())
      try {
        const found = this.#vault.get(KIND, id);
        if (found === undefined) continue;
        damage.push(...found.passedOver.map((problem) => `${problem}; an older version is shown`));
        segments.push(decodeSegment(found.content));
      } catch (cause) {
        if (!(cause instanceof VaultError)) throw cause;
        damage.push(cause.message);
      }
    return { entries: segments.flatMap(({ entries }) => entries), breaks: [...damage, ...chainBreaks(segments)] };
  }

  /**
   * The segment that is being filled, and where the chain has come to. Where the newest can't be read a new one begins after all
   * that it may have held: what is missing shows for good.
   */
  #tail(): { open?: { id: string; segment: AuditSegment }; end: AuditEnd } {
    const id = this.#ids().at(-1);
    if (id === undefined) return { end: { seq: 0, hash: FIRST_HASH } };
    const segment = this.#whole(id);
    if (segment === undefined) return { end: { seq: Number(id) + SEGMENT_ENTRIES - 1, hash: FIRST_HASH } };
    const { end, entries } = segment;
    return entries.length < SEGMENT_ENTRIES ? { open: { id, segment }, end } : { end };
  }

  /** A segment when its newest version can be read. */
  #whole(id: string): AuditSegment | undefined {
    try {
      const found = this.#vault.get(KIND, id);
      return found?.passedOver.length === 0 ? decodeSegment(found.content) : undefined;
    } catch (cause) {
      if (!(cause instanceof VaultError) || cause.code !== 'damaged') throw cause;
      return undefined;
    }
  }

  #ids(): string[] {
    return [...new Set(this.#vault.list(KIND).map(({ id }) => id))].sort();
  }

  #dropOldest(): void {
    const [oldest, ...rest] = this.#ids();
    if (rest.length >= MOST_SEGMENTS) this.#vault.delete(KIND, oldest);
  }
}

/** By the first entry's number, so that names stand in the order of time. */
function idOf(seq: number): string {
  return String(seq).padStart(10, '0');
}
