import { cellX, cellY, type GridFrame } from '@homebound/grid';
import type { FreeSpace } from '../space/freeSpace.ts';
import type { GridSearch } from '../space/gridSearch.ts';
import { edgeLines, usefulPieces } from './contourStrokes.ts';
import type { CoverageOptions, CoverageRequest } from './coveragePlan.ts';
import type { LaneRules } from './laneRules.ts';
import { planLanes } from './lanes.ts';
import { mainDirection } from './mainDirection.ts';
import { planPatches } from './patches.ts';
import type { SweepRaster } from './sweepRaster.ts';

/** A stroke that sweeps, not yet in any order. */
export interface Piece {
  readonly kind: 'perimeter' | 'lane' | 'patch';
  readonly path: Float64Array;
  readonly room: number;
}

/** Time that even the shortest stroke takes with its turns, s: what sweeps less than that is worth is not planned. */
const PATCH_S = 6;

/** The strokes that sweep, in no order yet: edges, lanes, patches. */
export function planPieces(
  space: FreeSpace,
  raster: SweepRaster,
  { rooms, laneAngle_rad }: CoverageRequest,
  options: Required<CoverageOptions>,
  search: GridSearch,
): Piece[] {
  const labels = rooms?.labels;
  const { motion, areaPrice_spm2, directions, overlap, minEdge_m } = options;
  const minPatch_m2 = PATCH_S / areaPrice_spm2;
  const labelAt = (x: number, y: number) => (labels ? labels[cellY(space, y) * space.width + cellX(space, x)] : 0);
  const pieces: Piece[] = [];
  const edges = edgeLines(space, raster, { limits: motion, areaPrice_spm2 });
  const across = Math.round((2 * raster.halfWidth_m) / raster.frame.resolution_m);
  for (const edge of edges) {
    if (edge.length_m < minEdge_m) continue;
    const rules = { minAcross: Math.max(1, Math.floor(across / 4)), maxIdle_m: 0.5, minGain_m2: minPatch_m2 };
    for (const { path, label } of usefulPieces(raster, edge.path, rules, labelAt))
      pieces.push({ kind: 'perimeter', path, room: label });
  }
  const laneRules: LaneRules = {
    directions,
    mainDirection_rad: mainDirection(edges.map((edge) => edge.path)),
    pitchShare: 1 - overlap,
    areaPrice_spm2,
    maxIdle_m: 0.4,
    minGain_m2: 2 * minPatch_m2,
    maxDetour_m: 0.5,
  };
  const roomOf = upsampleLabels(space, labels, raster.frame);
  for (const { path, room } of planLanes(space, raster, roomOf, laneRules, motion, search, laneAngle_rad))
    pieces.push({ kind: 'lane', path, room });
  for (const edge of edges) {
    const rules = { minAcross: 2, maxIdle_m: 0.2, minGain_m2: minPatch_m2 };
    for (const { path, label } of usefulPieces(raster, edge.path, rules, labelAt))
      pieces.push({ kind: 'patch', path, room: label });
  }
  for (const path of planPatches(space, raster, minPatch_m2, search))
    pieces.push({ kind: 'patch', path, room: labelAt(path[0], path[1]) });
  return pieces;
}

function upsampleLabels(space: FreeSpace, labels: Int16Array | undefined, frame: GridFrame): Int16Array {
  const out = new Int16Array(frame.width * frame.height);
  if (labels === undefined) return out;
  const offsetX = Math.round((frame.originX_m - space.originX_m) / frame.resolution_m);
  const offsetY = Math.round((frame.originY_m - space.originY_m) / frame.resolution_m);
  for (let iy = 0; iy < frame.height; iy++)
    for (let ix = 0; ix < frame.width; ix++)
      out[iy * frame.width + ix] = labels[((iy + offsetY) >> 1) * space.width + ((ix + offsetX) >> 1)];
  return out;
}
