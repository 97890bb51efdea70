import type { homebound_interfaces } from '@homebound/messages';
import type { HouseholdEdit, Task } from '@homebound/mission';
import type {
  AreaSettings,
  HomePlan,
  JobReport,
  Line,
  Passes,
  Restrictions,
  RoomSettings,
  RoomType,
} from '@homebound/plan';
import { roomOutlines } from './roomOutlines.ts';

/** Jobs, rooms and restrictions between messages and the planner's values. A message that makes no sense throws RangeError. */

/** What is to be done, as a person or a program asked for it. */
export function taskOf(m: homebound_interfaces.StartJob_Request): Task {
  if (m.task === 'map') return { kind: 'map' };
  if (m.task !== 'clean') throw new RangeError(`Cannot start job: task must be clean or map, got ${m.task}`);
  return {
    kind: 'clean',
    job: {
      ...settingsOf(m.settings),
      ...(m.rooms.length > 0 && { rooms: [...m.rooms] }),
      zones: m.zones.map(({ shape, settings }) => ({ polygon: shape.points, ...settingsOf(settings) })),
      spots: m.spots.map(({ x, y, radius, settings }) => ({
        x,
        y,
        ...(radius !== 0 && { radius_m: sizeOf(radius, 'radius of a spot') }),
        ...settingsOf(settings),
      })),
      roomSettings: m.room_settings.map(roomSettingsOf),
    },
  };
}

/** 0 is left to the planner. */
function sizeOf(size_m: number, what: string): number {
  if (size_m >= 0) return size_m;
  throw new RangeError(`The ${what} must be above 0 m, or 0 for what is usual, got ${size_m}`);
}

function roomSettingsOf({ room, skip, settings }: homebound_interfaces.RoomSettings): RoomSettings {
  return { room, ...(skip && { skip }), ...settingsOf(settings) };
}

function settingsOf({ passes, levels, lane_angle, edges_only }: homebound_interfaces.AreaSettings): AreaSettings {
  return {
    ...(passes !== '' && { passes: passesOf(passes) }),
    ...(levels.length > 0 && {
      levels: { fan: levels[0].fan, mainBrush: levels[0].main_brush, sideBrush: levels[0].side_brush },
    }),
    ...(lane_angle.length > 0 && { laneAngle_rad: lane_angle[0] }),
    ...(edges_only && { edgesOnly: true }),
  };
}

function passesOf(passes: string): Passes {
  switch (passes) {
    case '1':
      return 1;
    case '2':
      return 2;
    case 'crossed':
      return 'crossed';
  }
  throw new RangeError(`Cannot start job: passes must be 1, 2 or crossed, got ${passes}`);
}

/** One change of the rooms. */
export function editOf(m: homebound_interfaces.EditRooms_Request): HouseholdEdit {
  const { edit, name, settings } = m;
  const rooms = [...m.rooms];
  if (edit === 'undo' || edit === 'redo') return { kind: edit };
  if (edit === 'merge') return { kind: edit, rooms };
  if (!(edits as readonly string[]).includes(edit))
    throw new RangeError(`Cannot edit rooms: edit must be one of ${edits.join(', ')}, got ${edit}`);
  if (rooms.length !== 1) throw new RangeError(`Cannot ${edit}: name one room, got ${rooms.length}`);
  const [room] = rooms;
  switch (edit) {
    case 'split':
      return { kind: edit, room, line: lineOf(m.line, 'split the room') };
    case 'rename':
      return { kind: edit, room, name };
    case 'set_type':
      return { kind: 'setType', room, type: m.type as RoomType };
    case 'set_settings': {
      const { room: _, ...kept } = roomSettingsOf(settings);
      return { kind: 'setSettings', room, settings: Object.keys(kept).length > 0 ? kept : undefined };
    }
    default:
      return { kind: 'forget', room };
  }
}

const edits = ['split', 'merge', 'rename', 'set_type', 'set_settings', 'forget', 'undo', 'redo'] as const;

export function restrictionsOf(m: homebound_interfaces.Restrictions): Restrictions {
  if (m.threshold_heights.length !== 0 && m.threshold_heights.length !== m.thresholds.length)
    throw new RangeError(
      `Cannot set restrictions: ${m.thresholds.length} thresholds need as many heights or none, got ${m.threshold_heights.length}`,
    );
  return {
    noGo: m.no_go.map(({ points }) => [...points]),
    noMop: m.no_mop.map(({ points }) => [...points]),
    walls: m.walls.map(({ points }) => lineOf(points, 'draw the virtual wall')),
    thresholds: m.thresholds.map(({ points }, k) => {
      const height_m = sizeOf(m.threshold_heights[k] ?? 0, 'height of a threshold');
      return { line: lineOf(points, 'draw the threshold'), ...(height_m > 0 && { height_m }) };
    }),
  };
}

function lineOf(points: Float64Array, what: string): Line {
  if (points.length !== 4)
    throw new RangeError(`Cannot ${what}: a line has two points, x0 y0 x1 y1, got ${points.length} numbers`);
  return [points[0], points[1], points[2], points[3]];
}

function restrictionsMessage({ noGo, noMop, walls, thresholds }: Restrictions): homebound_interfaces.Restrictions {
  const shapes = (all: readonly (readonly number[])[]) => all.map((points) => ({ points: Float64Array.from(points) }));
  return {
    no_go: shapes(noGo),
    no_mop: shapes(noMop),
    walls: shapes(walls),
    thresholds: shapes(thresholds.map(({ line }) => line)),
    threshold_heights: Float32Array.from(thresholds, ({ height_m = 0 }) => height_m),
  };
}

export function roomsMessage({ rooms, restrictions, past, future }: HomePlan): Partial<homebound_interfaces.Rooms> {
  const outlines = roomOutlines(rooms);
  return {
    rooms: rooms.rooms.map(({ id, name, type, area_m2, centre, isSeen }) => ({
      id,
      name,
      type,
      area: area_m2,
      centre_x: centre.x,
      centre_y: centre.y,
      is_seen: isSeen,
      outline: { points: outlines.get(id) ?? new Float64Array(0) },
    })),
    restrictions: restrictionsMessage(restrictions),
    undo: past.at(-1)?.edit ?? '',
    redo: future.at(-1)?.edit ?? '',
  };
}

export function reportMessage(report: JobReport): Partial<homebound_interfaces.JobReport> {
  return {
    areas: report.areas.map(({ kind, id, name, area_m2, coverage, passes, lanes, length_m, time_s, energy_Wh }) => ({
      kind,
      id,
      name,
      area: area_m2,
      coverage,
      passes,
      lanes,
      length: length_m,
      time: time_s,
      energy: energy_Wh,
    })),
    area: report.area_m2,
    coverage: report.coverage,
    lanes: report.lanes,
    length: report.length_m,
    travel: report.travel_m,
    time: report.time_s,
    energy: report.energy_Wh,
    charges: report.charges,
    left_out: report.leftOut.map(({ area, why, text, area_m2, x, y }) => ({
      area_index: area,
      why,
      text,
      area: area_m2,
      x,
      y,
    })),
  };
}
