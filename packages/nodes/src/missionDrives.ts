import type { ActionClient, ClientGoal } from '@homebound/graph';
import { hypot, type SE2, wrapAngle } from '@homebound/math';
import { homebound_interfaces } from '@homebound/messages';
import { type DriveOrder, type DriveOutcome, driveOutcomes } from '@homebound/mission';
import type { MissionNode } from './missionParameters.ts';

/** How a drive ended. */
export interface DriveEnd {
  readonly outcome: DriveOutcome;
  readonly reason: string;
  /** Where it was stopped, map frame, m. */
  readonly blockedAt_map?: { readonly x: number; readonly y: number };
}

/** What an order needs to become a goal. */
export interface DriveFrame {
  readonly T_map_base: SE2 | undefined;
  readonly T_map_dock: SE2 | undefined;
  /** Of the map that poses and paths are in. */
  readonly epoch: number;
}

const THIRD_OF_A_TURN = (2 * Math.PI) / 3;
/** No task stays within this circle for so long but by dithering: a full turn takes 4 s, a docking attempt 20 s. */
const STALL_RADIUS_M = 0.25;
const STALL_S = 45;

/** The mission's side of the action `drive`: one goal at a time, and an eye on whether it gets on. */
export class MissionDrives {
  readonly #client: ActionClient<
    homebound_interfaces.Drive_Goal,
    homebound_interfaces.Drive_Result,
    homebound_interfaces.Drive_Feedback
  >;
  #goal: ClientGoal | undefined;
  #anchor: { readonly x: number; readonly y: number; readonly since_s: number } | undefined;

  constructor(node: Pick<MissionNode, 'actionClient'>) {
    this.#client = node.actionClient(homebound_interfaces.Drive, 'drive');
  }

  get isDriving(): boolean {
    return this.#goal !== undefined;
  }

  /** Sends an order; `done` is told once how it ended, unless it is cancelled or another follows. */
  send(order: DriveOrder, frame: DriveFrame, done: (end: DriveEnd) => void): void {
    this.#anchor = undefined;
    const mine: { goal?: ClientGoal } = {};
    const goal = this.#client.send(goalOf(order, frame), (outcome) => {
      if (mine.goal === undefined || this.#goal !== mine.goal) return;
      this.#goal = undefined;
      if (!outcome.ok) return done({ outcome: 'failed', reason: outcome.error.message });
      if (outcome.value.status !== 'canceled') done(endOf(outcome.value.result));
    });
    mine.goal = goal;
    this.#goal = goal;
  }

  cancel(): void {
    const goal = this.#goal;
    this.#goal = undefined;
    goal?.cancel();
  }

  /** The map was corrected: how long the robot has been where it is begins anew. */
  forgetPlace(): void {
    this.#anchor = undefined;
  }

  /** A drive that has not left a small circle for long will not get anywhere, whatever the driver hopes. Call it each second. */
  isStalled(at: SE2, now_s: number): boolean {
    const anchor = this.#anchor;
    if (anchor === undefined || hypot(at.x - anchor.x, at.y - anchor.y) > STALL_RADIUS_M) {
      this.#anchor = { x: at.x, y: at.y, since_s: now_s };
      return false;
    }
    return now_s - anchor.since_s >= STALL_S;
  }
}

function goalOf(
  order: DriveOrder,
  { T_map_base, T_map_dock, epoch }: DriveFrame,
): Partial<homebound_interfaces.Drive_Goal> {
  const { mode, path_map, yaw_rad, distance_m = 0 } = order;
  const goal = { mode, path: path_map, yaw: yaw_rad, distance: distance_m, map_epoch: epoch };
  // The drive task wants the way out of the dock; the docked robot faces into it.
  if (mode === 'dock' && T_map_dock !== undefined)
    return { ...goal, path: Float64Array.of(T_map_dock.x, T_map_dock.y), yaw: wrapAngle(T_map_dock.theta + Math.PI) };
  if (Number.isNaN(yaw_rad)) return { ...goal, yaw: wrapAngle((T_map_base?.theta ?? 0) + THIRD_OF_A_TURN) };
  return goal;
}

function endOf({ outcome, reason, blocked_x, blocked_y }: homebound_interfaces.Drive_Result): DriveEnd {
  const known = driveOutcomes.find((name) => name === outcome) ?? 'failed';
  const blockedAt_map = Number.isFinite(blocked_x) ? { x: blocked_x, y: blocked_y } : undefined;
  return { outcome: known, reason, blockedAt_map };
}
