import type { Faults } from './faults.ts';
import { type ClockOwner, OwnedClock } from './ownedClock.ts';
import type { Rcl, RclNode } from './rcl.ts';
import { type Clocks, clockTime, type GraphTime, wallTime } from './time.ts';

/** What the time of a process depends on, and who is told of its turns. */
export interface TimeParts {
  readonly rcl: Rcl;
  readonly clocks: Clocks;
  readonly faults: Faults;
  /** Set where this process is to make the time, unless it is told `use_sim_time`. */
  readonly owner: ClockOwner | undefined;
  /** Time has begun anew, and the nodes have to. */
  readonly onRestart: () => void;
  /** Somebody else makes the time, which the log has said. */
  readonly onRefused: () => void;
}

/** The time of all nodes of a process, as its first node is told: made here, heard on `/clock`, or the system's. */
export function chooseTime(first: RclNode, parts: TimeParts): GraphTime {
  const { rcl, clocks, faults, owner, onRestart, onRefused } = parts;
  const logger = first.getLogger();
  if (first.getParameter('use_sim_time').value === true) {
    const onJumpBack = (from_s: number, to_s: number): void => {
      logger.warn(`time jumped back from ${from_s.toFixed(2)} s to ${to_s.toFixed(2)} s: the nodes start anew`);
      onRestart();
    };
    logger.info('waiting for the first /clock');
    return clockTime(first, { rcl, clocks, faults, onJumpBack });
  }
  if (owner === undefined) return wallTime(first);
  const owned = new OwnedClock(owner);
  owned.attach(first, {
    rcl,
    clocks,
    onRestart,
    onRefused: (reason) => {
      logger.error(reason);
      onRefused();
    },
  });
  return owned;
}
