import type { SE2 } from '@homebound/math';
import { TILE_SIDE, type TileMap } from './map/tileMap.ts';

/** FNV-1a over 32-bit words of a pose and all tiles, in the order the tiles were made. */
export function checksumOf(T: SE2, tiles: TileMap): number {
  let h = mix(0x811c9dc5, new Uint32Array(Float64Array.of(T.x, T.y, T.theta).buffer));
  h = mix(h, tiles.counts.subarray(0, (tiles.tileCount + 1) * TILE_SIDE * TILE_SIDE));
  return h >>> 0;
}

function mix(start: number, words: Uint32Array): number {
  let h = start;
  for (let i = 0; i < words.length; i++) h = Math.imul(h ^ words[i], 0x01000193);
  return h;
}
