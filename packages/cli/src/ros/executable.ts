import type { Graph } from '@homebound/graph';
import type { ClockOwner } from '@homebound/ros';

/** What one executable brings to a process on a ROS 2 graph. */
export interface RosPart {
  /** Adds its nodes. */
  add(graph: Graph): void;
  /** This part makes the time of the whole graph. */
  readonly clock?: ClockOwner;
}

/** A name that `ros2 run homebound NAME` and `homebound ros NAME` know. */
export interface Executable {
  /** What it does, in half a line. */
  readonly summary: string;
  /** Its code, loaded only in a process that runs it. */
  load(): Promise<RosPart>;
}
