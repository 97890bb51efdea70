import { compose, type MapWarp, type SE2 } from '@homebound/math';
import { type FloorRecord, floorKinds } from '@homebound/robot';
import type { Obstacle } from '@homebound/vision';
import type { ObstacleMemory } from './obstacleMemory.ts';

/** Stands in for vision's in tests: what a look shows other than bare floor is one cable, as long as it is looked at. */
export class TestMemory implements ObstacleMemory {
  /** How often it was asked what lies there. */
  asked = 0;
  #found: Obstacle[] = [];

  add(view: FloorRecord, T_map_base: SE2): void {
    const { width, resolution_m: cell_m, originX_m, originY_m } = view;
    this.#found = [];
    for (const [i, kind] of view.kinds.entries()) {
      if (floorKinds[kind] === 'unseen' || floorKinds[kind] === 'floor') continue;
      const x = originX_m + (i % width) * cell_m;
      const y = originY_m + Math.floor(i / width) * cell_m;
      const corners = [x, y, x + cell_m, y, x + cell_m, y + cell_m, x, y + cell_m];
      const outline_map = new Float64Array(8);
      for (let k = 0; k < 8; k += 2) {
        const at = compose(T_map_base, { x: corners[k], y: corners[k + 1], theta: 0 });
        outline_map[k] = at.x;
        outline_map[k + 1] = at.y;
      }
      const seen = { firstSeen_s: view.stamp_s, lastSeen_s: view.stamp_s };
      this.#found.push({ id: i + 1, kind: 'cable', label: '', confidence: 1, outline_map, height_m: 0.006, ...seen });
    }
  }

  moveWith(warp: MapWarp): void {
    this.#found = this.#found.map((thing) => ({ ...thing, outline_map: warp.moved(thing.outline_map) }));
  }

  obstacles(): readonly Obstacle[] {
    this.asked++;
    return this.#found;
  }
}
