import { join } from 'node:path';
import { mapPicture, type RoomsDocument, roomsDocument, writeRoomsDocument } from '@homebound/formats';
import type { OccupancyGrid } from '@homebound/grid';
import { angleDiff, type SE2 } from '@homebound/math';
import type { HomePlan, JobPlan, JobReport, JobStroke, Point, RoomsOnMap } from '@homebound/plan';
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
  for (const { pose, stroke, way_m } of poses(strokes)) {
    if (way_m < wayOut_m - 1e-6) continue;
    const { x, y, theta } = pose;
    lines.push(`${x.toFixed(4)},${y.toFixed(4)},${theta.toFixed(4)},${stroke.brushOn ? 1 : 0},${stroke.room}`);
  }
  return `${lines.join('\n')}\n`;
}

function* poses(strokes: readonly JobStroke[]): Generator<{ pose: SE2; stroke: JobStroke; way_m: number }> {
  let heading: number | undefined;
  let driven_m = 0;
  for (const stroke of strokes) {
    const { path } = stroke;
    for (let i = 2; i < path.length; i += 2) {
      const [x0, y0] = [path[i - 2], path[i - 1]];
      const [dx, dy] = [path[i] - x0, path[i + 1] - y0];
      const length = Math.hypot(dx, dy);
      if (length < 1e-9) continue;
      const theta = Math.atan2(dy, dx);
      const turn = heading === undefined ? 0 : angleDiff(theta, heading);
      const turns = Math.ceil(Math.abs(turn) / TURN_STEP_RAD - 1e-9);
      // The last pose of a turn is the first of the drive.
      for (let s = 1; s < turns; s++)
        yield {
          pose: { x: x0, y: y0, theta: angleDiff((heading ?? 0) + (turn * s) / turns, 0) },
          stroke,
          way_m: driven_m,
        };
      const steps = Math.ceil(length / STEP_M - 1e-9);
      const first = heading === undefined || turns > 0 ? 0 : 1;
      for (let s = first; s <= steps; s++)
        yield {
          pose: { x: x0 + (dx * s) / steps, y: y0 + (dy * s) / steps, theta },
          stroke,
          way_m: driven_m + (length * s) / steps,
        };
      driven_m += length;
      heading = theta;
    }
  }
}
