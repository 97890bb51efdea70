import { type GridFrame, squaredDistance, valueAt } from '@homebound/grid';
import { type FreeSpace, ROUNDING_M } from '../space/freeSpace.ts';

/**
 * Where in a cell of the sweep raster its sample lies, by the cell's column modulo 4 (upwards) and by its row modulo 4 (to the
 * right): a slit between two lanes that is narrower than a cell is then seen in its share of cells, not in all or none.
 */
export const PHASE = [0.125, 0.625, 0.375, 0.875];

/**
 * The floor that the brush can touch, on a raster of half the map's cells: 1 where a cell's sample is no farther than half a
 * brush from where base_link may stand.
 * @param frame   from `halfCellFrame`
 * @param within  floor that counts at all, shape of the space; left out: all
 */
export function touchableFloor(
  space: FreeSpace,
  frame: GridFrame,
  halfWidth_m: number,
  within?: Uint8Array,
): Uint8Array {
  const { width, height, resolution_m } = frame;
  const squared = squaredDistance(standableFloor(space, frame), width, height);
  const toC = new Float32Array(squared.length);
  for (let i = 0; i < toC.length; i++) toC[i] = Math.sqrt(squared[i]);
  const reach = halfWidth_m / resolution_m;
  const touchable = new Uint8Array(toC.length);
  for (let iy = 0, fine = 0; iy < height; iy++) {
    const first = firstUnder(space, frame, iy);
    const y = frame.originY_m + iy * resolution_m;
    for (let ix = 0; ix < width; ix++, fine++) {
      const i = first + (ix >> 1);
      if (toC[fine] > reach + 1 || space.isFree[i] === 0 || within?.[i] === 0) continue;
      touchable[fine] = 1;
      if (toC[fine] <= reach - 1) continue;
      // Near the edge of reach it is the cell's sample that decides.
      const sampleX = frame.originX_m + (ix + PHASE[iy & 3]) * resolution_m;
      if (valueAt(toC, frame, sampleX, y + PHASE[ix & 3] * resolution_m) > reach) touchable[fine] = 0;
    }
  }
  return touchable;
}

/** The raster's cells on whose centre base_link may stand. */
function standableFloor(space: FreeSpace, frame: GridFrame): Uint8Array {
  const { width, height, resolution_m } = frame;
  const { clearance_m, bodyClearance_m } = space;
  // A centre of the raster lies between centres of the map no farther off than a cell's diagonal, nor is it nearer to anything.
  const beyondDoubt_m = bodyClearance_m + Math.SQRT2 * space.resolution_m;
  const stand = new Uint8Array(width * height);
  for (let iy = 0, fine = 0; iy < height; iy++) {
    const first = firstUnder(space, frame, iy);
    const y = frame.originY_m + (iy + 0.5) * resolution_m;
    for (let ix = 0; ix < width; ix++, fine++) {
      const i = first + (ix >> 1);
      if (space.standable[i] === 0 && !hasStandableNeighbour(space, i)) continue;
      const x = frame.originX_m + (ix + 0.5) * resolution_m;
      const isFar = clearance_m[i] >= beyondDoubt_m;
      stand[fine] = isFar || valueAt(clearance_m, space, x, y) >= bodyClearance_m - ROUNDING_M ? 1 : 0;
    }
  }
  markThinPassages(stand, space, frame);
  return stand;
}

/** Where the body just fits, the middle of a map's cell is clear and none of the four around it on the raster: they count. */
function markThinPassages(stand: Uint8Array, space: FreeSpace, frame: GridFrame): void {
  const { width, height } = frame;
  for (let iy = 0; iy < height; iy += 2) {
    const first = firstUnder(space, frame, iy);
    for (let ix = 0, fine = iy * width; ix < width; ix += 2, fine += 2) {
      if (space.standable[first + (ix >> 1)] === 0) continue;
      if ((stand[fine] | stand[fine + 1] | stand[fine + width] | stand[fine + width + 1]) !== 0) continue;
      stand[fine] = stand[fine + 1] = stand[fine + width] = stand[fine + width + 1] = 1;
    }
  }
}

/** The space's cell under the first cell of a row of the raster. */
function firstUnder(space: FreeSpace, frame: GridFrame, iy: number): number {
  const left = Math.round((frame.originX_m - space.originX_m) / space.resolution_m);
  const low = Math.round((frame.originY_m - space.originY_m) / space.resolution_m);
  return (low + (iy >> 1)) * space.width + left;
}

function hasStandableNeighbour({ standable, width }: FreeSpace, i: number): boolean {
  for (let row = i - width; row <= i + width; row += width)
    if ((standable[row - 1] | standable[row] | standable[row + 1]) !== 0) return true;
  return false;
}

/** The box around C and what its brush reaches, in cells of half the size; whole map cells, inside the map. */
export function halfCellFrame(space: FreeSpace): GridFrame {
  const { width, height, resolution_m, originX_m, originY_m, standable, brushWidth_m } = space;
  let [minX, maxX, minY, maxY] = [width, -1, height, -1];
  for (let iy = 0, i = 0; iy < height; iy++)
    for (let ix = 0; ix < width; ix++, i++) {
      if (standable[i] === 0) continue;
      if (ix < minX) minX = ix;
      if (ix > maxX) maxX = ix;
      if (iy < minY) minY = iy;
      maxY = iy;
    }
  if (maxX < 0) return { width: 1, height: 1, resolution_m: resolution_m / 2, originX_m, originY_m };
  const pad = Math.ceil(brushWidth_m / resolution_m) + 1;
  minX = Math.max(0, minX - pad);
  minY = Math.max(0, minY - pad);
  maxX = Math.min(width - 1, maxX + pad);
  maxY = Math.min(height - 1, maxY + pad);
  return {
    width: 2 * (maxX - minX + 1),
    height: 2 * (maxY - minY + 1),
    resolution_m: resolution_m / 2,
    originX_m: originX_m + minX * resolution_m,
    originY_m: originY_m + minY * resolution_m,
  };
}
