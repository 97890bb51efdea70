import { type Node, qos } from '@homebound/graph';
import { knownPart, type OccupancyGrid, resampleConservative } from '@homebound/grid';
import { map_msgs, nav_msgs } from '@homebound/messages';
import { quaternionToYaw } from '../convert.ts';
import { MapAssembler } from '../mapPublisher.ts';

/** A map to plan on, as it was when it was asked for. */
export interface PlannableMap {
  /** Without the unknown around it, in cells of at most 5.5 cm. */
  readonly grid: OccupancyGrid;
  readonly frame_id: string;
}

/** Cells larger than this are split before anything is planned: a way between two of them would come too near to corners, m. */
const COARSE_M = 0.055;
/** 120 x 120 m at 5 cm: dividing more into rooms takes seconds and memory. */
const MAX_CELLS = 6_000_000;
/** A map may be turned by so much: less than a millimetre over 100 m, rad. */
const MAX_YAW_RAD = 1e-5;

/** Whatever map this graph has: heard whole and in updates, handed out as a copy that stays as it is. */
export class HeardMap {
  readonly #assembler = new MapAssembler();
  #frame_id = '';
  #problem: string | undefined = 'no map has been heard on the topic map yet';
  #snapshot: PlannableMap | undefined;

  constructor(node: Pick<Node, 'subscribe' | 'log'>, isLatched: boolean, onWhole: () => void = () => {}) {
    node.subscribe(nav_msgs.OccupancyGrid, 'map', isLatched ? qos.latched : qos.reliable, (m) => {
      this.#snapshot = undefined;
      this.#problem = problemOf(m);
      if (this.#problem !== undefined) return node.log('warn', `this map can't be planned on: ${this.#problem}`);
      this.#frame_id = m.header.frame_id;
      this.#assembler.addWhole(m);
      onWhole();
    });
    node.subscribe(map_msgs.OccupancyGridUpdate, 'map_updates', qos.reliable, (m) => {
      if (this.#assembler.addUpdate(m)) this.#snapshot = undefined;
    });
  }

  /** The map as it is now; a text when there is none to plan on, which says why. */
  get(): PlannableMap | string {
    const { grid } = this.#assembler;
    if (this.#problem !== undefined || grid === undefined) return this.#problem ?? 'no map has been heard';
    if (this.#snapshot === undefined) {
      // Updates change the assembler's cells in place.
      const copy = knownPart({ ...grid, data: grid.data.slice() });
      const parts = Math.ceil(copy.resolution_m / COARSE_M);
      const fine = parts > 1 ? resampleConservative(copy, copy.resolution_m / parts) : copy;
      this.#snapshot = { grid: fine, frame_id: this.#frame_id };
    }
    return this.#snapshot;
  }
}

/** Why a map can't be planned on; undefined when it can. */
function problemOf({ header, info, data }: nav_msgs.OccupancyGrid): string | undefined {
  const { width, height, resolution, origin } = info;
  if (header.frame_id === '') return 'its header names no frame';
  if (width * height === 0 || data.length !== width * height)
    return `it says ${width} x ${height} cells and holds ${data.length}`;
  const fine = Math.ceil(resolution / COARSE_M);
  if (!(resolution >= 0.001 && resolution <= 1))
    return `its cells of ${resolution} m are no floor's: 0.01 to 0.1 m are`;
  if (width * height * fine * fine > MAX_CELLS)
    return `it has ${width} x ${height} cells of ${resolution} m; at most ${MAX_CELLS} of 0.055 m are planned on: cut it`;
  const yaw_rad = quaternionToYaw(origin.orientation);
  if (!(Math.abs(yaw_rad) <= MAX_YAW_RAD))
    return `its origin is turned by ${yaw_rad.toFixed(4)} rad: publish it unturned, with the turn in tf`;
  return Number.isFinite(origin.position.x + origin.position.y) ? undefined : 'its origin is not finite';
}
