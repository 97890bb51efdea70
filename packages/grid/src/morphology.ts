import { squaredDistance } from './distanceTransform.ts';

/** Up to this radius discs are stamped around the rim; beyond, the distance transform is cheaper. */
const MAX_STAMP_CELLS = 10;

/** Cells whose centre lies within `radius_cells` of a marked cell's centre: dilation by a disc, exact. */
export function dilate(mask: Uint8Array, width: number, height: number, radius_cells: number): Uint8Array {
  const limit = radius_cells * radius_cells;
  if (radius_cells <= MAX_STAMP_CELLS) return stampDiscs(mask, width, height, radius_cells);
  const d2 = squaredDistance(mask, width, height);
  const out = new Uint8Array(mask.length);
  for (let i = 0; i < out.length; i++) out[i] = d2[i] <= limit ? 1 : 0;
  return out;
}

/** Dilation by a disc around each marked cell that has an unmarked side neighbour: only the rim can grow. */
function stampDiscs(mask: Uint8Array, width: number, height: number, radius_cells: number): Uint8Array {
  const reach = Math.floor(radius_cells);
  const halfWidth = new Int32Array(2 * reach + 1);
  for (let dy = -reach; dy <= reach; dy++)
    halfWidth[dy + reach] = Math.floor(Math.sqrt(radius_cells * radius_cells - dy * dy) + 1e-9);
  const out = new Uint8Array(mask.length);
  for (let iy = 0, i = 0; iy < height; iy++)
    for (let ix = 0; ix < width; ix++, i++) {
      if (mask[i] === 0) continue;
      out[i] = 1;
      const isInside =
        (ix === 0 || mask[i - 1] !== 0) &&
        (ix === width - 1 || mask[i + 1] !== 0) &&
        (iy === 0 || mask[i - width] !== 0) &&
        (iy === height - 1 || mask[i + width] !== 0);
      if (isInside) continue;
      for (let jy = Math.max(0, iy - reach); jy <= Math.min(height - 1, iy + reach); jy++) {
        const half = halfWidth[jy - iy + reach];
        const row = jy * width;
        out.fill(1, row + Math.max(0, ix - half), row + Math.min(width - 1, ix + half) + 1);
      }
    }
  return out;
}

/** Marked cells farther than `radius_cells` from every unmarked one: erosion by a disc. Outside the grid counts as marked. */
export function erode(mask: Uint8Array, width: number, height: number, radius_cells: number): Uint8Array {
  const unmarked = new Uint8Array(mask.length);
  for (let i = 0; i < mask.length; i++) unmarked[i] = mask[i] === 0 ? 1 : 0;
  const d2 = squaredDistance(unmarked, width, height);
  const limit = radius_cells * radius_cells;
  for (let i = 0; i < unmarked.length; i++) unmarked[i] = d2[i] > limit ? 1 : 0;
  return unmarked;
}
