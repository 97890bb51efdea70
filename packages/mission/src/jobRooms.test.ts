import type { OccupancyGrid } from '@homebound/grid';
import { MapWarp } from '@homebound/math';
import { Household } from './household.ts';
import { JobRooms } from './jobRooms.ts';

/** Three rooms of 3 m by 3 m in a row, with doors of 0.8 m at x = 3 and x = 6.1. */
function threeRooms(shift_m = 0): OccupancyGrid {
  const frame = { width: 220, height: 80, resolution_m: 0.05, originX_m: -0.5, originY_m: -0.5 };
  const data = new Int8Array(frame.width * frame.height).fill(-1);
  for (let iy = 0; iy < frame.height; iy++)
    for (let ix = 0; ix < frame.width; ix++) {
      const x = frame.originX_m + (ix + 0.5) * 0.05 - shift_m;
      const y = frame.originY_m + (iy + 0.5) * 0.05;
      if (x < -0.2 || x > 9.4 || y < -0.2 || y > 3.2) continue;
      const isWall = x < 0 || x > 9.2 || y < 0 || y > 3 || (x > 3 && x < 3.1) || (x > 6.1 && x < 6.2);
      const isDoor = y > 1.1 && y < 1.9 && x > 0 && x < 9.2;
      data[iy * frame.width + ix] = isWall && !isDoor ? 100 : 0;
    }
  return { ...frame, data };
}

const map = threeRooms();

/** The rooms from left to right, and a job for the two on the left, the second first. */
function begun() {
  const household = new Household();
  household.keep(map);
  const { labels } = household.roomsIn(map);
  const at = (x: number): number => labels[40 * map.width + Math.floor((x + 0.5) / 0.05)];
  const [left, middle, right] = [at(1.5), at(4.5), at(8)];
  expect(new Set([left, middle, right]).size).toBe(3);
  const job = new JobRooms(household);
  job.begin({ rooms: [middle, left], roomSettings: [{ room: middle, passes: 2 }] });
  return { household, job, left, middle, right };
}

test('as long as the rooms stay, the job is what was asked for', () => {
  const { job, left, middle } = begun();
  expect(job.jobOn(map)).toEqual({ rooms: [middle, left], roomSettings: [{ room: middle, passes: 2 }] });
  job.begin({ zones: [] });
  expect(job.jobOn(map)).toEqual({ zones: [] });
});

test('a room that is merged into another is that other; undone it is itself again', () => {
  const { household, job, left, middle, right } = begun();
  household.edit({ kind: 'merge', rooms: [right, middle] }, { map });
  expect(job.jobOn(map)?.rooms).toEqual([right, left]);
  household.edit({ kind: 'merge', rooms: [right, left] }, { map });
  expect(job.jobOn(map)?.rooms).toEqual([right]);
  household.edit({ kind: 'undo' }, { map });
  household.edit({ kind: 'undo' }, { map });
  expect(job.jobOn(map)?.rooms).toEqual([middle, left]);
  expect(job.gone).toEqual([]);
});

test('a room that is split is all its parts, in its place and with its settings; others are none of the job', () => {
  const { household, job, left, middle, right } = begun();
  household.edit({ kind: 'split', room: middle, line: [4.2, -1, 4.2, 4] }, { map });
  household.edit({ kind: 'split', room: right, line: [7, -1, 7, 4] }, { map });
  const now = job.jobOn(map);
  expect(now?.rooms).toHaveLength(3);
  expect(now?.rooms?.at(-1)).toBe(left);
  const part = now?.rooms?.find((id) => id !== middle && id !== left) as number;
  expect(now?.roomSettings).toEqual([
    { room: middle, passes: 2 },
    { room: part, passes: 2 },
  ]);
});

test('a corrected map takes the job with it', () => {
  const { household, job, left, middle, right } = begun();
  const warp = new MapWarp([0, 0, 0], [0.4, 0, 0]);
  household.moveWith(warp);
  job.moveWith(warp);
  const moved = threeRooms(0.4);
  household.edit({ kind: 'merge', rooms: [right, middle] }, { map: moved });
  expect(job.jobOn(moved)?.rooms).toEqual([right, left]);
});

test('a room whose floor is nobody’s any more is left out and told; of a job for nothing else nothing is left', () => {
  const { household, job, left, middle } = begun();
  const plan = household.plan as NonNullable<typeof household.plan>;
  const { rooms } = plan;
  const without = {
    ...rooms,
    rooms: rooms.rooms.filter(({ id }) => id !== middle),
    labels: rooms.labels.map((id) => (id === middle ? 0 : id)),
  };
  household.adopt({ ...plan, rooms: without });
  expect(job.jobOn(map)?.rooms).toEqual([left]);
  expect(job.gone).toEqual([`Room ${middle}`]);
  job.begin({ rooms: [left] });
  household.adopt({ ...plan, rooms: { ...without, rooms: [], labels: without.labels.map(() => 0) } });
  expect(job.jobOn(map)).toBeUndefined();
});

test('rooms that nobody can know yet are refused, and those that are not there', () => {
  const household = new Household();
  expect(() => household.checkRooms({ rooms: [1] })).toThrow("I don't know the rooms of this home yet");
  household.checkRooms({});
  household.keep(map);
  household.checkRooms({ rooms: [1, 3] });
  expect(() => household.checkRooms({ rooms: [99] })).toThrow(
    'there is no room 99; the rooms are 1 (Room 1), 2 (Room 2)',
  );
});
