import type { Actor } from '../actors/actor.ts';
import { isActor } from '../actors/troupe.ts';
import type { Truth } from '../truth.ts';

/** A contact that begins faster than this is a hard one. */
export const HARD_MPS = 0.1;
/** Two touches of the same thing closer in time than this are one contact. */
const PAUSE_S = 0.3;

/** A hard contact: what the body ran into, and where the body was; world frame. */
export interface Hit {
  readonly stamp_s: number;
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly closing_mps: number;
}

/** Counts how often the body ran into things, and keeps the hard contacts; people, pets and moving doors on their own. */
export class ContactLog {
  contacts = 0;
  readonly hits: Hit[] = [];
  actorContacts = 0;
  readonly actorHits: Hit[] = [];
  readonly #actors: readonly Actor[] | undefined;
  readonly #lastTouch_s = new Map<string, number>();

  constructor(actors?: readonly Actor[]) {
    this.#actors = actors;
  }

  observe({ stamp_s, contacts, T_world_base: { x, y } }: Truth): void {
    for (const { name, closing_mps } of contacts) {
      const last_s = this.#lastTouch_s.get(name) ?? Number.NEGATIVE_INFINITY;
      this.#lastTouch_s.set(name, stamp_s);
      if (stamp_s - last_s < PAUSE_S) continue;
      const byActor = isActor(this.#actors, name);
      if (byActor) this.actorContacts++;
      else this.contacts++;
      if (closing_mps > HARD_MPS) (byActor ? this.actorHits : this.hits).push({ stamp_s, name, x, y, closing_mps });
    }
  }
}
