import { squaredDistance } from './distanceTransform.ts';

/** Cells whose centre lies within `radius_cells` of a marked cell's centre: dilation by a disc, exact. */
export function dilate(mask: Uint8Array, width: number, height: number, radius_cells: number): Uint8Array {
  const d2 = squaredDistance(mask, width, height);
  const limit = radius_cells * radius_cells;
  const out = new Uint8Array(mask.length);
  for (let i = 0; i < out.length; i++) out[i] = d2[i] <= limit ? 1 : 0;
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
