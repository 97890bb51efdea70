import { sensor_msgs } from '@homebound/messages';
import { type FloorRecord, floorKinds } from '@homebound/robot';
import { header } from '../convert.ts';

const FLOOR = floorKinds.indexOf('floor');
const UNSEEN = floorKinds.indexOf('unseen');
const DROP = floorKinds.indexOf('drop');
const BYTES = 16;
const { FLOAT32, UINT8 } = sensor_msgs.PointField;
/** Lowest that what is not floor is told, m: a costmap marks by height, and a cord is 5 mm high. */
const LEAST_M = 0.005;
/** A costmap knows nothing that is lower than floor: a drop is told as something that stands in the way, m. */
const DROP_M = 0.05;

const field = (name: string, offset: number, datatype: number): sensor_msgs.PointField => ({
  name,
  offset,
  datatype,
  count: 1,
});
const fields = [field('x', 0, FLOAT32), field('y', 4, FLOAT32), field('z', 8, FLOAT32), field('kind', 12, UINT8)];

/**
 * A look at the floor as points, for Nav2's obstacle layer or whoever reads clouds: a point in the middle of each cell of 1 cm that was seen, x, y, z in m
 * (float32) in base_footprint and the `kind` of FloorView (uint8). Floor is at z = 0, a rug on it too; all else at 5 mm or higher, a drop at 50 mm: what is
 * above 0.004 is to be marked, and the rest clears.
 */
export function floorPoints(record: FloorRecord, frame: string): sensor_msgs.PointCloud2 {
  const { width, height, resolution_m, originX_m, originY_m, kinds, heights_mm } = record;
  let count = 0;
  for (const kind of kinds) if (kind !== UNSEEN) count++;
  const data = new Uint8Array(BYTES * count);
  const words = new DataView(data.buffer);
  for (let iy = 0, i = 0, at = 0; iy < height; iy++)
    for (let ix = 0; ix < width; ix++, i++) {
      const kind = kinds[i];
      if (kind === UNSEEN) continue;
      words.setFloat32(at, originX_m + (ix + 0.5) * resolution_m, true);
      words.setFloat32(at + 4, originY_m + (iy + 0.5) * resolution_m, true);
      words.setFloat32(
        at + 8,
        kind === FLOOR ? 0 : kind === DROP ? DROP_M : Math.max(LEAST_M, heights_mm[i] / 1000),
        true,
      );
      words.setUint8(at + 12, kind);
      at += BYTES;
    }
  return {
    header: header(record.stamp_s, frame),
    height: 1,
    width: count,
    fields,
    is_bigendian: false,
    point_step: BYTES,
    row_step: BYTES * count,
    data,
    is_dense: true,
  };
}
