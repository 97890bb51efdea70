import { angleDiff, between, compose, hypot, type SE2 } from '@homebound/math';
import { PlaceFinder } from '../localise/placeFinder.ts';
import type { OccupancyMap } from '../map/occupancyMap.ts';
import type { PlacedScan } from './keyCloud.ts';
import type { KeyFrame } from './keyFrame.ts';
import { ScanReader } from './storedScan.ts';

/** Scans in a target: a place of 8 m is full with them, a larger one is drawn sparsely. */
const MAX_SCANS = 60;
/** What lies farther from where it was seen, and farther than the place is wide, says little about it, and costs most to draw. */
const CAP_M = 10;
const MAX_CAP_M = 20;
/** Members that moved by less leave a target as it is: a third of a cell, also 4 m from them. */
const STILL_M = 0.015;
const STILL_RAD = 0.004;
/** And so do fewer new or lost ones. */
const STILL_SHARE = 0.85;
/** Cells that rays pass in a slice, 3 to 6 ns each: most places are drawn in three to five. */
const SLICE_CELLS = 500_000;
/** Making a tile's distances takes as long as so many cells. */
const CELLS_PER_TILE = 6_000;
const reader = new ScanReader();

/** A key frame of a target, and where it stands in it. */
export interface TargetKey {
  readonly key: number;
  readonly T_mid_key: SE2;
}

/**
 * Old key frames around a middle one, as a map of their own in its frame: what is seen now is compared with it. Drawn in
 * slices; of use when it `isComplete`.
 */
export class PlaceTarget {
  readonly map: OccupancyMap;
  readonly #members: readonly TargetKey[];
  readonly #cap_m: number;
  /** Scans that are not drawn yet, the next one last. */
  readonly #scans: PlacedScan[] = [];
  /** Tiles whose distances are to be made, once all scans are drawn; and how many are. */
  #tiles: Int32Array | undefined;
  #indexed = 0;
  #finder: PlaceFinder | undefined;

  /**
   * @param blank    an empty map to draw into
   * @param radius_m no member stands farther from the middle
   */
  constructor(blank: OccupancyMap, keys: readonly KeyFrame[], members: readonly TargetKey[], radius_m: number) {
    this.#cap_m = Math.min(MAX_CAP_M, Math.max(CAP_M, radius_m));
    this.map = blank;
    this.#members = members;
    const perKey = Math.max(1, Math.floor(MAX_SCANS / members.length));
    const stride = Math.max(1, members.length / MAX_SCANS);
    for (let i = 0; i < members.length; i += stride) {
      const { key, T_mid_key } = members[Math.floor(i)];
      const { scans } = keys[key];
      const step = Math.max(1, Math.ceil(scans.length / perKey));
      for (let k = 0; k < scans.length; k += step)
        this.#scans.push({ scan: scans[k], T_ref_base: compose(T_mid_key, scans[k].T_key_base) });
    }
    this.#scans.reverse();
  }

  get isComplete(): boolean {
    return this.#tiles !== undefined && 2 * this.#indexed === this.#tiles.length;
  }

  /** One slice of drawing. */
  advance(): void {
    const end = this.map.walked_cells + SLICE_CELLS;
    while (this.#scans.length > 0 && this.map.walked_cells < end) {
      const { scan, T_ref_base } = this.#scans.pop()!;
      this.map.insertLater(reader.read(scan, this.#cap_m), T_ref_base);
    }
    if (this.#scans.length > 0) return;
    this.#tiles ??= this.map.tiles.tileCoordinates();
    const left = Math.max(0, end - this.map.walked_cells);
    const to = Math.min(this.#tiles.length / 2, this.#indexed + Math.ceil(left / CELLS_PER_TILE));
    this.map.indexTiles(this.#tiles, this.#indexed, to);
    this.#indexed = to;
  }

  /** Made when it is first asked for. */
  get finder(): PlaceFinder {
    this.#finder ??= new PlaceFinder(this.map);
    return this.#finder;
  }

  /** Nothing is searched in it for now: the finder goes, three times as large as the map. */
  rest(): void {
    this.#finder?.release();
    this.#finder = undefined;
  }

  /**
   * Whether it would look the same if it were built anew from other members: hardly any came or went, and those that
   * stayed moved by less than what is seen in the map.
   */
  isStill(members: readonly TargetKey[]): boolean {
    let at = 0;
    let stayed = 0;
    for (const { key, T_mid_key: now } of members) {
      while (at < this.#members.length && this.#members[at].key < key) at++;
      if (at === this.#members.length) break;
      const { key: known, T_mid_key: then } = this.#members[at];
      if (known !== key) continue;
      stayed++;
      const turn = Math.abs(angleDiff(now.theta, then.theta));
      if (hypot(now.x - then.x, now.y - then.y) > STILL_M || turn > STILL_RAD) return false;
    }
    return stayed >= STILL_SHARE * Math.max(members.length, this.#members.length);
  }

  /** The key frame nearest to a place in the target, and the place seen from it. */
  nearest(T_mid_base: SE2): { readonly key: number; readonly T_key_base: SE2 } {
    let best = this.#members[0];
    let bestDistance = Number.POSITIVE_INFINITY;
    for (const member of this.#members) {
      const distance = hypot(member.T_mid_key.x - T_mid_base.x, member.T_mid_key.y - T_mid_base.y);
      if (distance >= bestDistance) continue;
      best = member;
      bestDistance = distance;
    }
    return { key: best.key, T_key_base: between(best.T_mid_key, T_mid_base) };
  }
}
