import { basename, extname, join } from 'node:path';
import { mapPicture } from '@homebound/formats';
import { identity } from '@homebound/math';
import { freeSpace, planCoverage, segmentRooms } from '@homebound/plan';
import { CliError } from '../errors.ts';
import { makeFolder, writeWhole } from '../files.ts';
import { loadMap } from '../worlds.ts';

export interface PlanCommandOptions {
  readonly out: string;
  readonly brush: number;
  readonly json?: boolean;
}

/** `homebound plan`: rooms, lanes, length, time and picture of a map, without a robot. */
export async function plan(path: string, options: PlanCommandOptions): Promise<void> {
  const map = loadMap(path);
  const started_ms = performance.now();
  const space = freeSpace(map, { brushWidth_m: options.brush });
  const start = space.standable.indexOf(1);
  if (start < 0) throw new CliError(`${path}: there is no free floor on it that the robot fits on`);
  const rooms = segmentRooms(map);
  const from = {
    ...identity,
    x: space.originX_m + ((start % space.width) + 0.5) * space.resolution_m,
    y: space.originY_m + (Math.floor(start / space.width) + 0.5) * space.resolution_m,
  };
  const plan = planCoverage({ space, from, rooms });
  const planning_ms = performance.now() - started_ms;
  const result = {
    map: basename(path, extname(path)),
    rooms: rooms.rooms.map(({ id, area_m2 }) => ({ id, area_m2 })),
    strokes: plan.strokes.length,
    length_m: plan.length_m,
    time_s: plan.time_s,
    coveredShare: plan.coveredShare,
    planning_ms,
  };
  makeFolder(options.out);
  const lanes = plan.strokes.map(({ kind, path: points }) => ({ points, kind }));
  writeWhole(join(options.out, 'plan.png'), mapPicture(map, { rooms: rooms.labels, lanes }));
  writeWhole(
    join(options.out, 'plan.json'),
    `${JSON.stringify({ ...result, lanes: lanes.map(({ kind, points }) => ({ kind, points: [...points] })) })}\n`,
  );
  if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else
    process.stdout.write(
      `${result.rooms.length} rooms: ${result.rooms.map((r) => `${r.area_m2.toFixed(1)} m²`).join(', ')}\n` +
        `${result.length_m.toFixed(0)} m in ${(result.time_s / 60).toFixed(0)} min, covering ${(100 * result.coveredShare).toFixed(1)} % of what the brush can touch\n` +
        `${join(options.out, 'plan.png')}\n`,
    );
}
