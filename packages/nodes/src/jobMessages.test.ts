import { homebound_interfaces } from '@homebound/messages';
import { noRestrictions, startHome } from '@homebound/plan';
import { editOf, restrictionsOf, roomsMessage, taskOf } from './jobMessages.ts';

const { StartJob_Request, EditRooms_Request, Restrictions, AreaSettings } = homebound_interfaces;

test('a job as a message is the job that was asked for, and what is left empty is left to the planner', () => {
  expect(taskOf(StartJob_Request.canonical({ task: 'map' }))).toEqual({ kind: 'map' });
  expect(taskOf(StartJob_Request.canonical({ task: 'clean' }))).toEqual({
    kind: 'clean',
    job: { zones: [], spots: [], roomSettings: [] },
  });
  const quiet = AreaSettings.canonical({
    passes: 'crossed',
    levels: [{ fan: 0.25, main_brush: 1, side_brush: 0.5 }],
    lane_angle: Float64Array.of(0.5),
  });
  const asked = StartJob_Request.canonical({
    task: 'clean',
    rooms: Uint16Array.of(3, 1),
    spots: [{ x: 1, y: 2, radius: 0, settings: AreaSettings.create() }],
    room_settings: [{ room: 3, skip: false, settings: quiet }],
  });
  expect(taskOf(asked)).toEqual({
    kind: 'clean',
    job: {
      rooms: [3, 1],
      zones: [],
      spots: [{ x: 1, y: 2 }],
      roomSettings: [
        { room: 3, passes: 'crossed', levels: { fan: 0.25, mainBrush: 1, sideBrush: 0.5 }, laneAngle_rad: 0.5 },
      ],
    },
  });
});

test('what makes no sense is refused with what was wrong', () => {
  expect(() => taskOf(StartJob_Request.canonical({ task: '' }))).toThrow('task must be clean or map');
  const thrice = AreaSettings.canonical({ passes: '3' });
  expect(() => taskOf(StartJob_Request.canonical({ task: 'clean', settings: thrice }))).toThrow('passes must be 1, 2');
  expect(() => editOf(EditRooms_Request.canonical({ edit: 'paint' }))).toThrow('must be one of split, merge');
  expect(() => editOf(EditRooms_Request.canonical({ edit: 'rename', name: 'x' }))).toThrow('name one room, got 0');
  const crooked = Restrictions.canonical({ walls: [{ points: Float64Array.of(1, 2, 3) }] });
  expect(() => restrictionsOf(crooked)).toThrow('a line has two points, x0 y0 x1 y1, got 3 numbers');
  for (const radius of [-1, Number.NaN]) {
    const spots = [{ x: 1, y: 2, radius, settings: AreaSettings.create() }];
    expect(() => taskOf(StartJob_Request.canonical({ task: 'clean', spots }))).toThrow(
      `radius of a spot must be above 0 m, or 0 for what is usual, got ${radius}`,
    );
    const thresholds = [{ points: Float64Array.of(0, 0, 1, 0) }];
    const threshold_heights = Float32Array.of(radius);
    expect(() => restrictionsOf(Restrictions.canonical({ thresholds, threshold_heights }))).toThrow(
      `height of a threshold must be above 0 m, or 0 for what is usual, got ${radius}`,
    );
  }
  const heights = Restrictions.canonical({ threshold_heights: Float32Array.of(0.02) });
  expect(() => restrictionsOf(heights)).toThrow('0 thresholds need as many heights or none, got 1');
});

test('restrictions come back as they were sent, rooms with their outline', () => {
  const frame = { width: 20, height: 10, resolution_m: 0.1, originX_m: 0, originY_m: 0 };
  const labels = Int16Array.from({ length: 200 }, (_, i) => (i % 20 > 4 && i % 20 < 15 && i > 40 && i < 160 ? 1 : 0));
  const restrictions = {
    ...noRestrictions,
    noGo: [[0, 0, 1, 0, 1, 1]],
    thresholds: [{ line: [0, 0, 1, 0] as const, height_m: 0.015625 }],
  };
  const told = roomsMessage(startHome(labels, frame, restrictions));
  expect(restrictionsOf(Restrictions.canonical(told.restrictions ?? {}))).toEqual(restrictions);
  const [room] = told.rooms ?? [];
  expect(room).toMatchObject({ id: 1, name: 'Room 1', is_seen: true });
  // Rows 2 to 7, columns 5 to 14: the outline runs half a cell outside their centres.
  const xs = room.outline.points.filter((_, i) => i % 2 === 0);
  expect([Math.min(...xs), Math.max(...xs)]).toEqual([expect.closeTo(0.5, 6), expect.closeTo(1.5, 6)]);
});
