import { mapPicture } from '@homebound/formats';
import { type Desk, json, type Route, refuse } from './route.ts';
import { map, obstacles, rooms, state } from './schemas.ts';
import { snapshotOf } from './snapshot.ts';

/** Runs of equal cells as pairs of value and count. */
function runsOf(cells: Int8Array): readonly number[] {
  const runs: number[] = [];
  for (let i = 0, from = 0; i < cells.length; i = from) {
    while (from < cells.length && cells[from] === cells[i]) from++;
    runs.push(cells[i], from - i);
  }
  return runs;
}

/** What there is to see. Who asks for any of it looks at the home, and whoever is in the room is told. */
export function viewRoutes(desk: Desk): readonly Route[] {
  return shows(desk).map((route) => ({
    ...route,
    handle: async (call) => {
      if (call.who !== undefined) desk.looks.saw(call.who);
      await desk.shown();
      return route.handle(call);
    },
  }));
}

function shows({ source, clock }: Desk): readonly Route[] {
  const noMap = () => refuse(404, 'There is no map yet: it appears when the robot looks around');
  return [
    {
      key: 'GET /api/v1/state',
      summary: 'What the robot does, and why',
      answer: state,
      handle: () => json(source.statusAt(clock.wall_s())),
    },
    {
      key: 'GET /api/v1/map.json',
      summary: 'The map and where the robot is in it',
      answer: map,
      handle: () => {
        const { map: grid, T_map_base } = snapshotOf(source, clock.wall_s());
        if (grid === undefined) return noMap();
        const { width, height, resolution_m, originX_m, originY_m } = grid;
        return json({ width, height, resolution_m, originX_m, originY_m, runs: runsOf(grid.data), robot: T_map_base });
      },
    },
    {
      key: 'GET /api/v1/map.png',
      summary: 'The map as a picture',
      answerType: 'image/png',
      handle: () => {
        const { map: grid, T_map_base } = snapshotOf(source, clock.wall_s());
        if (grid === undefined) return noMap();
        const png = mapPicture(grid, { T_map_base }, { pixelsPerCell: 1 });
        return {
          status: 200,
          headers: { 'content-type': 'image/png', 'cache-control': 'no-store' },
          body: Buffer.from(png),
        };
      },
    },
    {
      key: 'GET /api/v1/rooms',
      summary: 'Rooms with their outlines',
      answer: rooms,
      handle: () => json({ rooms: snapshotOf(source, clock.wall_s()).rooms }),
    },
    {
      key: 'GET /api/v1/obstacles',
      summary: 'What lies on the floor, what is done about it, and what a person said is no obstacle',
      answer: obstacles,
      handle: () => {
        const { obstacles: things, dismissals } = snapshotOf(source, clock.wall_s());
        return json({ obstacles: things, dismissals });
      },
    },
  ];
}
