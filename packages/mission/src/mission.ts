import { onBattery, onBin, onBrushes, onUnjammed, unjam } from './bodyCare.ts';
import { onDriveEnded, onIdle, onPlanned, onWayTouched } from './driving.ts';
import { onDock } from './homing.ts';
import { leaveAlone, onRested } from './leftAlone.ts';
import { beginLocating, onLifted, onLocated, onLost, onNotFound } from './locating.ts';
import {
  defaultMissionOptions,
  type MissionEvent,
  type MissionOptions,
  type MissionState,
  type Step,
} from './missionState.ts';
import { isBusy, nothing, plan } from './steps.ts';
import { onUser } from './userCommands.ts';

/**
 * The cleaning job: one event in, the new state and what is to be done out. Nothing else decides what the robot does. Whatever
 * happens, a robot that is in the air or does not know its place drives for no job: it finds out first, and the job goes on.
 */
export function advance(
  state: MissionState,
  event: MissionEvent,
  options: MissionOptions = defaultMissionOptions,
): Step {
  const step = react(state, event, options);
  const { phase, located, lifted } = step.state;
  if (!isBusy(step.state) || phase === 'locating' || (located && !lifted)) return step;
  return beginLocating(step.state);
}

function react(state: MissionState, event: MissionEvent, options: MissionOptions): Step {
  switch (event.type) {
    case 'user':
      return onUser(state, event.command, event.x, event.y, options);
    case 'driveEnded':
      return event.driveId === state.driveId && state.driving
        ? onDriveEnded({ ...state, driving: false }, event.outcome, event.reason, options)
        : nothing(state);
    case 'waited':
      return event.driveId === state.driveId ? onWaited(state, options) : nothing(state);
    case 'planned':
      return onPlanned(state, event.leg, options);
    case 'dock':
      return onDock({ ...state, docked: event.docked });
    case 'battery':
      return onBattery({ ...state, charge: event.charge }, event, options);
    case 'brushes':
      return onBrushes(state, event, options);
    case 'bin':
      return onBin({ ...state, bin: event.bin });
    case 'lost':
      return onLost({ ...state, located: false });
    case 'located':
      return onLocated({ ...state, located: true, knowsMap: event.inKnownMap });
    case 'notFound':
      return onNotFound(state);
    case 'lifted':
      return onLifted(state, event.lifted);
    case 'idle':
      return onIdle(state, options);
    case 'wayTouched':
      return onWayTouched(state);
    case 'mapMoved':
      return nothing({ ...state, goto_map: event.warp.movePoint(state.goto_map.x, state.goto_map.y) });
  }
}

function onWaited(state: MissionState, options: MissionOptions): Step {
  switch (state.waiting) {
    case 'none':
      return nothing(state);
    case 'unjam':
      return onUnjammed(state, options);
    case 'beforeUnjam':
      return unjam(state);
    case 'person':
      return leaveAlone({ ...state, waiting: 'none' });
    case 'rest':
      return onRested({ ...state, waiting: 'none' });
    case 'planAgain':
      return plan({ ...state, waiting: 'none' }, state.work === 'none' ? 'home' : state.work);
  }
}
