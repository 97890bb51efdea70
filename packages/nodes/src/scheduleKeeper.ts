import type { ScheduleMemory } from '@homebound/mission';
import type { Schedule } from '@homebound/wire';

/** The household's schedules, and what is remembered of them; handed in by whoever has a disk. */
export interface ScheduleKeeper {
  /** As they stand now. */
  schedules(): readonly Schedule[];
  /** What was remembered last; absent in a new home. */
  memory(): ScheduleMemory | undefined;
  /** Called when a job was begun, or a time left out. */
  remember(memory: ScheduleMemory): void;
}

/** The clock on the wall of a home, as the robot knows it; it may be set at any moment, also back. */
export interface WallClock {
  /** s since 1970. */
  wall_s(): number;
  /** What the wall shows ahead of UTC at a moment, s. */
  zone_s(stamp_s: number): number;
}
