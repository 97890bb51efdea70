import { basename, extname } from 'node:path';
import { generateHome, type World } from '@homebound/sim';
import { loadMap, loadWorld } from '../worlds.ts';

/** Before a floor plan's file: the home that is furnished on it by the run's seed. */
const FURNISHED = 'home:';

/** The world of a run: one of ours by its name, a file, or `home:FILE`, a floor plan furnished by the seed. */
export function batchWorld(name: string, seed: number): { readonly world: World } {
  if (!name.startsWith(FURNISHED)) return { world: loadWorld(name) };
  const path = name.slice(FURNISHED.length);
  const { world } = generateHome({ map: loadMap(path), seed, name: basename(path, extname(path)) });
  return { world };
}
