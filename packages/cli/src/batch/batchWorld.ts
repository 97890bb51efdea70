import type { World } from '@homebound/sim';
import { loadWorld } from '../worlds.ts';

/** The world of a run: one of ours by its name, or a file. */
export function batchWorld(name: string, _seed: number): { readonly world: World } {
  return { world: loadWorld(name) };
}
