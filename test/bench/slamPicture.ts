import type { OccupancyGrid } from '@homebound/grid';
import type { StampedPose } from '@homebound/math';
import { encode } from 'fast-png';

/** Longer side of a picture, px: walls of a building of 250 m are still lines in it. */
const LONGEST_PX = 1600;
type Colour = readonly [number, number, number];
const finalColour: Colour = [30, 90, 200];
const onlineColour: Colour = [235, 140, 60];

/** A map as PNG: black walls, white floor, grey where nothing was seen; the trajectories as dots, final over online; y up. */
export function slamPicture(
  map: OccupancyGrid,
  online: readonly StampedPose[],
  final: readonly StampedPose[],
): Uint8Array {
  const shrink = Math.max(1, Math.ceil(Math.max(map.width, map.height) / LONGEST_PX));
  const width = Math.ceil(map.width / shrink);
  const height = Math.ceil(map.height / shrink);
  const data = new Uint8Array(3 * width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      data.fill(shade(map, x * shrink, y * shrink, shrink), 3 * (y * width + x), 3 * (y * width + x) + 3);
  for (const [poses, colour] of [
    [online, onlineColour],
    [final, finalColour],
  ] as const)
    for (const { T } of poses) {
      const x = Math.floor((T.x - map.originX_m) / map.resolution_m / shrink);
      const y = Math.floor((T.y - map.originY_m) / map.resolution_m / shrink);
      if (x >= 0 && y >= 0 && x < width && y < height) data.set(colour, 3 * (y * width + x));
    }
  return encode({ width, height, data: flipped(data, 3 * width), channels: 3, depth: 8 });
}

/** Of a square of cells: its most occupied cell decides, else whether any was seen. */
function shade({ width, height, data }: OccupancyGrid, x0: number, y0: number, size: number): number {
  let most = -1;
  for (let y = y0; y < Math.min(height, y0 + size); y++)
    for (let x = x0; x < Math.min(width, x0 + size); x++) most = Math.max(most, data[y * width + x]);
  return most < 0 ? 205 : most > 65 ? 0 : 254 - most;
}

function flipped(data: Uint8Array, rowBytes: number): Uint8Array {
  const out = new Uint8Array(data.length);
  for (let from = 0; from < data.length; from += rowBytes)
    out.set(data.subarray(from, from + rowBytes), data.length - rowBytes - from);
  return out;
}
