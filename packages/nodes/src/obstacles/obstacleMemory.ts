import type { MapWarp, SE2 } from '@homebound/math';
import type { FloorRecord } from '@homebound/robot';
import type { Obstacle } from '@homebound/vision';

/** What puts looks at the floor together: the evidence for what lies there, in the map frame. */
export interface ObstacleMemory {
  add(view: FloorRecord, T_map_base: SE2): void;
  /** The map was corrected. */
  moveWith(warp: MapWarp): void;
  /** What is believed to lie there. */
  obstacles(now_s: number): readonly Obstacle[];
}
