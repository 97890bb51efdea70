import type { Graph } from '@homebound/graph';
import { addHistoryAndSchedules } from '@homebound/nodes';
import { scheduleKeeper } from './dueMemory.ts';
import type { Home } from './home.ts';
import type { RobotClock } from './robotClock.ts';

/** Between two questions whether the time is to be kept, s. */
const TICK_S = 60;
/** Between two looks for pictures that are too old, s. */
const EXPIRE_S = 3600;

/** The household on a robot's graph: its runs are kept, its schedules obeyed, and the time is known after the next start. */
export function moveIn(
  graph: Graph,
  home: Pick<Home, 'runs' | 'schedules' | 'dueStore' | 'pictures'>,
  clock: RobotClock,
  warn: (text: string) => void,
): void {
  addHistoryAndSchedules(graph, home.runs, scheduleKeeper(home, warn), clock);
  graph.add({
    name: 'clock',
    parameters: {},
    latency_s: 0,
    start: (node) => {
      node.timer(TICK_S, () => clock.tick());
      node.timer(EXPIRE_S, () => home.pictures.expire());
      return () => clock.keep();
    },
  });
}
