import { cos, sin } from '@homebound/math';
import { TILE_SIDE } from '../map/tileMap.ts';
import type { Lineariser } from './linearTerms.ts';

/**
 * The far-reaching step: residual of a point is its distance d to the nearest occupied cell, bilinear between the four cell
 * centres around it, so that it changes smoothly over half a metre.
 *
 * With p = R(theta) p_base + t and grad d = (gx, gy):  J = [gx, gy, gx · (−(p − t).y) + gy · (p − t).x].
 * A wall drawn in cells is a staircase, whose gradient pretends to know the way along the wall: where the scan itself shows
 * a surface, only the gradient's part across it counts. Beyond the truncation the field is flat and a point says nothing.
 *
 * Allocates nothing. Source: Pedrosa, Pereira, Lau, "Efficient localization based on scan matching with a continuous
 * likelihood field", ICARSC 2017.
 */
export const lineariseField: Lineariser = (map, pts_base, normals_base, n, T_map_base, scale_m, out) => {
  const { tiles, rings } = map;
  const { nearest } = tiles;
  const { distance } = rings;
  const resolution = tiles.resolution_m;
  const inv = 1 / resolution;
  const c = cos(T_map_base.theta);
  const s = sin(T_map_base.theta);
  const invScale2 = 1 / (scale_m * scale_m);
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
};
