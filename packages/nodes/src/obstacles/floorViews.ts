import { fromStamp, homebound_interfaces } from '@homebound/messages';
import { type FloorRecord, floorKinds } from '@homebound/robot';
import { header } from '../convert.ts';
import { frames } from '../frames.ts';

/** @param frame  what the robot calls base_footprint */
export function floorViewMessage(record: FloorRecord, frame: string = frames.base): homebound_interfaces.FloorView {
  return {
    header: header(record.stamp_s, frame),
    resolution: record.resolution_m,
    width: record.width,
    height: record.height,
    origin_x: record.originX_m,
    origin_y: record.originY_m,
    kinds: record.kinds,
    heights: record.heights_mm,
    things: record.things.map(({ label, score, x_m, y_m, radius_m, height_m, deviation_m }) => ({
      ...homebound_interfaces.SeenThing.create(),
      label,
      score,
      x: x_m,
      y: y_m,
      radius: radius_m,
      height: height_m,
      deviation: deviation_m,
    })),
  };
}

/** Throws RangeError when the message makes no sense: sizes that do not fit, kinds that there are none, numbers that are not finite. */
export function floorRecord(m: homebound_interfaces.FloorView): FloorRecord {
  const cells = m.width * m.height;
  if (m.kinds.length !== cells || m.heights.length !== cells)
    throw new RangeError(
      `floor_view: ${m.width} x ${m.height} cells wanted, got ${m.kinds.length} kinds and ${m.heights.length} heights`,
    );
  if (!(m.resolution > 0 && m.resolution <= 1) || !Number.isFinite(m.origin_x + m.origin_y))
    throw new RangeError(`floor_view: resolution ${m.resolution} at (${m.origin_x}, ${m.origin_y}) is no grid`);
  const stranger = m.kinds.findIndex((kind) => kind >= floorKinds.length);
  if (stranger >= 0) throw new RangeError(`floor_view: there is no kind ${m.kinds[stranger]}, at cell ${stranger}`);
  return {
    kind: 'floor',
    stamp_s: fromStamp(m.header.stamp),
    resolution_m: m.resolution,
    width: m.width,
    height: m.height,
    originX_m: m.origin_x,
    originY_m: m.origin_y,
    kinds: m.kinds,
    heights_mm: m.heights,
    things: m.things.map(({ label, score, x, y, radius, height, deviation }) => ({
      label,
      score,
      x_m: x,
      y_m: y,
      radius_m: radius,
      height_m: height,
      deviation_m: deviation,
    })),
  };
}
