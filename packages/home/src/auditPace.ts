import type { AuditEvent } from '@homebound/vault';

/** So many of the same by the same are written down at once, and one more each hour. */
export const AT_ONCE = 10;
const AGAIN_S = 3600;
/** Kinds of entries that are remembered. */
const MOST_KINDS = 4096;
/** What stands for all that was done again and again, and is not written down each time. */
export const OFTEN = 'often';

interface Bucket {
  left: number;
  filled_s: number;
  isTold: boolean;
}

/**
 * Keeps the log from being pushed full: it holds 16,384 entries, and who may open a page could open so many in half an hour, until what they
 * did before is gone. Something else is always written down, however much of the same came before it.
 */
export class AuditPace {
  readonly #buckets = new Map<string, Bucket>();

  /**
   * @param now_s  of a clock that nobody sets
   * @returns the entry to write: as it is, one that says that there were more, or none
   */
  pass(event: AuditEvent, now_s: number): AuditEvent | undefined {
    const bucket = this.#bucketOf(`${event.kind} ${event.by} ${event.what} ${event.outcome}`, now_s);
    bucket.left = Math.min(AT_ONCE, bucket.left + (now_s - bucket.filled_s) / AGAIN_S);
    bucket.filled_s = now_s;
    if (bucket.left >= 1) {
      bucket.left--;
      bucket.isTold = false;
      return event;
    }
    if (bucket.isTold) return undefined;
    bucket.isTold = true;
    return { ...event, what: OFTEN };
  }

  #bucketOf(key: string, now_s: number): Bucket {
    const bucket = this.#buckets.get(key) ?? { left: AT_ONCE, filled_s: now_s, isTold: false };
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    for (const oldest of this.#buckets.keys()) {
      if (this.#buckets.size <= MOST_KINDS) break;
      this.#buckets.delete(oldest);
    }
    return bucket;
  }
}
