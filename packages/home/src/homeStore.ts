import type { KeptFloor, ObstaclePicture } from '@homebound/nodes';
import type { Dismissal, HomeState } from '@homebound/plan';
import type { StoredFloor } from '@homebound/slam';
import { type AuditEvent, AuditLog, type AuditReport, checkAuditEvent, type Gone, type Vault } from '@homebound/vault';
import {
  type HomeCalls,
  type HomeReply,
  type HomeSettings,
  homeDeed,
  type RunDetail,
  type Schedule,
} from '@homebound/wire';
import { AuditPace } from './auditPace.ts';
import { deskCalls, type StoreCall } from './deskCalls.ts';
import { forgetNetwork } from './forgetNetwork.ts';
import { HomeParts, type HomePartsOptions } from './homeParts.ts';
import { homeRequests } from './homeRequests.ts';
import { done, inShape, refusalOf } from './refusal.ts';

/** Small things that others read and write as bytes: pairings, the robot's certificate authority, the time it was last, what schedules have done, the privacy button, the newest release. */
export const byteKinds = ['pairing', 'tls', 'clock', 'due', 'privacy', 'update'] as const;
export type ByteKind = (typeof byteKinds)[number];
/** Where an old one must open nothing any more: it holds who was paired, or a key. */
const forgetting: readonly ByteKind[] = ['pairing', 'tls'];
const BYTES_ID = 'all';

export interface HomeStoreOptions extends HomePartsOptions {
  /** Folder in which a reset asks the system to forget the networks that it knows. */
  readonly forgetNetworkIn?: string;
}

/** What whoever begins to use the store has to know at once. */
export interface HomeBegin {
  readonly bytes: Readonly<Partial<Record<ByteKind, Uint8Array>>>;
  /** Why something that was kept can't be read. */
  readonly damaged: Readonly<Partial<Record<ByteKind, string>>>;
  readonly schedules: readonly Schedule[];
  readonly settings: HomeSettings;
  /** For how many days pictures of obstacles are kept; 0 is off. */
  readonly pictures_days: number;
}

/**
 * All that a household leaves with its robot, in one open vault. Each method returns when the disk has said its last word, so it
 * belongs where nobody waits for it: see `openHome`. What it refuses is a HomeRefusal.
 */
export class HomeStore {
  readonly #vault: Vault;
  readonly #options: HomeStoreOptions;
  readonly #home: HomeParts;
  readonly #audit: AuditLog;
  #pace = new AuditPace();
  #waking = 0;

  constructor(vault: Vault, options: HomeStoreOptions) {
    this.#vault = vault;
    this.#options = options;
    this.#home = new HomeParts(vault, options);
    this.#audit = new AuditLog(vault);
  }

  /** What was kept; what schedules and settings can't be read of is warned of, and as if it had never been said. */
  begin(): HomeBegin {
    const bytes: Partial<Record<ByteKind, Uint8Array>> = {};
    const damaged: Partial<Record<ByteKind, string>> = {};
    for (const kind of byteKinds)
      try {
        bytes[kind] = this.#vault.get(kind, BYTES_ID)?.content;
      } catch (cause) {
        damaged[kind] =
          `What is kept of ${kind} can't be read: ${(cause as Error).message}; reset the robot to begin anew`;
      }
    const { schedules, settings, pictures } = this.#home;
    this.expirePictures();
    return { bytes, damaged, schedules, settings, pictures_days: pictures.keep_days };
  }

  /**
   * The robot wakes up.
   * @param waking its number; what one that woke before still tells is its own business
   * @returns the maps it may be in
   */
  wake(waking: number, name: string, resolution_m: number): readonly KeptFloor[] {
    this.#waking = waking;
    this.#home.runs.goesOn(undefined);
    // It has forgotten what lay where: what is left of it goes, too.
    this.#home.orWarn(() => this.#home.pictures.dropAll(), []);
    return this.#home.wake(name, resolution_m).floors;
  }

  saveMap(waking: number, index: number, floor: StoredFloor, epoch: number, isUnderway = false): void {
    const { awake, runs, pictures } = this.#home;
    if (awake === undefined || waking !== this.#waking) return;
    const id = awake.save(index, floor, epoch, isUnderway);
    if (id === undefined || id !== awake.idOf('')) return;
    runs.place(id);
    pictures.place(id, this.#options.now_s());
  }

  keepHome(waking: number, index: number, home: HomeState): void {
    if (waking === this.#waking) this.#home.awake?.keepHome(index, home);
  }

  keepDismissals(waking: number, index: number, dismissals: readonly Dismissal[]): void {
    if (waking === this.#waking) this.#home.awake?.keepDismissals(index, dismissals);
  }

  keepRun(run: RunDetail, isOver: boolean, mapName: string): void {
    const { awake, runs, settings } = this.#home;
    runs.goesOn(isOver ? undefined : run.id);
    runs.keep(run, awake?.idOf(mapName), this.#options.now_s(), settings.keepHistory_days);
  }

  /** Keeps a picture of an obstacle, while an admin wants any, and writes down that it did. */
  keepPicture(waking: number, picture: ObstaclePicture, mapName: string): void {
    const { awake, maps, pictures } = this.#home;
    if (awake === undefined || waking !== this.#waking) return;
    const map = awake.idOf(mapName);
    // Its map was deleted meanwhile.
    if (map !== undefined && !maps.ids().includes(map)) return;
    const stamp_s = this.#options.now_s();
    if (!pictures.keep(picture, map, stamp_s)) return;
    this.#home.orWarn(
      () => this.appendAudit({ stamp_s, kind: 'camera', by: 'robot', what: 'picture', outcome: 'done' }),
      undefined,
    );
  }

  dropPicture(id: string): void {
    this.#home.pictures.drop([id]);
  }

  /** What is too old goes for good. */
  expirePictures(): void {
    this.#home.orWarn(() => this.#home.pictures.expire(this.#options.now_s()), []);
  }

  /** The robot has been told the time, which it had counted from its first start: its runs were so much later. */
  timeFound(later_s: number): void {
    this.#home.runs.moveBy(later_s);
    this.#home.awake?.timeFound(later_s);
  }

  keepBytes(kind: ByteKind, content: Uint8Array): void {
    const put = this.#vault.put({ kind, id: BYTES_ID, stamp_s: this.#options.now_s(), content });
    const [{ version }] = done(put).entries;
    if (forgetting.includes(kind))
      done(this.#vault.deleteWhere((entry) => entry.kind === kind && entry.version < version));
  }

  appendAudit(event: AuditEvent): void {
    checkAuditEvent(event);
    const entry = this.#pace.pass(event, performance.now() / 1000);
    if (entry !== undefined) done(this.#audit.append(entry));
  }

  readAudit(): AuditReport {
    return this.#audit.read();
  }

  /** Answers a call, and writes down what was done or refused. */
  ask<C extends StoreCall>(call: C, request: HomeCalls[C]['request'], by: string, bytes?: Uint8Array): HomeReply<C> {
    try {
      const reply = deskCalls[call](this.#home, inShape(homeRequests[call], request, call), bytes);
      this.#writeDown(call, request, by, 'done');
      return reply;
    } catch (cause) {
      this.#writeDown(call, request, by, 'refused');
      throw refusalOf(cause);
    }
  }

  /** Factory reset: keys first, then all else; the log begins anew with who did it. @returns what went */
  reset(by: string): readonly Gone[] {
    const { forgetNetworkIn } = this.#options;
    // First: whoever pressed the button notices a reset that is cut off, but not a network that is still known after it.
    if (forgetNetworkIn !== undefined) forgetNetwork(forgetNetworkIn);
    const gone = this.#vault.reset();
    this.#pace = new AuditPace();
    this.#writeDown('reset', {}, by, 'done');
    this.#home.begunAnew();
    return gone;
  }

  close(): void {
    this.#vault.close();
  }

  /** A log that can't be written stops no deletion on a full disk. */
  #writeDown<C extends StoreCall | 'reset'>(
    call: C,
    request: HomeCalls[C]['request'],
    by: string,
    outcome: 'done' | 'refused',
  ): void {
    const deed = homeDeed(call, request);
    if (deed === undefined) return;
    const event = { stamp_s: this.#options.now_s(), ...deed, by, outcome };
    this.#home.orWarn(() => this.appendAudit(event), undefined);
  }
}
