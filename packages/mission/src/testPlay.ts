import type { Leg, PathLeg } from './leg.ts';
import { advance } from './mission.ts';
import type { DriveOutcome, MissionCommand, MissionEvent, MissionState, UserCommand } from './missionState.ts';

/** Events and a player for the tests of the state machine. */

export const leg: PathLeg = {
  kind: 'path',
  path_map: new Float64Array([0, 0, 1, 0]),
  cleaning: true,
  isPartial: false,
  reason: 'Cleaning.',
};
export const done: Leg = { kind: 'none', isDone: true, reason: 'Cleaned all that can be reached.' };

/** Feeds events one by one; the end of a drive or a wait always belongs to the one under way. */
export function play(
  from: MissionState,
  events: readonly MissionEvent[],
): { state: MissionState; log: MissionCommand[] } {
  let state = from;
  const log: MissionCommand[] = [];
  for (const event of events) {
    const ends = event.type === 'driveEnded' || event.type === 'waited';
    const at = ends && event.driveId < 0 ? { ...event, driveId: state.driveId } : event;
    const step = advance(state, at);
    state = step.state;
    log.push(...step.commands);
    if (state.reason === '') throw new Error(`no reason for ${state.phase} after ${event.type}`);
  }
  return { state, log };
}

export const user = (command: UserCommand): MissionEvent => ({
  type: 'user',
  command,
  x: 1,
  y: 2,
});
export const ended = (outcome: DriveOutcome): MissionEvent => ({
  type: 'driveEnded',
  driveId: -1,
  outcome,
  reason: 'test',
});
export const docked: MissionEvent = { type: 'dock', docked: true };
export const undocked: MissionEvent = { type: 'dock', docked: false };
export const toWork: MissionEvent[] = [
  docked,
  user('start'),
  undocked,
  ended('arrived'),
  ended('arrived'),
  ended('arrived'),
  ended('arrived'),
];

export const waited: MissionEvent = { type: 'waited', driveId: -1 };
export const modes = (log: readonly MissionCommand[]): string[] =>
  log.flatMap((c) => (c.do === 'drive' ? [c.order.mode] : []));
/** Feeds the same events again and again, until the phase is no longer what it was or `most` times. */
export function repeat(from: MissionState, events: readonly MissionEvent[], most: number): MissionState[] {
  const states = [from];
  for (let k = 0; k < most; k++) states.push(play(states[k], events).state);
  return states;
}
