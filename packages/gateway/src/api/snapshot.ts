import type { SE2 } from '@homebound/math';
import {
  applyGridPatch,
  type Dismissal,
  decodeFrame,
  decodeText,
  type Grid,
  type Obstacle,
  type Room,
  type ViewSource,
} from '@homebound/wire';

/** The home as somebody sees it who comes now. */
export interface Snapshot {
  readonly map?: Grid;
  readonly T_map_base?: SE2;
  readonly rooms: readonly Room[];
  readonly obstacles: readonly Obstacle[];
  readonly dismissals: readonly Dismissal[];
}

/** Reads a view through once, as a page does that has just connected: what it may see is one and the same. */
export function snapshotOf(source: ViewSource, wall_s: number): Snapshot {
  const reader = source.reader();
  let map: Grid | undefined;
  let T_map_base: SE2 | undefined;
  let rooms: readonly Room[] = [];
  let obstacles: readonly Obstacle[] = [];
  let dismissals: readonly Dismissal[] = [];
  for (let said = reader.next(wall_s); said !== undefined; said = reader.next(wall_s)) {
    if (typeof said === 'string') {
      const text = decodeText(said);
      if (text.type === 'rooms') rooms = text.rooms;
      if (text.type === 'obstacles') ({ obstacles, dismissals } = text);
      continue;
    }
    const frame = decodeFrame(said);
    if (frame.type === 'map') map = applyGridPatch(map, frame.patch);
    else if (frame.type === 'pose') T_map_base = frame.T_map_base;
  }
  return { map, T_map_base, rooms, obstacles, dismissals };
}
