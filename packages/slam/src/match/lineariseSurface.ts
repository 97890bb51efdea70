import { cos, sin } from '@homebound/math';
import { MEAN_UNITS, TILE_SIDE, type TileMap } from '../map/tileMap.ts';
import type { Lineariser } from './linearTerms.ts';

/** A point on no surface (a leg, a corner) gives two residuals, x and y; together they count about as one. */
const LONE_WEIGHT = 0.5;

/**
 * The precise step: residual of a point is its offset e from where rays ended on average in and around the nearest occupied
 * cell, taken across the surface that the scan shows (d = e · n, J = [nx, ny, n × (p − t)]); for a point on no surface both
 * components of its offset from that cell's mean. Cell centres would pull every wall to a multiple of the cell: 25 mm of
 * bias, about 1 mm with the means.
 *
 * Noise spreads a wall over cells that lie behind one another. The nearest of them alone would say "no error" to every point
 * within the spread, and the pose could wander by as much: their common mean does not.
 *
 * Right once the guess is within about a cell of the truth. Allocates nothing.
 * Source: Chen and Medioni 1992 (point to line); the correspondences come from the distance field, without a search.
 */
export const lineariseSurface: Lineariser = (map, pts_base, normals_base, n, T_map_base, scale_m, out, reach_cells) => {
  const { tiles, rings } = map;
  const { nearest, means } = tiles;
  const { dx, dy, count } = rings;
  const resolution = tiles.resolution_m;
  const inv = 1 / resolution;
  const unit = resolution / MEAN_UNITS;
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
    const px = T_map_base.x + rx;
    const py = T_map_base.y + ry;
    const ix = Math.floor(px * inv);
    const iy = Math.floor(py * inv);
    const k = nearest[tiles.at(ix, iy)];
    if (k === count) continue;
    const qx = ix + dx[k];
    const qy = iy + dy[k];
    const at = 2 * tiles.at(qx, qy);
    const ex = px - (qx + 0.5) * resolution - means[at] * unit;
    const ey = py - (qy + 0.5) * resolution - means[at + 1] * unit;
    const e2 = ex * ex + ey * ey;
    let w = 1 / (1 + e2 * invScale2);
    const bx = normals_base[i];
    const by = normals_base[i + 1];
    if (bx !== 0 || by !== 0) {
      const nx = c * bx - s * by;
      const ny = s * bx + c * by;
      const nt = ny * rx - nx * ry;
      const d = meanAcross(tiles, px, py, qx, qy, nx, ny, reach_cells);
      hxx += w * nx * nx;
      hxy += w * nx * ny;
      hxt += w * nx * nt;
      hyy += w * ny * ny;
      hyt += w * ny * nt;
      htt += w * nt * nt;
      gx += w * nx * d;
      gy += w * ny * d;
      gt += w * nt * d;
      cost += w * d * d;
    } else {
      // J is [1, 0, −ry] for x and [0, 1, rx] for y.
      w *= LONE_WEIGHT;
      hxx += w;
      hyy += w;
      hxt -= w * ry;
      hyt += w * rx;
      htt += w * (rx * rx + ry * ry);
      gx += w * ex;
      gy += w * ey;
      gt += w * (rx * ey - ry * ex);
      cost += w * e2;
    }
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

/**
 * How far a point lies across a surface from where rays ended on average in the cells from `reach_cells` before to as many
 * behind cell (qx, qy), m.
 */
function meanAcross(
  tiles: TileMap,
  px: number,
  py: number,
  qx: number,
  qy: number,
  nx: number,
  ny: number,
  reach_cells: number,
): number {
  const { counts, means, resolution_m } = tiles;
  const unit = 1 / MEAN_UNITS;
  const middle = tiles.at(qx, qy);
  const x = qx & (TILE_SIDE - 1);
  const y = qy & (TILE_SIDE - 1);
  const last = TILE_SIDE - 1 - reach_cells;
  const isInTile = x >= reach_cells && y >= reach_cells && x <= last && y <= last;
  let sum = 0;
  let ends = 0;
  for (let k = -reach_cells; k <= reach_cells; k++) {
    const dx = Math.round(k * nx);
    const dy = Math.round(k * ny);
    const ix = qx + dx;
    const iy = qy + dy;
    const at = isInTile ? middle + dy * TILE_SIDE + dx : tiles.at(ix, iy);
    const hits = counts[at] >>> 16;
    sum += hits * ((ix + 0.5 + means[2 * at] * unit) * nx + (iy + 0.5 + means[2 * at + 1] * unit) * ny);
    ends += hits;
  }
  return ends === 0 ? 0 : px * nx + py * ny - (sum / ends) * resolution_m;
}
