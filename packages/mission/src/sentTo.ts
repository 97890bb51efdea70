import { goHome } from './homing.ts';
import type { MissionState, ReasonCode, Step } from './missionState.ts';
import { setOut } from './setOut.ts';
import { after, halt, nothing, wait } from './steps.ts';

/** s that the robot waits for a person where they sent it. */
const ALONE_S = 600;

/** Sent to a point. A job under way is only interrupted, at this very place. */
export function sendTo(state: MissionState, x: number, y: number): Step {
  const stopped = halt({ ...state, goto_map: { x, y }, jobWaits: hasJob(state) });
  return after(stopped.commands, setOut(stopped.state, 'goto', false));
}

/** Where it was sent to, or as far as it got: there it waits, the job too, and goes home when nobody comes. */
export function waitForPerson(state: MissionState, what: string, reasonCode: ReasonCode): Step {
  const { jobWaits } = state;
  const stopped = halt({ ...state, ...(jobWaits ? interrupted : { phase: 'stopped', work: 'none', reasonCode }) });
  const reason = jobWaits ? `${what} The job waits: press Resume to go on with it.` : what;
  return after(stopped.commands, wait(stopped.state, reason, 'person', ALONE_S));
}

const interrupted = { phase: 'paused', work: 'clean', reasonCode: 'user' } as const;

/** Nobody came. */
export function leaveAlone(state: MissionState): Step {
  if (state.docked || state.lifted) return nothing(state);
  const reason = 'Nobody came: going home.';
  return goHome({ ...state, outcome: '', outcomeCode: 'none', dockAttempts: 0 }, reason, 'user');
}

/** Whether there is a job to go on with. */
function hasJob({ work, jobWaits, resumeWhenCharged, outcomeCode }: MissionState): boolean {
  return work === 'clean' || jobWaits || resumeWhenCharged || outcomeCode === 'bin_full';
}
