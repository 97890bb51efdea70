import { angleDiff, between, compose, hypot, type SE2 } from '@homebound/math';
import { PlaceFinder } from '../localise/placeFinder.ts';
import { OccupancyMap, type OccupancyMapOptions } from '../map/occupancyMap.ts';
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
const reader = new ScanReader();

/** A key frame of a target, and where it stands in it. */
export interface TargetKey {
  readonly key: number;
  readonly T_mid_key: SE2;
}

/** Old key frames around a middle one, as a map of their own in its frame: what is seen now is compared with it. */
export class PlaceTarget {
  readonly map: OccupancyMap;
  readonly #members: readonly TargetKey[];
  #finder: PlaceFinder | undefined;

  /** @param radius_m no member stands farther from the middle */
  constructor(
    options: Partial<OccupancyMapOptions>,
    keys: readonly KeyFrame[],
    members: readonly TargetKey[],
    radius_m: number,
  ) {
    const cap_m = Math.min(MAX_CAP_M, Math.max(CAP_M, radius_m));
    this.map = new OccupancyMap(options);
    this.#members = members;
    const perKey = Math.max(1, Math.floor(MAX_SCANS / members.length));
    const stride = Math.max(1, members.length / MAX_SCANS);
    for (let i = 0; i < members.length; i += stride) {
      const { key, T_mid_key } = members[Math.floor(i)];
      const { scans } = keys[key];
      const step = Math.max(1, Math.ceil(scans.length / perKey));
      for (let k = 0; k < scans.length; k += step)
        this.map.insertLater(reader.read(scans[k], cap_m), compose(T_mid_key, scans[k].T_key_base));
    }
    const tiles = this.map.tiles.tileCoordinates();
    this.map.indexTiles(tiles, 0, tiles.length / 2);
  }

  get finder(): PlaceFinder {
    this.#finder ??= new PlaceFinder(this.map);
    return this.#finder;
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
