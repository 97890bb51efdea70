import type { ObstaclePicture } from '@homebound/nodes';
import type { Gone, Vault } from '@homebound/vault';
import { HomeRefusal, type PictureEntry } from '@homebound/wire';
import * as z from 'zod';
import { done, fromJson } from './refusal.ts';

const KIND = 'picture';
const RULE_KIND = 'pictures';
const RULE_ID = 'all';
const DAY_S = 86_400;
/** No picture is kept longer, whatever is asked for, days. */
export const MOST_DAYS = 7;
/** So many, and so many bytes of each, at most: some 4 MB in all. Over it the oldest go. */
export const MOST_PICTURES = 64;
export const MOST_PICTURE_BYTES = 64 * 1024;
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

const ruleShape = z.strictObject({ keep_days: z.int().min(0).max(MOST_DAYS) });
const storedShape = z.strictObject({
  map: z.string().optional(),
  obstacle: z.int().min(0).optional(),
  kind: z.string().max(32),
  label: z.string().max(64),
  x_m: z.number(),
  y_m: z.number(),
  png: z.base64().max(2 * MOST_PICTURE_BYTES),
});
type StoredPicture = z.infer<typeof storedShape>;

/**
 * Pictures of obstacles: none until an admin says for how many days, at most seven. Whatever goes (asked for, too old, too many, with its map) goes
 * for good, as all that is deleted does. No backup holds one, nor whether they are kept.
 */
export class PictureStore {
  readonly #vault: Vault;
  readonly #warn: (text: string) => void;
  /** By version, which is never given twice: what was read once, without the picture. */
  readonly #known = new Map<number, Omit<StoredPicture, 'png'>>();
  /** Of a map that is not saved yet. */
  readonly #unplaced = new Set<string>();

  constructor(vault: Vault, warn: (text: string) => void) {
    this.#vault = vault;
    this.#warn = warn;
  }

  /** For how many days pictures are kept; 0, where nobody has said anything or it can't be read, keeps none. */
  get keep_days(): number {
    try {
      const found = this.#vault.get(RULE_KIND, RULE_ID);
      return found === undefined ? 0 : fromJson(ruleShape, found.content, 'how long pictures are kept').keep_days;
    } catch (cause) {
      this.#warn(`Pictures of obstacles are off: ${(cause as Error).message}`);
      return 0;
    }
  }

  /** @returns what is older than that, and went */
  setRule(keep_days: number, now_s: number): readonly Gone[] {
    const content = new TextEncoder().encode(JSON.stringify({ keep_days }));
    done(this.#vault.put({ kind: RULE_KIND, id: RULE_ID, stamp_s: now_s, content }));
    return this.expire(now_s);
  }

  /** Newest first; what is too old is not shown, should it not have gone yet. */
  list(now_s: number): PictureEntry[] {
    return this.#fresh(now_s).flatMap(({ id, stamp_s, bytes, version }) => {
      const about = this.#about(id, version);
      return about === undefined ? [] : [{ id, stamp_s, bytes, ...about }];
    });
  }

  /** All that the disk holds, without reading any. */
  held(): readonly Pick<PictureEntry, 'id' | 'stamp_s' | 'bytes'>[] {
    return this.#vault.list(KIND);
  }

  /** The PNG. Throws HomeRefusal when there is no such picture. */
  read(id: string, now_s: number): Uint8Array {
    const entry = this.#fresh(now_s).find((one) => one.id === id);
    const found = entry && this.#vault.get(KIND, id);
    if (found === undefined) throw unknownPicture(id);
    return Buffer.from(fromJson(storedShape, found.content, `picture ${id}`).png, 'base64');
  }

  /**
   * @param map that its place is in; absent when it is not saved yet
   * @returns whether it was kept: not while pictures are off. Throws HomeRefusal for what is no PNG, or too large.
   */
  keep({ id, png, ...rest }: ObstaclePicture, map: string | undefined, now_s: number): boolean {
    if (this.keep_days === 0) return false;
    if (png.length > MOST_PICTURE_BYTES || !PNG.every((byte, i) => png[i] === byte))
      throw new HomeRefusal(
        'invalid',
        `Cannot keep a picture: ${png.length} bytes are no PNG of at most ${MOST_PICTURE_BYTES}`,
      );
    this.#put(id, { map, ...rest, png: Buffer.from(png).toString('base64') }, now_s);
    if (map === undefined) this.#unplaced.add(id);
    this.expire(now_s);
    return true;
  }

  /** The robot saved its new map for the first time: what it saw in it has a place. */
  place(map: string, now_s: number): void {
    for (const id of this.#unplaced) {
      const [entry] = this.#vault.versions(KIND, id);
      const found = entry && this.#vault.get(KIND, id);
      if (found === undefined) continue;
      const stored = fromJson(storedShape, found.content, `picture ${id}`);
      this.#put(id, { ...stored, map }, entry.stamp_s);
    }
    if (this.#unplaced.size > 0) this.expire(now_s);
    this.#unplaced.clear();
  }

  /** Those of a map; and those of none, as nobody can say that they are of another. One that can't be read is of any. */
  ofMap(map: string): string[] {
    return this.#vault
      .list(KIND)
      .flatMap(({ id, version }) => ((this.#about(id, version)?.map ?? map) === map ? [id] : []));
  }

  /** For good. Throws HomeRefusal when one is not there. @param ids all of them when absent */
  delete(ids?: readonly string[]): readonly Gone[] {
    const there = new Set(this.#vault.list(KIND).map(({ id }) => id));
    const missing = ids?.find((id) => !there.has(id));
    if (missing !== undefined) throw unknownPicture(missing);
    return this.drop(ids ?? [...there]);
  }

  /** For good, all that there are. */
  dropAll(): readonly Gone[] {
    const ids = this.#vault.list(KIND).map(({ id }) => id);
    return ids.length === 0 ? [] : this.drop(ids);
  }

  /** For good, those of them that there are. */
  drop(ids: readonly string[]): readonly Gone[] {
    for (const id of ids) this.#unplaced.delete(id);
    return done(this.#vault.deleteWhere(({ kind, id }) => kind === KIND && ids.includes(id))).gone;
  }

  /** What is too old goes for good, and the oldest of too many. A picture from the future is one of a clock that was wrong: it goes, too. */
  expire(now_s: number): readonly Gone[] {
    const staying = new Set(this.#fresh(now_s).map(({ id }) => id));
    const going = this.#vault.list(KIND).filter(({ id }) => !staying.has(id));
    return going.length === 0 ? [] : this.drop(going.map(({ id }) => id));
  }

  #fresh(now_s: number) {
    const since_s = now_s - this.keep_days * DAY_S;
    const isFresh = ({ stamp_s }: { stamp_s: number }): boolean => stamp_s > since_s && stamp_s <= now_s;
    return this.#vault.list(KIND).filter(isFresh).slice(0, MOST_PICTURES);
  }

  #put(id: string, stored: StoredPicture, stamp_s: number): void {
    const content = new TextEncoder().encode(JSON.stringify(stored));
    done(this.#vault.put({ kind: KIND, id, stamp_s, content }));
  }

  #about(id: string, version: number): Omit<StoredPicture, 'png'> | undefined {
    const known = this.#known.get(version);
    if (known !== undefined) return known;
    try {
      const { png: _, ...about } = fromJson(storedShape, this.#vault.read(KIND, id, version), `picture ${id}`);
      this.#known.set(version, about);
      return about;
    } catch (cause) {
      this.#warn(`picture ${id}: ${(cause as Error).message}`);
      return undefined;
    }
  }
}

function unknownPicture(id: string): HomeRefusal {
  return new HomeRefusal('notFound', `No picture ${id}; it was deleted, is too old, or never was`);
}
