import { join } from 'node:path';
import { mapPicture, type RoomsDocument, roomsDocument, writeRoomsDocument } from '@homebound/formats';
import type { OccupancyGrid } from '@homebound/grid';
import {
  type HomePlan,
  type JobPlan,
  type JobReport,
  type JobStroke,
  type Point,
  type RoomsOnMap,
  wayPoses,
} from '@homebound/plan';
import { makeFolder, writeWhole } from './files.ts';

/** A plan with all that its files tell. */
export interface PlannedHome {
  readonly map: OccupancyGrid;
  readonly home: HomePlan;
  readonly rooms: RoomsOnMap;
  readonly plan: JobPlan;
  readonly report: JobReport;
  readonly from: Point;
  readonly dock: Point | undefined;
  readonly robotRadius_m: number;
}

/** Rows of plan.csv are at most so far apart: m, and rad on the spot. */
const STEP_M = 0.01;
const TURN_STEP_RAD = Math.PI / 36;

/** Writes rooms.json, rooms.png, plan.csv, plan.png and report.json; returns their paths. */
export function writePlanFiles(folder: string, name: string, planned: PlannedHome): string[] {
  const { map, home, rooms, plan, report } = planned;
  makeFolder(folder);
  const document: RoomsDocument = roomsDocument(rooms, map, home.restrictions);
  const files: [string, string | Uint8Array][] = [
    ['rooms.json', writeRoomsDocument(document)],
    ['rooms.png', picture(planned, [])],
    ['plan.csv', planCsv(plan.strokes, report.proof.wayOut_m)],
    ['plan.png', picture(planned, plan.strokes)],
    ['report.json', `${reportJson({ map: name, ...report })}\n`],
  ];
  return files.map(([file, content]) => {
    writeWhole(join(folder, file), content);
    return join(folder, file);
  });
}

function picture({ map, home, rooms, from, dock, robotRadius_m }: PlannedHome, strokes: readonly JobStroke[]) {
  const lanes = strokes.map(({ kind, path: points }) => ({ kind, points }));
  return mapPicture(
    map,
    {
      rooms: rooms.labels,
      noGoAreas: home.restrictions.noGo,
      virtualWalls: home.restrictions.walls,
      lanes,
      numbers: rooms.rooms.filter(({ isSeen }) => isSeen).map(({ id, centre }) => ({ ...centre, value: id })),
      ...(dock && { T_map_dock: { ...dock, theta: 0 } }),
      ...(strokes.length > 0 && { T_map_base: { ...from, theta: 0 } }),
    },
    { bodyRadius_m: robotRadius_m, ruler: true },
  );
}

/** Lengths to a tenth of a millimetre: more digits mean nothing. */
export function reportJson(report: object): string {
  return JSON.stringify(report, (_, value) => (typeof value === 'number' ? Math.round(1e4 * value) / 1e4 : value));
}

/**
 * Every pose of the way, one a row: at most 1 cm and, where it turns on the spot, 5° from the last one. A row's brush is on or
 * off, and its room is the one it is driven in, from that pose on.
 * @param wayOut_m  way that is left out at the beginning: from where the robot stands, too close to things, to where it is clear
 */
export function planCsv(strokes: readonly JobStroke[], wayOut_m = 0): string {
  const lines = ['x_m,y_m,yaw_rad,brush_on,room'];
  const spacing = { spacing_m: STEP_M, turnSpacing_rad: TURN_STEP_RAD };
  for (const { T_map_base, stroke, way_m } of wayPoses(strokes, spacing)) {
    if (way_m < wayOut_m - 1e-6) continue;
    const { x, y, theta } = T_map_base;
    const { brushOn, room } = strokes[stroke];
    lines.push(`${x.toFixed(4)},${y.toFixed(4)},${theta.toFixed(4)},${brushOn ? 1 : 0},${room}`);
  }
  return `${lines.join('\n')}\n`;
}
