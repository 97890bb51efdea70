import { cos, type SE2, sin } from '@homebound/math';
import type { OccupancyMap } from '../map/occupancyMap.ts';
import { TILE_SIDE } from '../map/tileMap.ts';

/** Numbers of a linearised scan match, in the order of `LinearTerm`. */
export const TERMS = 11;

/** Where the sums stand in the output of `linearise`. */
export const LinearTerm = {
  /** H = sum w J^T J, upper triangle: xx, xy, xt, yy, yt, tt. */
  H: 0,
  /** g = sum w J^T d: x, y, t. */
  g: 6,
  /** sum w d^2, m². */
  cost: 9,
  /** sum w. */
  weight: 10,
} as const;

/**
 * Sums of one Gauss-Newton step that pulls a scan onto the map's occupied cells.
 *
 * Residual of a point: its distance d to the nearest occupied cell, bilinear between the four cell centres around it.
 * With p = R(theta) p_base + t and grad d = (gx, gy):  J = [gx, gy, gx · (−(p − t).y) + gy · (p − t).x].
 * A wall drawn in cells is a staircase, whose gradient pretends to know the way along the wall: where the scan itself shows
 * a surface, only the gradient's part across it counts (point to line).
 * Weight: Cauchy, w = 1 / (1 + d² / scale²); beyond the truncation the field is flat and a point says nothing.
 *
 * @param pts_base points in the base frame, m, interleaved, shape [n, 2]
 * @param normals_base unit normals of the surfaces that the points lie on, 0, 0 for none; see `fitNormals`
 * @param out      receives `TERMS` sums; the gradient is in m per m and m per rad
 * Allocates nothing. Source: Pedrosa, Pereira, Lau, "Efficient localization based on scan matching with a continuous
 * likelihood field", ICARSC 2017.
 */
export function linearise(
  map: OccupancyMap,
  pts_base: Float64Array,
  normals_base: Float64Array,
  n: number,
  T_map_base: SE2,
  robustScale_m: number,
  out: Float64Array,
): void {
  const { tiles, rings } = map;
  const { nearest } = tiles;
  const { distance } = rings;
  const resolution = tiles.resolution_m;
  const inv = 1 / resolution;
  const c = cos(T_map_base.theta);
  const s = sin(T_map_base.theta);
  const invScale2 = 1 / (robustScale_m * robustScale_m);
  let hxx = 0;
  let hxy = 0;
  let hxt = 0;
  let hyy = 0;
  let hyt = 0;
  let htt = 0;
  let gx = 0;
  let gy = 0;
  let gt = 0;
  let cost = 0;
  let weight = 0;
  for (let i = 0; i < 2 * n; i += 2) {
    const rx = c * pts_base[i] - s * pts_base[i + 1];
    const ry = s * pts_base[i] + c * pts_base[i + 1];
    // Cell centres are the nodes of the interpolation, hence the half cell.
    const u = (T_map_base.x + rx) * inv - 0.5;
    const v = (T_map_base.y + ry) * inv - 0.5;
    const ix = Math.floor(u);
    const iy = Math.floor(v);
    const fu = u - ix;
    const fv = v - iy;
    const at = tiles.at(ix, iy);
    let d00: number;
    let d10: number;
    let d01: number;
    let d11: number;
    if ((ix & (TILE_SIDE - 1)) < TILE_SIDE - 1 && (iy & (TILE_SIDE - 1)) < TILE_SIDE - 1) {
      d00 = distance[nearest[at]];
      d10 = distance[nearest[at + 1]];
      d01 = distance[nearest[at + TILE_SIDE]];
      d11 = distance[nearest[at + TILE_SIDE + 1]];
    } else {
      d00 = distance[nearest[at]];
      d10 = distance[nearest[tiles.at(ix + 1, iy)]];
      d01 = distance[nearest[tiles.at(ix, iy + 1)]];
      d11 = distance[nearest[tiles.at(ix + 1, iy + 1)]];
    }
    const low = d00 + fu * (d10 - d00);
    const high = d01 + fu * (d11 - d01);
    const d = (low + fv * (high - low)) * resolution;
    let jx = d10 - d00 + fv * (d11 - d01 - d10 + d00);
    let jy = high - low;
    const bx = normals_base[i];
    const by = normals_base[i + 1];
    if (bx !== 0 || by !== 0) {
      const nx = c * bx - s * by;
      const ny = s * bx + c * by;
      const across = jx * nx + jy * ny;
      jx = across * nx;
      jy = across * ny;
    }
    const jt = jy * rx - jx * ry;
    const w = 1 / (1 + d * d * invScale2);
    const wx = w * jx;
    const wy = w * jy;
    const wt = w * jt;
    hxx += wx * jx;
    hxy += wx * jy;
    hxt += wx * jt;
    hyy += wy * jy;
    hyt += wy * jt;
    htt += wt * jt;
    gx += wx * d;
    gy += wy * d;
    gt += wt * d;
    cost += w * d * d;
    weight += w;
  }
  out[0] = hxx;
  out[1] = hxy;
  out[2] = hxt;
  out[3] = hyy;
  out[4] = hyt;
  out[5] = htt;
  out[6] = gx;
  out[7] = gy;
  out[8] = gt;
  out[9] = cost;
  out[10] = weight;
}
