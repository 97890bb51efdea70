import type { LocalGraph } from '@homebound/graph';
import { homebound_interfaces } from '@homebound/messages';
import { areaSettingsMessage } from '@homebound/nodes';
import type { CleanCommand, EditRoomsCommand } from '@homebound/wire';

const { AllowDriving, EditRooms, ManualDrive, StartJob } = homebound_interfaces;

type Done = (accepted: boolean, reason: string) => void;

/** Asks the mission for a job for some of the home. */
export function askClean(graph: LocalGraph, command: CleanCommand, done: Done): void {
  graph.outside
    .client(StartJob, 'start_job')
    .call(jobOf(command), (outcome) =>
      outcome.ok ? done(outcome.value.accepted, outcome.value.reason) : done(false, outcome.error.message),
    );
}

/** Asks the mission for a change of its rooms. */
export function askEdit(graph: LocalGraph, { change }: EditRoomsCommand, done: Done): void {
  graph.outside
    .client(EditRooms, 'edit_rooms')
    .call(editOf(change), (outcome) =>
      outcome.ok ? done(outcome.value.accepted, outcome.value.reason) : done(false, outcome.error.message),
    );
}

/** One input of driving by hand. */
export function askDrive(graph: LocalGraph, v_mps: number, w_radps: number, done: Done): void {
  graph.outside
    .client(ManualDrive, 'manual_drive')
    .call({ v: v_mps, w: w_radps }, (outcome) =>
      outcome.ok ? done(outcome.value.accepted, outcome.value.reason) : done(false, outcome.error.message),
    );
}

/** Switches driving by hand on or off, from wherever somebody is. */
export function askAllow(graph: LocalGraph, isOn: boolean, done: Done): void {
  graph.outside
    .client(AllowDriving, 'allow_driving')
    .call({ is_on: isOn }, (outcome) =>
      outcome.ok ? done(outcome.value.accepted, outcome.value.reason) : done(false, outcome.error.message),
    );
}

/** A job as the graph has it. */
export function jobOf({ rooms = [], zones = [], settings }: CleanCommand): homebound_interfaces.StartJob_Request {
  return {
    ...homebound_interfaces.StartJob_Request.create(),
    task: 'clean',
    rooms: Uint16Array.from(rooms),
    zones: zones.map((zone) => ({
      shape: { points: Float64Array.from(zone.polygon) },
      settings: areaSettingsMessage(zone.settings),
    })),
    settings: areaSettingsMessage(settings),
  };
}

/** A change of rooms as the graph has it. */
export function editOf(change: EditRoomsCommand['change']): homebound_interfaces.EditRooms_Request {
  const { edit } = change;
  const rooms = 'rooms' in change ? change.rooms : 'room' in change ? [change.room] : [];
  return {
    ...homebound_interfaces.EditRooms_Request.create(),
    edit,
    rooms: Uint16Array.from(rooms),
    ...(edit === 'split' && { line: Float64Array.from(change.line) }),
    ...(edit === 'rename' && { name: change.name }),
  };
}
