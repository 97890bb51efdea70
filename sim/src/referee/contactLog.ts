import { isActor } from '../actors/troupe.ts';
import { isPushable } from '../physics/planarWorld.ts';
import type { Truth } from '../truth.ts';
import type { World } from '../world.ts';

/** A contact that begins faster than this is a hard one. */
export const HARD_MPS = 0.1;
/** Two touches of the same thing closer in time than this are one contact. */
const PAUSE_S = 0.3;
/** Things lighter than this are hardly felt, nor hurt: a ball, a slipper. */
const LIGHT_KG = 0.3;

/** What was run into: what stands firm, what the robot pushes (from 0.3 kg on, or lighter), people, pets and moving doors. */
export type HitKind = 'fixed' | 'heavy' | 'light' | 'actor';

/** A hard contact: what the body ran into, and where the body was; world frame. */
export interface Hit {
  readonly stamp_s: number;
  readonly name: string;
  readonly kind: HitKind;
  readonly x: number;
  readonly y: number;
  readonly closing_mps: number;
}

/** Counts how often the body ran into things, by their kind, and keeps the hard contacts. */
export class ContactLog {
  readonly counts: Record<HitKind, number> = { fixed: 0, heavy: 0, light: 0, actor: 0 };
  readonly hardCounts: Record<HitKind, number> = { fixed: 0, heavy: 0, light: 0, actor: 0 };
  readonly hits: Hit[] = [];
  readonly #world: World;
  readonly #lastTouch_s = new Map<string, number>();

  constructor(world: World) {
    this.#world = world;
  }

  observe({ stamp_s, contacts, T_world_base: { x, y } }: Truth): void {
    for (const { name, closing_mps } of contacts) {
      const last_s = this.#lastTouch_s.get(name) ?? Number.NEGATIVE_INFINITY;
      this.#lastTouch_s.set(name, stamp_s);
      if (stamp_s - last_s < PAUSE_S) continue;
      const kind = this.#kindOf(name);
      this.counts[kind]++;
      if (closing_mps <= HARD_MPS) continue;
      this.hardCounts[kind]++;
      this.hits.push({ stamp_s, name, kind, x, y, closing_mps });
    }
  }

  #kindOf(name: string): HitKind {
    if (isActor(this.#world.actors, name)) return 'actor';
    const solid = this.#world.solids.find((each) => each.name === name);
    if (solid === undefined || !isPushable(solid)) return 'fixed';
    return solid.mass_kg < LIGHT_KG ? 'light' : 'heavy';
  }
}
