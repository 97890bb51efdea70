import { connectedComponents } from '@homebound/grid';

/** A mask of floor with the islands in it that are smaller than `cells` filled: legs, posts, tables. */
export function removeSpecks(floor: Uint8Array, width: number, height: number, cells: number): Uint8Array {
  const { labels, sizes } = connectedComponents(
    floor.map((value) => 1 - value),
    width,
    height,
  );
  return floor.map((value, cell) => (value === 1 || sizes[labels[cell]] < cells ? 1 : 0));
}
