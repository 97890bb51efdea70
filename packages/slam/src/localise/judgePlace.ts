import { cos, type SE2, sin } from '@homebound/math';
import type { OccupancyMap } from '../map/occupancyMap.ts';

/** Points with the surfaces that they lie on and the places that they were seen from, all in one frame. */
export interface SeenCloud {
  readonly n: number;
  /** m, interleaved, shape [n, 2]. */
  readonly pts_base: Float64Array;
  /** Unit normals, 0, 0 for none, shape [n, 2]; see `fitNormals`. */
  readonly normals_base: Float64Array;
  /** Where the sensor stood, shape [n, 2]. */
  readonly origins_base: Float64Array;
}

/** How a cloud fits a map at a place. Shares are of all points, so that they can be added up. */
export interface PlaceEvidence {
  /** Points on something that the map knows. */
  readonly explained: number;
  /** The same, closely: at a wrong place that looks alike, walls fit to some centimetres, at the right one to one or two. */
  readonly crisp: number;
  /** Points that fall where the map knows anything at all. */
  readonly overlap: number;
  /** Points in the midst of floor that the map knows to be free: something new stands there, or the place is wrong. */
  readonly inFree: number;
  /** Points whose ray passes through something that the map holds: it is gone, or the place is wrong. */
  readonly throughWalls: number;
  /** Root mean square distance of the explained points from what explains them, m. */
  readonly rms_m: number;
}

/** A point this near to something occupied is explained: three standard deviations of a lidar with the map's own roughness. */
const EXPLAINED_M = 0.1;
/** A point this near fits closely: the cell itself or, at 5 cm, its neighbour. */
const CRISP_M = 0.051;
/** A point farther than this from anything lies in the midst of free floor; between the two it says nothing. */
const FREE_M = 0.2;
/** The first and last part of a ray prove nothing: the sensor's own place, and the thing itself. */
const RAY_MARGIN_M = 0.3;
/** A ray crosses a wall when it passes this near to the middle of its cells, in cells: it then can't have grazed it. */
const CROSS_RING = 0;

/** Weighs a place by what each point and its ray say. O(n · ray length); allocates nothing but the answer. */
export function judgePlace(map: OccupancyMap, cloud: SeenCloud, T_map_base: SE2): PlaceEvidence {
  const { tiles, rings } = map;
  const { nearest, counts } = tiles;
  const { distance } = rings;
  const { n, pts_base, origins_base } = cloud;
  const inv = 1 / tiles.resolution_m;
  const c = cos(T_map_base.theta) * inv;
  const s = sin(T_map_base.theta) * inv;
  const tx = T_map_base.x * inv;
  const ty = T_map_base.y * inv;
  const near = EXPLAINED_M * inv;
  const crispNear = CRISP_M * inv;
  const far = FREE_M * inv;
  const margin = RAY_MARGIN_M * inv;
  let explained = 0;
  let crisp = 0;
  let seen = 0;
  let inFree = 0;
  let throughWalls = 0;
  let squares = 0;
  for (let i = 0; i < 2 * n; i += 2) {
    const px = tx + c * pts_base[i] - s * pts_base[i + 1];
    const py = ty + s * pts_base[i] + c * pts_base[i + 1];
    const at = tiles.at(Math.floor(px), Math.floor(py));
    const d = distance[nearest[at]];
    const isKnown = counts[at] !== 0;
    if (d <= near) {
      explained++;
      seen++;
      if (d <= crispNear) crisp++;
      squares += d * d;
    } else if (isKnown) {
      seen++;
      if (d > far) inFree++;
    }
    const ox = tx + c * origins_base[i] - s * origins_base[i + 1];
    const oy = ty + s * origins_base[i] + c * origins_base[i + 1];
    if (crossesWall(map, ox, oy, px, py, margin)) throughWalls++;
  }
  const share = n === 0 ? 0 : 1 / n;
  return {
    explained: explained * share,
    crisp: crisp * share,
    overlap: seen * share,
    inFree: inFree * share,
    throughWalls: throughWalls * share,
    rms_m: explained === 0 ? 0 : Math.sqrt(squares / explained) * tiles.resolution_m,
  };
}

/** Whether a ray meets something occupied well before its end; coordinates in cells. Strides by the distance field. */
function crossesWall(map: OccupancyMap, ox: number, oy: number, px: number, py: number, margin: number): boolean {
  const { tiles, rings } = map;
  const { nearest } = tiles;
  const { distance } = rings;
  const length = Math.sqrt((px - ox) * (px - ox) + (py - oy) * (py - oy));
  const ux = (px - ox) / length;
  const uy = (py - oy) / length;
  // Nothing occupied lies nearer than the field says, so that a ray may go that far at once (less the cell's own size).
  for (let t = margin; t < length - margin; ) {
    const k = nearest[tiles.at(Math.floor(ox + t * ux), Math.floor(oy + t * uy))];
    if (k <= CROSS_RING) return true;
    t += Math.max(0.7, distance[k] - 1.5);
  }
  return false;
}
