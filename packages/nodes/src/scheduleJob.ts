import { homebound_interfaces } from '@homebound/messages';
import type { AreaSettings, Schedule } from '@homebound/wire';

/** Letters that who began a job is told in at most. */
const MOST_LETTERS = 64;

/**
 * The one job of schedules that are due together: everywhere when one of them wants that, else their rooms in turn. A room is cleaned
 * as the first that names it says, and the rest as the first that wants everything does.
 * @param schedules  in the order in which they fell due; one at least
 */
export function jobOfSchedules(schedules: readonly Schedule[]): homebound_interfaces.StartJob_Request {
  const everywhere = schedules.find(({ rooms }) => rooms === undefined);
  const first = new Map<number, Schedule>();
  for (const schedule of schedules)
    for (const room of schedule.rooms ?? []) if (!first.has(room)) first.set(room, schedule);
  return {
    ...homebound_interfaces.StartJob_Request.create(),
    task: 'clean',
    rooms: Uint16Array.from(everywhere === undefined ? first.keys() : []),
    room_settings: [...first].flatMap(([room, { settings }]) =>
      settings === undefined ? [] : [{ room, skip: false, settings: areaSettingsMessage(settings) }],
    ),
    settings: areaSettingsMessage(everywhere?.settings),
    by: namesOf(schedules),
  };
}

/** How an area is cleaned, as the graph has it. */
export function areaSettingsMessage(settings: AreaSettings = {}): homebound_interfaces.AreaSettings {
  const { passes = '', levels, edgesOnly = false } = settings;
  const motors = levels && { fan: levels.fan, main_brush: levels.mainBrush, side_brush: levels.sideBrush };
  return {
    passes,
    levels: motors === undefined ? [] : [{ ...homebound_interfaces.CleaningMotors.create(), ...motors }],
    lane_angle: new Float64Array(0),
    edges_only: edgesOnly,
  };
}

/** As many ids as fit. */
function namesOf(schedules: readonly Schedule[]): string {
  const ids = schedules.map(({ id }) => id);
  while (ids.length > 1 && ids.join(',').length > MOST_LETTERS) ids.pop();
  return ids.join(',');
}
