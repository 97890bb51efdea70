import { homebound_interfaces } from '@homebound/messages';
import { areaSettingsMessage } from '@homebound/nodes';
import type { CleanCommand, EditRoomsCommand } from '@homebound/wire';

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
