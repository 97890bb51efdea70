import { cos, log, sin } from './elementary.ts';

/** A stream of random numbers that depends on its seed alone. */
export interface Rng {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Normal with mean 0 and standard deviation 1. */
  normal(): number;
  /** Uniform integer in [0, n). */
  int(n: number): number;
  /** An independent stream: the same name always gives the same one, and drawing from it leaves this one alone. */
  fork(name: string): Rng;
}

/** Spreads a seed and a name over 32 bits (FNV-1a, then a murmur3 finish). */
function hash32(seed: number, name: string): number {
  let h = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * Random numbers by sfc32 (C. Doty-Humphrey, PractRand), normals by Box and Muller.
 * @param seed an integer in [0, 2^32); throws RangeError otherwise
 */
export function createRng(seed: number): Rng {
  if (!Number.isInteger(seed) || seed < 0 || seed >= 4294967296)
    throw new RangeError(`Cannot seed random numbers: seed must be an integer in [0, 2^32), got ${seed}`);
  let a = hash32(seed, 'a') | 0;
  let b = hash32(seed, 'b') | 0;
  let c = hash32(seed, 'c') | 0;
  let counter = 1;
  let spare: number | undefined;
  const next = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i++) next();
  return {
    uniform: next,
    normal: () => {
      if (spare !== undefined) {
        const kept = spare;
        spare = undefined;
        return kept;
      }
      // Box and Muller: 1 - u keeps the logarithm finite.
      const r = Math.sqrt(-2 * log(1 - next()));
      const phi = 2 * Math.PI * next();
      spare = r * sin(phi);
      return r * cos(phi);
    },
    int: (n) => Math.floor(next() * n),
    fork: (name) => createRng(hash32(seed, name)),
  };
}
