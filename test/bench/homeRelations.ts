import type { Relation } from '@homebound/formats';
import { between, createRng, hypot } from '@homebound/math';
import type { TruthLog } from './homeErrors.ts';

/** Ways of the short relations, m; and what makes a place met again. */
const STEPS_M = [0.5, 1];
const AGAIN_AFTER_S = 60;
const AGAIN_WITHIN_M = 1;
/** One far pair for so much way. */
const FAR_EVERY_M = 5;

/**
 * True motions between scans, as the given logs have them: a step of 0.5 or 1 m after the other, at each end of a step the
 * nearest place that was passed more than a minute before, and every few metres a pair of any two scans.
 */
export function relationsOf(stamps: readonly number[], truth: TruthLog, seed: number): Relation[] {
  const rng = createRng(seed).fork('relations');
  const relations: Relation[] = [];
  const relate = (a: number, b: number) => {
    const [from, to] = [truth.at(stamps[a]), truth.at(stamps[b])];
    if (from !== undefined && to !== undefined)
      relations.push({ fromStamp_s: stamps[a], toStamp_s: stamps[b], T_from_to: between(from, to) });
  };
  let before = 0;
  let far_m = FAR_EVERY_M;
  for (let k = 1; k < stamps.length; k++) {
    const way_m = truth.wayAt(stamps[k]);
    if (way_m - truth.wayAt(stamps[before]) < STEPS_M[relations.length % STEPS_M.length]) continue;
    relate(before, k);
    before = k;
    const again = nearestBefore(stamps, truth, k);
    if (again !== undefined) relate(again, k);
    for (; way_m > far_m; far_m += FAR_EVERY_M) relate(rng.int(k), k);
  }
  return relations;
}

/** The scan more than a minute before that was taken nearest, if near enough. */
function nearestBefore(stamps: readonly number[], truth: TruthLog, k: number): number | undefined {
  const at = truth.at(stamps[k])!;
  let best: number | undefined;
  let best_m = AGAIN_WITHIN_M;
  for (let i = 0; i < k && stamps[i] < stamps[k] - AGAIN_AFTER_S; i++) {
    const T = truth.at(stamps[i]);
    if (T === undefined) continue;
    const apart_m = hypot(T.x - at.x, T.y - at.y);
    if (apart_m < best_m) {
      best_m = apart_m;
      best = i;
    }
  }
  return best;
}
