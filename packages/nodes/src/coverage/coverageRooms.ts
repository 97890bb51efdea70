import type { Node } from '@homebound/graph';
import { homebound_interfaces } from '@homebound/messages';
import type { HouseholdEdit } from '@homebound/mission';
import { type HomePlan, type RoomOnMap, roomsOnMap } from '@homebound/plan';
import { header } from '../convert.ts';
import { editOf, restrictionsOf, roomsMessage } from '../jobMessages.ts';
import type { CoverageFloor } from './coverageFloor.ts';
import type { HeardMap, PlannableMap } from './heardMap.ts';

/** What the services about rooms need. */
export interface RoomsDesk {
  readonly node: Pick<Node, 'service' | 'now_s'>;
  readonly map: Pick<HeardMap, 'get'>;
  readonly floor: Pick<CoverageFloor, 'homeOn' | 'edit'>;
  onChange(): void;
}

/** Rooms of the map: told, and changed by a person. Ids stay with their rooms for as long as this node runs. */
export function serveRooms({ node, map, floor, onChange }: RoomsDesk): void {
  node.service(homebound_interfaces.GetRooms, 'get_rooms', (_, respond) => {
    const heard = map.get();
    if (typeof heard === 'string') return respond({ success: false, message: heard });
    const home = floor.homeOn(heard);
    onChange();
    respond({ success: true, message: '', ...roomsAnswer(home, heard, node.now_s()) });
  });
  const change = (wanted: () => HouseholdEdit): { accepted: boolean; reason: string } => {
    const heard = map.get();
    if (typeof heard === 'string') return { accepted: false, reason: heard };
    try {
      floor.edit(wanted(), heard);
    } catch (error) {
      if (error instanceof RangeError) return { accepted: false, reason: `${error.message}.` };
      throw error;
    }
    onChange();
    return { accepted: true, reason: 'Done.' };
  };
  node.service(homebound_interfaces.EditRooms, 'coverage/edit_rooms', (request, respond) =>
    respond(change(() => editOf(request))),
  );
  node.service(homebound_interfaces.SetRestrictions, 'coverage/set_restrictions', ({ restrictions }, respond) =>
    respond(change(() => ({ kind: 'restrict', restrictions: restrictionsOf(restrictions) }))),
  );
}

function roomsAnswer(
  home: HomePlan,
  { grid, frame_id }: PlannableMap,
  now_s: number,
): Partial<homebound_interfaces.GetRooms_Response> {
  const { rooms, restrictions } = roomsMessage(home);
  return {
    header: header(now_s, frame_id),
    rooms,
    restrictions,
    doors: roomsOnMap(home.rooms, grid).rooms.flatMap(doorsOf),
  };
}

/** Each door once: with the room of the smaller id. */
function doorsOf({ id, doors }: RoomOnMap): homebound_interfaces.RoomDoor[] {
  return doors
    .filter(({ to }) => to > id)
    .map(({ to, x, y, width_m }) => ({ room_a: id, room_b: to, x, y, width: width_m }));
}
