import { centreX, centreY, connectedComponents, squaredDistance } from '@homebound/grid';
import { coverageCell, type Referee } from '@homebound/sim';

/** Floor this near to the rim of what a centred brush can touch is missed by driving too far from things, m. */
const RIM_M = 0.035;
/** Pieces of missed floor above this are told by their place, m². */
const TOLD_M2 = 0.02;
const MAX_TOLD = 8;

/** Where the missed floor lies: shares of A_brush, and the largest pieces away from the rim. */
export interface MissedFloor {
  readonly rim: number;
  readonly inside: number;
  readonly pieces: readonly { readonly area_m2: number; readonly x: number; readonly y: number }[];
}

export function missedFloor(referee: Referee): MissedFloor {
  const frame = referee.coveragePicture();
  const { data, width, height, resolution_m } = frame;
  const outside = new Uint8Array(data.length);
  let reachable = 0;
  let missed = 0;
  for (let i = 0; i < data.length; i++) {
    const isReachable = data[i] === coverageCell.missed || data[i] === coverageCell.swept;
    outside[i] = isReachable ? 0 : 1;
    if (isReachable) reachable++;
    if (data[i] === coverageCell.missed) missed++;
  }
  const toRim = squaredDistance(outside, width, height);
  const rim = RIM_M / resolution_m;
  const inside = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) inside[i] = data[i] === coverageCell.missed && toRim[i] > rim * rim ? 1 : 0;
  const { labels, sizes } = connectedComponents(inside, width, height, 8);
  const middles = new Float64Array(2 * sizes.length);
  let within = 0;
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] === 0) continue;
    within++;
    middles[2 * labels[i]] += centreX(frame, i % width) / sizes[labels[i]];
    middles[2 * labels[i] + 1] += centreY(frame, Math.floor(i / width)) / sizes[labels[i]];
  }
  const pieces = Array.from(sizes, (size, k) => ({
    area_m2: size * resolution_m * resolution_m,
    x: middles[2 * k],
    y: middles[2 * k + 1],
  }))
    .slice(1)
    .filter(({ area_m2 }) => area_m2 >= TOLD_M2)
    .sort((a, b) => b.area_m2 - a.area_m2)
    .slice(0, MAX_TOLD);
  return { rim: (missed - within) / reachable, inside: within / reachable, pieces };
}
