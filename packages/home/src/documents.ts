import type { Vault } from '@homebound/vault';
import type { HomeSettings, Schedule } from '@homebound/wire';
import type * as z from 'zod';
import { schedulesShape, settingsShape } from './homeRequests.ts';
import { done, fromJson } from './refusal.ts';

/** What a robot is set to before anybody has said anything. */
export const defaultSettings: HomeSettings = { robotName: 'Homebound', timeZone: 'UTC', keepHistory_days: 365 };

/** The one object of its kind. */
export const DOCUMENT_ID = 'all';

/** Something small that people set, kept as JSON; checked as it is read and as it is written. */
class Document<T> {
  readonly #vault: Vault;
  readonly #kind: string;
  readonly #shape: z.ZodType<T>;
  readonly #initial: T;

  constructor(vault: Vault, kind: string, shape: z.ZodType<T>, initial: T) {
    this.#vault = vault;
    this.#kind = kind;
    this.#shape = shape;
    this.#initial = initial;
  }

  read(): T {
    const found = this.#vault.get(this.#kind, DOCUMENT_ID);
    return found === undefined ? this.#initial : this.parse(found.content);
  }

  /** Throws HomeRefusal for content that is none. */
  parse(content: Uint8Array): T {
    return fromJson(this.#shape, content, this.#kind);
  }

  /** @param isForgetting what stood there before is to be gone for good */
  write(value: T, stamp_s: number, isForgetting: boolean): void {
    const content = new TextEncoder().encode(JSON.stringify(value));
    const [entry] = done(this.#vault.put({ kind: this.#kind, id: DOCUMENT_ID, stamp_s, content })).entries;
    if (isForgetting)
      done(this.#vault.deleteWhere(({ kind, version }) => kind === this.#kind && version < entry.version));
  }
}

/** Schedules and settings. */
export class Documents {
  readonly schedules: Document<readonly Schedule[]>;
  readonly settings: Document<HomeSettings>;

  constructor(vault: Vault) {
    this.schedules = new Document<readonly Schedule[]>(vault, 'schedule', schedulesShape, []);
    this.settings = new Document<HomeSettings>(vault, 'settings', settingsShape, defaultSettings);
  }

  /** A schedule that is no longer there was deleted, and goes for good. */
  writeSchedules(schedules: readonly Schedule[], stamp_s: number): void {
    const ids = new Set(schedules.map(({ id }) => id));
    const before = readOr(() => this.schedules.read(), []);
    this.schedules.write(schedules, stamp_s, !before.every(({ id }) => ids.has(id)));
  }

  /** What the robot was called before is nobody's business either. */
  writeSettings(settings: HomeSettings, stamp_s: number): void {
    const before = readOr(() => this.settings.read(), defaultSettings);
    const isForgetting = before.robotName !== settings.robotName || before.timeZone !== settings.timeZone;
    this.settings.write(settings, stamp_s, isForgetting);
  }
}

/** Damaged ones are written over: there is nothing to keep of them. */
function readOr<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
