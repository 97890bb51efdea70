import type { OccupancyGrid } from '@homebound/grid';
import type { ValetudoEntities } from './valetudoJson.ts';
import type { VendorRoom } from './valetudoMap.ts';

/** What a ValetudoMap is written from; `readValetudoMap` gives such. */
export interface ValetudoContent extends Partial<ValetudoEntities> {
  /** Cells of a whole number of cm. */
  readonly grid: OccupancyGrid;
  readonly rooms: readonly Pick<VendorRoom, 'label' | 'id' | 'name'>[];
  /** Room of each cell, 0 for none; shape [height, width]. */
  readonly labels: ArrayLike<number>;
}

/** Around what is known, so that no pixel is negative and what is drawn around a home fits, cells. */
const MARGIN_CELLS = 20;

/**
 * A map as ValetudoMap JSON, version 2. A map whose coordinates are all positive comes back from `readValetudoMap` where it was; any
 * other is moved by whole cells. Rooms without a cell, thresholds and what is outside the grid are left out: the format has no place for them.
 * Throws RangeError when a cell is no whole number of cm wide.
 * Source: Valetudo, backend/lib/entities/map; checked field by field against the maps of five makers.
 */
export function writeValetudoMap(content: ValetudoContent): string {
  const frame = fileFrame(content.grid);
  const layers = layersOf(content, frame);
  const totalLayerArea = layers.reduce((sum, { metaData }) => sum + metaData.area, 0);
  return JSON.stringify({
    __class: 'ValetudoMap',
    metaData: { version: 2, totalLayerArea },
    size: { x: frame.sizeX_cm, y: frame.sizeY_cm },
    pixelSize: frame.pixelSize_cm,
    layers,
    entities: entitiesOf(content, frame),
  });
}

/** How the file counts: centimetres, x right, y down. */
interface FileFrame {
  readonly pixelSize_cm: number;
  /** Pixel of the grid's column 0, and pixel row of the grid's row 0. */
  readonly pixelX: number;
  readonly pixelY: number;
  readonly sizeX_cm: number;
  readonly sizeY_cm: number;
  /** What is added to x and taken from y of a point in cm. */
  readonly offsetX_cm: number;
  readonly offsetY_cm: number;
}

function fileFrame({ width, height, resolution_m, originX_m, originY_m }: OccupancyGrid): FileFrame {
  const pixelSize_cm = Math.round(resolution_m * 100);
  if (Math.abs(resolution_m * 100 - pixelSize_cm) > 1e-6 || pixelSize_cm < 1)
    throw new RangeError(
      `Cannot write ValetudoMap: its cells should be a whole number of cm wide, got ${100 * resolution_m}; resample the map`,
    );
  // What is negative is moved into the file, by whole cells; what is not stays where it is.
  const leftPixel = Math.round((originX_m * 100) / pixelSize_cm);
  const pixelX = leftPixel >= 0 ? leftPixel : MARGIN_CELLS;
  const lowest_cm = Math.round(originY_m * 100);
  const below_cm = lowest_cm >= 0 ? lowest_cm : MARGIN_CELLS * pixelSize_cm;
  const sizeY_cm = below_cm + (height + MARGIN_CELLS) * pixelSize_cm;
  return {
    pixelSize_cm,
    pixelX,
    pixelY: MARGIN_CELLS + height - 1,
    sizeX_cm: (pixelX + width + MARGIN_CELLS) * pixelSize_cm,
    sizeY_cm,
    offsetX_cm: pixelX * pixelSize_cm - Math.round(originX_m * 100),
    offsetY_cm: sizeY_cm - below_cm + lowest_cm,
  };
}

interface Layer {
  readonly __class: 'MapLayer';
  readonly metaData: { readonly area: number };
  readonly type: 'floor' | 'wall' | 'segment';
  readonly pixels: readonly number[];
  readonly compressedPixels: readonly number[];
  readonly dimensions: object;
}

function layersOf({ grid, labels, rooms }: ValetudoContent, frame: FileFrame): Layer[] {
  const isFloor = (cell: number): boolean => grid.data[cell] >= 0 && grid.data[cell] < 50;
  const known = new Set(rooms.map(({ label }) => label));
  const layers = [
    layer(
      'floor',
      {},
      runsOf(grid, frame, (cell) => isFloor(cell) && !known.has(labels[cell])),
      frame,
    ),
    layer(
      'wall',
      {},
      runsOf(grid, frame, (cell) => grid.data[cell] >= 50),
      frame,
    ),
    ...rooms.map(({ label, id, name }) => {
      const metaData = { segmentId: id, active: false, source: 'regular', ...(name !== undefined && { name }) };
      return layer(
        'segment',
        metaData,
        runsOf(grid, frame, (cell) => isFloor(cell) && labels[cell] === label),
        frame,
      );
    }),
  ];
  return layers.filter(({ compressedPixels }) => compressedPixels.length > 0);
}

/** Triples x, y, count of the cells that are wanted, from the top row down. */
function runsOf({ width, height }: OccupancyGrid, frame: FileFrame, isWanted: (cell: number) => boolean): number[] {
  const runs: number[] = [];
  for (let iy = height - 1; iy >= 0; iy--)
    for (let ix = 0; ix < width; ix++) {
      const start = ix;
      while (ix < width && isWanted(iy * width + ix)) ix++;
      if (ix > start) runs.push(frame.pixelX + start, frame.pixelY - iy, ix - start);
    }
  return runs;
}

function layer(type: Layer['type'], metaData: object, runs: readonly number[], { pixelSize_cm }: FileFrame): Layer {
  const dimensions = dimensionsOf(runs);
  const area = dimensions.pixelCount * pixelSize_cm * pixelSize_cm;
  return {
    __class: 'MapLayer',
    metaData: { ...metaData, area },
    type,
    pixels: [],
    compressedPixels: runs,
    dimensions,
  };
}

/** Extent, middle and mean of the pixels, as the makers' maps have them. */
function dimensionsOf(runs: readonly number[]): { pixelCount: number; x: object; y: object } {
  let [x0, y0, x1, y1] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, -1, -1];
  let [sumX, sumY, pixelCount] = [0, 0, 0];
  for (let i = 0; i < runs.length; i += 3) {
    const [x, y, count] = [runs[i], runs[i + 1], runs[i + 2]];
    x0 = Math.min(x0, x);
    x1 = Math.max(x1, x + count - 1);
    y0 = Math.min(y0, y);
    y1 = Math.max(y1, y);
    sumX += count * x + (count * (count - 1)) / 2;
    sumY += count * y;
    pixelCount += count;
  }
  const along = (min: number, max: number, sum: number): object => {
    return { min, max, mid: Math.round((min + max) / 2), avg: Math.round(sum / pixelCount) };
  };
  return { x: along(x0, x1, sumX), y: along(y0, y1, sumY), pixelCount };
}

function entitiesOf(
  { restrictions, paths, obstacles, T_map_base, charger }: ValetudoContent,
  frame: FileFrame,
): object[] {
  const points = (xy_m: ArrayLike<number>): number[] =>
    Array.from(xy_m, (v, i) => Math.round(i % 2 === 0 ? 100 * v + frame.offsetX_cm : frame.offsetY_cm - 100 * v));
  const entity = (__class: string, type: string, xy_m: ArrayLike<number>, metaData: object = {}): object => {
    return { __class, metaData, points: points(xy_m), type };
  };
  const all = <T extends ArrayLike<number>>(list: readonly T[] | undefined, __class: string, type: string): object[] =>
    (list ?? []).map((xy_m) => entity(__class, type, xy_m));
  return [
    ...(T_map_base === undefined
      ? []
      : [entity('PointMapEntity', 'robot_position', [T_map_base.x, T_map_base.y], angleOf(T_map_base.theta))]),
    ...(charger === undefined
      ? []
      : [entity('PointMapEntity', 'charger_location', [charger.x_m, charger.y_m], angleOf(charger.yaw_rad))]),
    ...all(paths, 'PathMapEntity', 'path'),
    ...all(restrictions?.noGo, 'PolygonMapEntity', 'no_go_area'),
    ...all(restrictions?.noMop, 'PolygonMapEntity', 'no_mop_area'),
    ...all(restrictions?.walls, 'LineMapEntity', 'virtual_wall'),
    ...(obstacles ?? []).map(({ x_m, y_m, label }) => entity('PointMapEntity', 'obstacle', [x_m, y_m], { label })),
  ];
}

/** Degrees clockwise from up, to a millionth, of radians counter-clockwise from x. */
function angleOf(yaw_rad: number | undefined): object {
  if (yaw_rad === undefined) return {};
  const angle = Math.round(1e6 * (90 - (yaw_rad * 180) / Math.PI)) / 1e6;
  return { angle: (angle + 360) % 360 };
}
