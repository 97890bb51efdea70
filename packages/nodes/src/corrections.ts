import { MapWarp } from '@homebound/math';
import type { homebound_interfaces } from '@homebound/messages';

/** A goal that was planned longer ago than this was planned by somebody who counts no epochs, s. */
const ON_ITS_WAY_S = 1;

interface Correction {
  readonly epoch: number;
  readonly warp: MapWarp;
  readonly heard_s: number;
}

/** The corrections of the map that were heard lately: what was planned on the map before must still be moved when it arrives. */
export class Corrections {
  #recent: Correction[] = [];
  #epoch = 0;

  /** Epoch of the map as it is now. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Takes a correction in and gives the way the map moved. Throws RangeError when the message makes no sense. */
  heard(m: homebound_interfaces.MapCorrection, now_s: number): MapWarp {
    const warp = new MapWarp(m.before, m.after);
    this.#epoch = m.epoch;
    this.#recent = this.#recent.filter(({ heard_s }) => now_s - heard_s < ON_ITS_WAY_S);
    this.#recent.push({ epoch: m.epoch, warp, heard_s: now_s });
    return warp;
  }

  /** What has happened to the map since an epoch, oldest first, as far as a message may have been on its way. */
  since(epoch: number, now_s: number): MapWarp[] {
    return this.#recent
      .filter((correction) => correction.epoch > epoch && now_s - correction.heard_s < ON_ITS_WAY_S)
      .map(({ warp }) => warp);
  }
}
