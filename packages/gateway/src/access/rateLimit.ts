import type { RateClass } from './policy.ts';

/** Tokens a second, and how many at once. */
export interface Rate {
  readonly perSecond_hz: number;
  readonly burst: number;
}

/** For one client, and for all together. A login is slow by design: a person types eight digits. */
export const rates: Readonly<Record<RateClass, { readonly client: Rate; readonly all: Rate }>> = {
  page: { client: { perSecond_hz: 50, burst: 200 }, all: { perSecond_hz: 200, burst: 800 } },
  read: { client: { perSecond_hz: 20, burst: 40 }, all: { perSecond_hz: 60, burst: 120 } },
  map: { client: { perSecond_hz: 1, burst: 6 }, all: { perSecond_hz: 3, burst: 12 } },
  write: { client: { perSecond_hz: 10, burst: 40 }, all: { perSecond_hz: 30, burst: 60 } },
  file: { client: { perSecond_hz: 0.2, burst: 4 }, all: { perSecond_hz: 0.5, burst: 8 } },
  login: { client: { perSecond_hz: 0.5, burst: 5 }, all: { perSecond_hz: 1, burst: 10 } },
};

/** Clients that are remembered; the one that asked longest ago is forgotten first, and the limit for all still holds. */
const mostClients = 1024;

interface Bucket {
  tokens: number;
  filled_s: number;
}

/** Paired devices and all others: a flood of strangers must not use up what is there for the household. */
export type Crowd = 'paired' | 'strangers';

/** How often one client, and all of its crowd together, may ask. Token buckets on a clock that is handed in. */
export class RateLimit {
  readonly #clients = new Map<string, Bucket>();
  readonly #all = new Map<string, Bucket>();

  /**
   * @param client  a paired device's id, or a stranger's address
   * @returns 0 when it may pass (which costs a token), otherwise how long to wait, s
   */
  wait_s(client: string, rate: RateClass, now_s: number, crowd: Crowd): number {
    const key = `${crowd} ${rate} ${client}`;
    const mine = this.#clients.get(key) ?? { tokens: rates[rate].client.burst, filled_s: now_s };
    this.#clients.delete(key);
    this.#clients.set(key, mine);
    for (const oldest of this.#clients.keys()) {
      if (this.#clients.size <= mostClients) break;
      this.#clients.delete(oldest);
    }
    const crowdKey = `${crowd} ${rate}`;
    const all = this.#all.get(crowdKey) ?? { tokens: rates[rate].all.burst, filled_s: now_s };
    this.#all.set(crowdKey, all);
    fill(mine, rates[rate].client, now_s);
    fill(all, rates[rate].all, now_s);
    const wait_s = Math.max(lack_s(mine, rates[rate].client), lack_s(all, rates[rate].all));
    if (wait_s > 0) return wait_s;
    mine.tokens--;
    all.tokens--;
    return 0;
  }
}

function fill(bucket: Bucket, rate: Rate, now_s: number): void {
  bucket.tokens = Math.min(rate.burst, bucket.tokens + Math.max(0, now_s - bucket.filled_s) * rate.perSecond_hz);
  bucket.filled_s = now_s;
}

function lack_s(bucket: Bucket, rate: Rate): number {
  return bucket.tokens >= 1 ? 0 : (1 - bucket.tokens) / rate.perSecond_hz;
}
