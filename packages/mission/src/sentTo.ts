import { ALONE_S, hasJob } from './leftAlone.ts';
import type { MissionState, ReasonCode, Step } from './missionState.ts';
import { setOut } from './setOut.ts';
import { after, halt, wait } from './steps.ts';

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
