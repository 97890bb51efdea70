import type { World } from '@homebound/sim';
import { loadWorld } from '../worlds.ts';

/** The world of a run: one of ours by its name, a file, or `home:FILE`, a floor plan furnished by the seed. */
export function batchWorld(name: string, seed: number): { readonly world: World } {
  return { world: loadWorld(name, seed) };
}
