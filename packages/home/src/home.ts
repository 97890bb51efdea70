import { randomBytes } from 'node:crypto';
import { type MapKeeper, type PictureKeeper, type RunKeeper, slamParameters } from '@homebound/nodes';
import { type AuditEntry, type AuditEvent, type AuditReport, checkAuditEvent, type Gone } from '@homebound/vault';
import {
  type HomeCalls,
  type HomeDesk,
  HomeRefusal,
  type HomeReply,
  type HomeSettings,
  homeDeeds,
  type Schedule,
} from '@homebound/wire';
import type { StoreCall } from './deskCalls.ts';
import { defaultSettings } from './documents.ts';
import type { HomeChange } from './homeParts.ts';
import type { ByteKind, HomeBegin } from './homeStore.ts';
import { NewestOnly } from './newestOnly.ts';
import type { TimeStore } from './robotClock.ts';
import type { StoreChannel } from './storeChannel.ts';

/** Who wants a reset is at the robot for so long after its reset button was pressed, s. */
export const PRESENCE_S = 120;

/** Where others keep something small, as the gateway takes it. */
export interface ByteStore {
  /** Throws HomeRefusal when it was kept, but can't be read: it is no other than what it was. */
  load(): Uint8Array | undefined;
  /** Handed over when it returns; what the disk refuses of it is a warning. */
  save(bytes: Uint8Array): void;
}

export interface HomeHooks {
  readonly now_s: () => number;
  readonly warn: (text: string) => void;
  /** Tries a signed update at the next start. Throws HomeRefusal. Absent: none are taken. */
  readonly update?: (file: Uint8Array) => Promise<HomeCalls['update']['answer']>;
  /** s, of a clock that nobody sets. */
  readonly monotonic_s: () => number;
}

/**
 * What a household leaves with its robot, for the robot that runs: what is kept is handed over and done behind its back, what is read
 * is at hand. The one owner of the store; others ask its `desk`.
 */
export class Home {
  readonly #channel: StoreChannel;
  readonly #hooks: HomeHooks;
  readonly #work: NewestOnly;
  readonly #handedOver = new Set<Promise<void>>();
  #privacyKept: Promise<void> = Promise.resolve();
  readonly #listeners = new Set<(change: HomeChange) => void>();
  #begin: HomeBegin;
  #wakings = 0;
  #pressedAt_s = Number.NEGATIVE_INFINITY;

  constructor(channel: StoreChannel, begin: HomeBegin, hooks: HomeHooks) {
    this.#channel = channel;
    this.#begin = begin;
    this.#hooks = hooks;
    this.#work = new NewestOnly(hooks.warn);
  }

  get schedules(): readonly Schedule[] {
    return this.#begin.schedules;
  }

  get settings(): HomeSettings {
    return this.#begin.settings;
  }

  /** What a paired page, or whoever else may, asks for. */
  readonly desk: HomeDesk = {
    ask: async (call, request, by, bytes) => {
      checkName(by);
      if (call === 'reset') return this.#resetByDesk(by) as Promise<HomeReply<never>>;
      if (call === 'update') return this.#update(by, bytes) as Promise<HomeReply<never>>;
      return this.#ask(call, request as never, by, bytes) as Promise<HomeReply<never>>;
    },
  };

  /**
   * The robot wakes up in one of its maps, or in a new home.
   * @param name of a map that is begun, for people
   * @param resolution_m of its cells; SLAM's own when absent. Maps of other cells are warned of and left out, as are those that can't be read
   */
  async wake(name: string, resolution_m: number = slamParameters.resolution.default): Promise<MapKeeper> {
    const n = ++this.#wakings;
    const floors = await this.#channel.call('wake', n, name, resolution_m);
    return {
      floors,
      save: (...args) => this.#work.do(`map ${n}.${args[0]}`, () => this.#channel.call('saveMap', n, ...args)),
      keepHome: (...args) => this.#work.do(`rooms ${n}.${args[0]}`, () => this.#channel.call('keepHome', n, ...args)),
      keepDismissals: (...args) =>
        this.#work.do(`dismissals ${n}.${args[0]}`, () => this.#channel.call('keepDismissals', n, ...args)),
    };
  }

  /** Whether the robot ended in the middle of the last job that it began. */
  async wasBrokenOff(): Promise<boolean> {
    const { answer } = await this.desk.ask('listRuns', {}, 'body');
    return answer.runs[0]?.outcome === 'interrupted';
  }

  readonly runs: RunKeeper = {
    newId: () => randomBytes(8).toString('hex'),
    keep: (run, ...rest) => this.#work.do(`run ${run.id}`, () => this.#channel.call('keepRun', run, ...rest)),
  };

  readonly pictures: PictureKeeper & { expire(): void } = this.#pictureKeeper();

  /** Who did what. What can't be written down is warned of. */
  readonly audit = {
    append: (event: AuditEvent): void => this.#warned(this.#channel.call('appendAudit', event)),
    read: async (): Promise<readonly AuditEntry[]> => (await this.audit.check()).entries,
    /** Whether it is all that was ever written. */
    check: (): Promise<AuditReport> => this.#channel.call('readAudit'),
  };

  /** Pairings: those that were ended are gone for good. A save rejects when the disk does not take it. */
  readonly accessStore = {
    ...this.#bytes('pairing'),
    save: (bytes: Uint8Array): Promise<void> => this.keepBytes('pairing', bytes),
  };
  /** The robot's certificate authority. */
  readonly tlsStore: ByteStore = this.#bytes('tls');
  /** The time that it last was. */
  readonly clockStore: ByteStore & TimeStore = {
    ...this.#bytes('clock'),
    timeFound: (later_s) => this.#warned(this.#channel.call('timeFound', later_s)),
  };
  /** What schedules have done. */
  readonly dueStore: ByteStore = this.#bytes('due');
  /** How the privacy button was left. `kept` rejects while the disk does not take it. */
  readonly privacyStore: ByteStore & { kept(): Promise<unknown> } = {
    ...this.#bytes('privacy'),
    save: (bytes) => {
      this.#privacyKept = this.keepBytes('privacy', bytes);
      this.#warned(this.#privacyKept);
    },
    kept: () => Promise.all([this.#privacyKept, ...this.#handedOver]),
  };
  /** The highest number of a release that ran well. */
  readonly updateStore: ByteStore = this.#bytes('update');

  /** Keeps something small. Rejects with HomeRefusal when the disk does not take it. */
  async keepBytes(kind: ByteKind, bytes: Uint8Array): Promise<void> {
    this.#begin = { ...this.#begin, bytes: { ...this.#begin.bytes, [kind]: bytes } };
    await this.#channel.call('keepBytes', kind, bytes);
  }

  /** Somebody pressed the robot's reset button. */
  pressed(): void {
    this.#pressedAt_s = this.#hooks.monotonic_s();
  }

  /** Factory reset by who stands at the robot: needs no login. Rejects with HomeRefusal `presence` without the button. @returns what went */
  async reset(by: string): Promise<readonly Gone[]> {
    if (this.#hooks.monotonic_s() - this.#pressedAt_s > PRESENCE_S) {
      this.#writeDown('reset', by, 'refused');
      throw new HomeRefusal(
        'presence',
        'A reset needs somebody at the robot: press its reset button shortly, then ask again within two minutes',
      );
    }
    this.#pressedAt_s = Number.NEGATIVE_INFINITY;
    await this.#work.settled();
    return this.#channel.call('reset', by);
  }

  /** @returns ends the listening */
  onChange(listener: (change: HomeChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** For `openHome`: the store tells that something is another now. */
  changed(change: HomeChange): void {
    if (change.what === 'reset') this.#begin = nothingKept;
    else if (change.what === 'pictures') this.#begin = { ...this.#begin, pictures_days: change.keep_days };
    else if (change.what !== 'maps') this.#begin = { ...this.#begin, ...change };
    for (const listener of this.#listeners) listener(change);
  }

  /** When all that was handed over is on the disk, or was told to be refused. */
  async close(): Promise<void> {
    await Promise.all([this.#work.settled(), ...this.#handedOver]);
    await this.#channel.close();
  }

  async #ask<C extends StoreCall>(call: C, request: HomeCalls[C]['request'], by: string, bytes?: Uint8Array) {
    const reply = await this.#channel.call('ask', call, request as never, by, bytes);
    // What a full disk refused may find room now.
    if (homeDeeds[call]?.kind === 'delete') this.#work.retry();
    return reply;
  }

  #pictureKeeper(): PictureKeeper & { expire(): void } {
    const keep_days = (): number => this.#begin.pictures_days;
    return {
      get keep_days() {
        return keep_days();
      },
      newId: () => randomBytes(8).toString('hex'),
      keep: (picture, mapName) => {
        const n = this.#wakings;
        if (keep_days() > 0)
          this.#work.do(`picture ${picture.id}`, () => this.#channel.call('keepPicture', n, picture, mapName));
      },
      drop: (id) => this.#work.do(`picture ${id}`, () => this.#channel.call('dropPicture', id)),
      expire: () => this.#warned(this.#channel.call('expirePictures')),
    };
  }

  #bytes(kind: ByteKind): ByteStore {
    return {
      load: () => {
        const problem = this.#begin.damaged[kind];
        if (problem !== undefined) throw new HomeRefusal('failed', problem);
        return this.#begin.bytes[kind];
      },
      save: (bytes) => this.#warned(this.keepBytes(kind, bytes)),
    };
  }

  #warned(work: Promise<void>): void {
    const warned = work.catch((cause: Error) => this.#hooks.warn(cause.message));
    this.#handedOver.add(warned);
    void warned.then(() => this.#handedOver.delete(warned));
  }

  async #resetByDesk(by: string): Promise<HomeReply<'reset'>> {
    return { answer: { gone: await this.reset(by) } };
  }

  async #update(by: string, file: Uint8Array | undefined): Promise<HomeReply<'update'>> {
    try {
      if (this.#hooks.update === undefined) throw new HomeRefusal('failed', 'This robot takes no updates by file');
      if (file === undefined) throw new HomeRefusal('invalid', 'No update came with the call');
      const answer = await this.#hooks.update(file);
      this.#writeDown('update', by, 'done');
      return { answer };
    } catch (cause) {
      this.#writeDown('update', by, 'refused');
      throw cause;
    }
  }

  #writeDown(call: 'update' | 'reset', by: string, outcome: 'done' | 'refused'): void {
    this.audit.append({ stamp_s: this.#hooks.now_s(), ...homeDeeds[call]!, by, outcome });
  }
}

/** Before anything is done: what was done by who has no place in the log would be written down nowhere. */
function checkName(by: string): void {
  try {
    checkAuditEvent({ stamp_s: 0, kind: 'config', by, what: 'call', outcome: 'done' });
  } catch (cause) {
    throw new HomeRefusal('invalid', `Who asks can't be written down: ${(cause as Error).message}`);
  }
}

const nothingKept: HomeBegin = { bytes: {}, damaged: {}, schedules: [], settings: defaultSettings, pictures_days: 0 };
