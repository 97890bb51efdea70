import { between, compose } from '@homebound/math';
import type { SeenCloud } from '../localise/judgePlace.ts';
import { keyCloud } from './keyCloud.ts';
import type { KeyFrame } from './keyFrame.ts';
import type { KeyGraph } from './keyGraph.ts';

/** Key frames on either side whose scans are seen together with one's own. */
const AROUND = 3;

/** What was seen on the way around a key frame, in its frame. */
export function seenAround(keys: readonly KeyFrame[], { graph }: KeyGraph, key: number): SeenCloud {
  const T_map_key = graph.pose(key);
  const first = Math.max(0, key - AROUND);
  const around = keys.slice(first, key + AROUND + 1);
  return keyCloud(
    around.flatMap(({ scans }, i) =>
      scans.slice(0, 1).map((scan) => ({
        scan,
        T_ref_base: compose(between(T_map_key, graph.pose(first + i)), scan.T_key_base),
      })),
    ),
  );
}
