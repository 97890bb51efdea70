import type { OccupancyGrid } from '@homebound/grid';
import { findDoorLines } from './segment/doorLines.ts';
import { drawRooms } from './segment/drawRooms.ts';
import { joinParts } from './segment/joinParts.ts';
import { PartGraph } from './segment/partGraph.ts';
import { cutIntoParts } from './segment/parts.ts';
import { placeLines } from './segment/placeLines.ts';
import type { RoomMap } from './segment/roomMap.ts';
import { findWallCorners } from './segment/wallCorners.ts';
import { wallFloor } from './segment/wallFloor.ts';

export interface RoomOptions {
  /** Things that stand free and are no longer than this are furniture: they do not divide a room, m. */
  readonly clutter_m?: number;
  /** Floor narrower than this joins nothing: less than the robot needs, m. */
  readonly slit_m?: number;
  /** The smallest room, m²: a toilet. Smaller parts go to the neighbour that least speaks against it. */
  readonly minRoom_m2?: number;
}

/** An island of floor on its own may be this much smaller than a room and still be one: part of it may be unseen. */
const MIN_ISLAND_SHARE = 0.6;

/**
 * Divides a map into rooms by straight lines between walls. Without furniture and lidar spikes, lines are drawn from every
 * wall corner that sticks out to other corners and to the wall opposite, as far as they do not cross; then parts of floor
 * are joined again where door width, wall beside it, sizes and shapes speak against a wall between them.
 * Lines in the spirit of the dual-space decomposition of Liu et al., CVPR 2014 and the wall lines of ROSE² (Luperto et al.,
 * RA-L 2022); what parts two rooms was learnt from the plans of Bormann et al., ICRA 2016.
 * @param map  occupancy in percent, -1 = unknown; any resolution, 2.5 to 5 cm is meant
 * @returns labels of the map's shape. Throws RangeError when the map's data do not fit its size or an option is not positive.
 * Deterministic; about 20 ns a cell plus some ms for each hundred corners.
 */
export function segmentRooms(map: OccupancyGrid, options: RoomOptions = {}): RoomMap {
  const { clutter_m = 2.2, slit_m = 0.35, minRoom_m2 = 1.4 } = options;
  checkInput(map, { clutter_m, slit_m, minRoom_m2 });
  const space = wallFloor(map, { clutter_m, slit_m });
  const corners = findWallCorners(space);
  const placed = placeLines(space, findDoorLines(space, corners));
  const graph = new PartGraph(space, cutIntoParts(space, placed), placed.lines);
  joinParts(graph, { cell_m: space.cell_m, minRoom_m2 });
  return drawRooms(map, space, graph, MIN_ISLAND_SHARE * minRoom_m2);
}

function checkInput({ width, height, data }: OccupancyGrid, options: Required<RoomOptions>): void {
  if (data.length !== width * height)
    throw new RangeError(`Cannot segment map: ${width} x ${height} cells wanted, got ${data.length}`);
  for (const [name, value] of Object.entries(options))
    if (!(value > 0)) throw new RangeError(`Cannot segment map: ${name} must be > 0, got ${value}`);
}
