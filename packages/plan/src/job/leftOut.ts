import { centreX, centreY, dilate, type OccupancyGrid } from '@homebound/grid';
import { freeSpace, ROUNDING_M } from '../space/freeSpace.ts';
import type { WantedArea } from './jobAreas.ts';
import type { JobRequest, LeftOut, WhyNot } from './jobPlan.ts';

/** Less than this in one area for one reason is not worth a line, m². */
const MIN_TOLD_M2 = 0.02;

/** In the order in which they are looked for: the first that holds is told. */
const reasons: readonly WhyNot[] = [
  'noGo',
  'obstacle',
  'alongEdges',
  'behindNoGo',
  'closedOff',
  'tooNarrow',
  'tooSmall',
  'unknownFloor',
];

const words: Record<WhyNot, string> = {
  outsideMap: 'lies off the map',
  unknownFloor: 'has never been seen by the lidar',
  noGo: 'lies in a no-go area',
  obstacle: 'is kept clear of, for what lies on the floor there',
  alongEdges: 'lies along edges, nearer than the main brush gets: the side brush sweeps what it reaches of it',
  behindNoGo: 'can only be reached through a no-go area or over a virtual wall',
  closedOff: 'cannot be reached: every way there is shut or too narrow for the robot',
  tooNarrow: 'is too narrow for the robot: between legs, in corners or behind furniture',
  tooSmall: 'is left between the strokes: too little to drive there for',
};

/**
 * Floor of the areas that will not be cleaned, one entry an area and reason, largest first.
 * @param missed_m2  floor that the brush could touch and the plan leaves, by cell of the map
 */
export function leftOut(request: JobRequest, areas: readonly WantedArea[], missed_m2: Float32Array): LeftOut[] {
  const codes = reasonOfCells(request, missed_m2);
  const found = areas.flatMap((area, k) => [
    ...inside(area, k, codes, missed_m2, request),
    ...offTheMap(area, k, request.map),
  ]);
  return found.sort((a, b) => b.area_m2 - a.area_m2);
}

/** By cell, 1 + the index of the reason why it will not be clean; 0 where it will be, or is no floor. */
function reasonOfCells({ map, space, keepOut, avoided, from }: JobRequest, missed_m2: Float32Array): Uint8Array {
  const { data, width, height, resolution_m } = map;
  const robotRadius_m = space.bodyClearance_m;
  const brushWidth_m = space.brushWidth_m;
  const unbarred = keepOut && freeSpace(map, { robotRadius_m, margin_m: 0, brushWidth_m, maxSpeck_cells: 0, from });
  const roomy = space.clearance_m.map((c) => (c >= robotRadius_m - ROUNDING_M ? 1 : 0));
  const touchable = dilate(Uint8Array.from(roomy), width, height, brushWidth_m / 2 / resolution_m);
  // To the rim of the body, and the part of a cell that its outline cuts.
  const underBody = dilate(space.standable, width, height, robotRadius_m / resolution_m + 0.5);
  const code = (why: WhyNot) => reasons.indexOf(why) + 1;
  return Uint8Array.from(data, (value, i) => {
    if (value < 0) return code('unknownFloor');
    if (value >= 50) return 0;
    if (keepOut !== undefined && keepOut[i] !== 0) return code('noGo');
    if (avoided !== undefined && avoided[i] !== 0) return code('obstacle');
    if (space.cleanable[i] !== 0) return missed_m2[i] > 0 ? code('tooSmall') : 0;
    if (underBody[i] !== 0) return code('alongEdges');
    if (unbarred !== undefined && unbarred.cleanable[i] !== 0) return code('behindNoGo');
    return code(touchable[i] !== 0 ? 'closedOff' : 'tooNarrow');
  });
}

/** What of an area is left out for each reason: how much, and its most open point. */
function inside(
  area: WantedArea,
  index: number,
  codes: Uint8Array,
  missed_m2: Float32Array,
  { space }: JobRequest,
): LeftOut[] {
  const cell_m2 = space.resolution_m * space.resolution_m;
  const tooSmall = reasons.indexOf('tooSmall') + 1;
  const isIn = area.inside();
  const areas_m2 = new Float64Array(reasons.length + 1);
  const place = new Int32Array(reasons.length + 1);
  for (let i = 0; i < codes.length; i++) {
    if (codes[i] === 0 || isIn[i] === 0) continue;
    if (areas_m2[codes[i]] === 0 || space.clearance_m[i] > space.clearance_m[place[codes[i]]]) place[codes[i]] = i;
    areas_m2[codes[i]] += codes[i] === tooSmall ? missed_m2[i] : cell_m2;
  }
  return reasons.flatMap((why, k) => {
    const area_m2 = areas_m2[k + 1];
    // A room is known floor; what a zone or spot was drawn over may not be.
    if (area_m2 < MIN_TOLD_M2 || (why === 'unknownFloor' && area.kind === 'room')) return [];
    const ix = place[k + 1] % space.width;
    const iy = (place[k + 1] - ix) / space.width;
    const at = { x: centreX(space, ix), y: centreY(space, iy) };
    return [{ area: index, why, text: sentence(area, area_m2, why), area_m2, ...at }];
  });
}

function offTheMap(area: WantedArea, index: number, { resolution_m }: OccupancyGrid): LeftOut[] {
  if (area.outline === undefined) return [];
  let cells = 0;
  for (const value of area.inside()) cells += value;
  const area_m2 = area.outline.area_m2 - cells * resolution_m * resolution_m;
  // What is left over may be the cells' own roughness along the outline.
  if (area_m2 < MIN_TOLD_M2 + 0.02 * area.outline.area_m2) return [];
  const { x, y } = area.outline;
  return [{ area: index, why: 'outsideMap', text: sentence(area, area_m2, 'outsideMap'), area_m2, x, y }];
}

function sentence({ name }: WantedArea, area_m2: number, why: WhyNot): string {
  return `${name}: ${area_m2.toFixed(2)} m² ${words[why]}`;
}
