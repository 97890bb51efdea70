import { type GridFrame, sameFrame } from '@homebound/grid';
import { expectBody, type FrameHeader, newFrame } from './frame.ts';
import { decodeRuns, encodeRuns } from './runs.ts';

/**
 * A grid of small numbers, shape [height, width]. Layer `map`: -1 unknown, 0 free .. 100 occupied. Layer `coverage`:
 * 0 not cleaned, 1 or more how often.
 */
export interface Grid extends GridFrame {
  readonly data: Int8Array;
}

/** A rectangle of cells. */
export interface CellRect {
  readonly ix: number;
  readonly iy: number;
  readonly width: number;
  readonly height: number;
}

export type GridLayer = 'map' | 'coverage';

/**
 * News of one grid: the cells of some rectangles, one after the other, each row by row. A snapshot is the patch whose one
 * rectangle is the whole grid; it alone may change the frame.
 */
export interface GridPatch {
  readonly frame: GridFrame;
  readonly rects: readonly CellRect[];
  readonly cells: Int8Array;
}

/** Largest side of a grid on the wire, in cells: 200 m at 5 cm. */
export const maxGridSide = 4096;
const fixedBytes = 40; // width, height, resolution, originX, originY, rectangles, encoding
const rectBytes = 16;
const raw = 0;
const runs = 1;

/** Throws RangeError, beginning with `what`, unless the grid's frame can be sent. */
export function checkGrid(what: string, frame: GridFrame): void {
  const { width, height, resolution_m, originX_m, originY_m } = frame;
  for (const [name, side] of Object.entries({ width, height }))
    if (!Number.isInteger(side) || side < 1 || side > maxGridSide)
      throw new RangeError(`${what}: ${name} must be a whole number in 1..${maxGridSide}, got ${side}`);
  if (!(resolution_m > 0 && resolution_m < 100))
    throw new RangeError(`${what}: resolution must be in (0, 100) m, got ${resolution_m}`);
  if (!Number.isFinite(originX_m) || !Number.isFinite(originY_m))
    throw new RangeError(`${what}: origin must be finite, got (${originX_m}, ${originY_m})`);
}

function cellsIn(what: string, frame: GridFrame, rects: readonly CellRect[]): number {
  let cells = 0;
  for (const { ix, iy, width, height } of rects) {
    const whole = [ix, iy, width, height].every((n) => Number.isInteger(n) && n >= 0) && width > 0 && height > 0;
    if (!whole || ix + width > frame.width || iy + height > frame.height)
      throw new RangeError(
        `${what}: rectangle (${ix}, ${iy}) ${width} × ${height} does not lie in a grid of ${frame.width} × ${frame.height}`,
      );
    cells += width * height;
  }
  if (cells > frame.width * frame.height) throw new RangeError(`${what}: rectangles hold more cells than the grid`);
  return cells;
}

/** True when the patch replaces the whole grid. */
export function isSnapshot(patch: GridPatch): boolean {
  const [first] = patch.rects;
  return patch.rects.length === 1 && first.width === patch.frame.width && first.height === patch.frame.height;
}

/** The patch that holds these rectangles of a grid; the cells are copied. */
export function patchOf(grid: Grid, rects: readonly CellRect[]): GridPatch {
  const { width, height, resolution_m, originX_m, originY_m } = grid;
  const cells = new Int8Array(cellsIn('Cannot cut patch', grid, rects));
  let o = 0;
  for (const rect of rects)
    for (let iy = rect.iy; iy < rect.iy + rect.height; iy++, o += rect.width)
      cells.set(grid.data.subarray(iy * width + rect.ix, iy * width + rect.ix + rect.width), o);
  return { frame: { width, height, resolution_m, originX_m, originY_m }, rects, cells };
}

/** Bytes of a patch: run lengths where they are shorter, else the cells as they are. Throws RangeError on a patch that contradicts itself. */
export function encodeGridPatch(layer: GridLayer, stamp_s: number, patch: GridPatch): Uint8Array {
  const { frame, rects, cells } = patch;
  const what = `Cannot write ${layer} frame`;
  checkGrid(what, frame);
  const announced = cellsIn(what, frame, rects);
  if (announced !== cells.length)
    throw new RangeError(`${what}: ${cells.length} cells, its rectangles hold ${announced}`);
  // Runs that need as much room as the cells are no gain: the scratch is as long as the cells, and overflowing it means raw.
  const scratch = new Uint8Array(cells.length);
  const packed = encodeRuns(cells, scratch, 0);
  const dataBytes = packed < 0 ? cells.length : packed;
  const { bytes, body } = newFrame(layer, stamp_s, fixedBytes + rectBytes * rects.length + dataBytes);
  body.setUint32(0, frame.width, true);
  body.setUint32(4, frame.height, true);
  body.setFloat64(8, frame.resolution_m, true);
  body.setFloat64(16, frame.originX_m, true);
  body.setFloat64(24, frame.originY_m, true);
  body.setUint32(32, rects.length, true);
  body.setUint32(36, packed < 0 ? raw : runs, true);
  rects.forEach((rect, i) => {
    const at = fixedBytes + rectBytes * i;
    body.setUint32(at, rect.ix, true);
    body.setUint32(at + 4, rect.iy, true);
    body.setUint32(at + 8, rect.width, true);
    body.setUint32(at + 12, rect.height, true);
  });
  bytes.set(
    packed < 0 ? new Uint8Array(cells.buffer, cells.byteOffset, cells.length) : scratch.subarray(0, packed),
    bytes.length - dataBytes,
  );
  return bytes;
}

/** The patch in a frame's body. Throws RangeError naming what is wrong. */
export function decodeGridPatch(layer: GridLayer, body: DataView): GridPatch {
  const what = `Cannot read ${layer} frame`;
  if (body.byteLength < fixedBytes) expectBody(layer, body, fixedBytes);
  const frame: GridFrame = {
    width: body.getUint32(0, true),
    height: body.getUint32(4, true),
    resolution_m: body.getFloat64(8, true),
    originX_m: body.getFloat64(16, true),
    originY_m: body.getFloat64(24, true),
  };
  checkGrid(what, frame);
  const count = body.getUint32(32, true);
  const encoding = body.getUint32(36, true);
  const dataAt = fixedBytes + rectBytes * count;
  if (dataAt > body.byteLength) expectBody(layer, body, dataAt);
  const rects: CellRect[] = [];
  for (let at = fixedBytes; at < dataAt; at += rectBytes)
    rects.push({
      ix: body.getUint32(at, true),
      iy: body.getUint32(at + 4, true),
      width: body.getUint32(at + 8, true),
      height: body.getUint32(at + 12, true),
    });
  const announced = cellsIn(what, frame, rects);
  const data = new Uint8Array(body.buffer, body.byteOffset + dataAt, body.byteLength - dataAt);
  if (encoding !== raw && encoding !== runs) throw new RangeError(`${what}: unknown cell encoding ${encoding}`);
  if (encoding === raw) expectBody(layer, body, dataAt + announced);
  else if (2 * announced < data.length || announced > 255 * data.length)
    throw new RangeError(`${what}: ${data.length} bytes of runs cannot hold ${announced} cells`);
  const cells = new Int8Array(announced);
  if (encoding === raw) cells.set(data);
  else decodeRuns(data, cells);
  return { frame, rects, cells };
}

/**
 * The grid after a patch. A snapshot gives a new grid; any other patch writes into `held` and returns it.
 * @returns undefined when the patch is not for the grid that is held (a snapshot was missed: reconnect to get one)
 */
export function applyGridPatch(held: Grid | undefined, patch: GridPatch): Grid | undefined {
  if (isSnapshot(patch)) return { ...patch.frame, data: patch.cells };
  if (held === undefined || !sameFrame(held, patch.frame)) return undefined;
  let o = 0;
  for (const rect of patch.rects)
    for (let iy = rect.iy; iy < rect.iy + rect.height; iy++, o += rect.width)
      held.data.set(patch.cells.subarray(o, o + rect.width), iy * held.width + rect.ix);
  return held;
}

/** A decoded grid frame. */
export interface GridMessage extends FrameHeader {
  readonly type: GridLayer;
  readonly patch: GridPatch;
}
