/** Brightness of patterns at a place (u, v) of a surface, m. Detail finer than a pixel's footprint fades to its mean. */

/** A number in [0, 1) for a cell of a lattice. */
export function cellNoise(iu: number, iv: number): number {
  let h = (Math.imul(iu, 0x27d4eb2d) ^ Math.imul(iv, 0x165667b1)) | 0;
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return ((h ^ (h >>> 15)) >>> 0) / 4294967296;
}

/** Smooth noise in [0, 1), one bump to a unit. */
export function smoothNoise(u: number, v: number): number {
  const iu = Math.floor(u);
  const iv = Math.floor(v);
  const fu = u - iu;
  const fv = v - iv;
  const su = fu * fu * (3 - 2 * fu);
  const sv = fv * fv * (3 - 2 * fv);
  const a = cellNoise(iu, iv);
  const b = cellNoise(iu + 1, iv);
  const c = cellNoise(iu, iv + 1);
  const d = cellNoise(iu + 1, iv + 1);
  return a + su * (b - a) + sv * (c - a + su * (a - b - c + d));
}

/** How much of a detail of a size is left in a pixel that covers `footprint_m`: all, down to nothing. */
function visible(size_m: number, footprint_m: number): number {
  const share = size_m / footprint_m - 0.5;
  return Math.max(0, Math.min(1, share));
}

/** Boards along u: each of its own shade, with grain along it and a dark joint between. */
export function wood(u: number, v: number, board_m: number, footprint_m: number): number {
  const row = Math.floor(v / board_m);
  const length_m = 8 * board_m;
  const shift = cellNoise(row, 7) * length_m;
  const column = Math.floor((u + shift) / length_m);
  const across = v / board_m - row;
  const along = (u + shift) / length_m - column;
  const grain = smoothNoise(6 * (u + shift), 160 * v) - 0.5;
  const shade = 0.78 + 0.36 * cellNoise(row, column) + 0.24 * grain * visible(0.01, footprint_m);
  const joint_m = board_m * Math.min(across, 1 - across, 8 * along, 8 * (1 - along));
  return shade * (1 - 0.5 * covered(joint_m, 0.0012, footprint_m));
}

/** Share of a pixel that lies within a half width of a line `away_m` off. */
function covered(away_m: number, half_m: number, footprint_m: number): number {
  const half = 0.5 * footprint_m;
  const overlap = Math.min(away_m + half, half_m) - Math.max(away_m - half, -half_m);
  return overlap <= 0 ? 0 : overlap / footprint_m;
}

/** Share of the joints' colour. */
export function tileJoint(u: number, v: number, tile_m: number, footprint_m: number): number {
  const fu = u / tile_m - Math.floor(u / tile_m);
  const fv = v / tile_m - Math.floor(v / tile_m);
  const a = covered(tile_m * Math.min(fu, 1 - fu), 0.002, footprint_m);
  const b = covered(tile_m * Math.min(fv, 1 - fv), 0.002, footprint_m);
  return a + b - a * b;
}

/** Share of the second colour: squares, or stripes when `v` is 0. */
export function checker(u: number, v: number, square_m: number, footprint_m: number): number {
  return 0.5 - 0.5 * wave(u, square_m, footprint_m) * wave(v, square_m, footprint_m);
}

/** A wave of +1 and -1, each `half_m` long, averaged over a pixel. */
export function wave(u: number, half_m: number, footprint_m: number): number {
  const t = u / (2 * half_m);
  const phase = t - Math.floor(t);
  // From 0 to 0.5 is +1: how far inside it is, in m.
  const inside_m = 2 * half_m * (phase < 0.5 ? Math.min(phase, 0.5 - phase) : -Math.min(phase - 0.5, 1 - phase));
  const ramp = (2 * inside_m) / footprint_m;
  const value = Math.max(-1, Math.min(1, ramp));
  return value * visible(half_m, footprint_m);
}

/** Threads of a pile or a weave. */
export function pile(u: number, v: number, thread_m: number, footprint_m: number): number {
  const fine = (smoothNoise(u / thread_m, v / thread_m) - 0.5) * visible(thread_m, footprint_m);
  const coarse = (smoothNoise(u / (9 * thread_m), v / (9 * thread_m)) - 0.5) * visible(9 * thread_m, footprint_m);
  return 1 + 0.5 * fine + 0.25 * coarse;
}

/** Spots of two sizes. */
export function mottled(u: number, v: number, size_m: number, footprint_m: number): number {
  const coarse = (smoothNoise(u / size_m, v / size_m) - 0.5) * visible(size_m, footprint_m);
  const fine = visible(0.25 * size_m, footprint_m);
  return 1 + 0.12 * coarse + (fine === 0 ? 0 : 0.07 * fine * (smoothNoise((4 * u) / size_m, (4 * v) / size_m) - 0.5));
}
