import { basename } from 'node:path';
import { type Point, planJob, reportJob, roomsOnMap } from '@homebound/plan';
import { loadHome } from '../loadHome.ts';
import { reportJson, writePlanFiles } from '../planFiles.ts';
import { type PlanRequestOptions, planRequest } from '../planRequest.ts';
import { planTable } from '../planTable.ts';

export interface PlanCommandOptions extends PlanRequestOptions {
  readonly out: string;
  readonly json?: boolean;
}

/** To a dock without room the planner goes as near as it can, from so far away at most. */
const NEARLY_THERE_M = 0.3;

/** `homebound plan`: rooms, the way of a whole job, what it takes and what it leaves out, without a robot. */
export function plan(path: string, options: PlanCommandOptions): void {
  const request = planRequest(path, loadHome(path), options);
  const { home, map, from, dock } = request;
  if (dock === undefined && options.start === undefined)
    process.stderr.write(
      `note: the map does not say where the dock is: the way begins at ${from.x.toFixed(2)}, ${from.y.toFixed(2)}; choose with --start and --dock\n`,
    );
  const started_ms = performance.now();
  const way = planJob(request);
  const planning_ms = performance.now() - started_ms;
  const end = way.strokes.at(-1)?.path;
  if (dock !== undefined && end !== undefined)
    tellWhereItEnds(dock, { x: end[end.length - 2], y: end[end.length - 1] });
  const report = reportJob(request, way);
  const files = writePlanFiles(options.out, basename(path), {
    map,
    home,
    rooms: roomsOnMap(home.rooms, map),
    plan: way,
    report,
    from,
    dock,
    robotRadius_m: options.radius,
  });
  if (options.json) process.stdout.write(`${reportJson({ map: basename(path), planning_ms, ...report })}\n`);
  else process.stdout.write(`${planTable(report)}\nplanned in ${planning_ms.toFixed(0)} ms: ${files.join(' ')}\n`);
}

/** A way that does not lead all the way home is said so: nobody should find out on the floor. */
function tellWhereItEnds(dock: Point, end: Point): void {
  const away_m = Math.hypot(end.x - dock.x, end.y - dock.y);
  if (away_m < 0.01) return;
  const why = away_m <= NEARLY_THERE_M ? 'nearer to it the robot does not fit' : 'no way leads there';
  process.stderr.write(
    `note: the way ends at ${end.x.toFixed(2)}, ${end.y.toFixed(2)}, ${away_m.toFixed(2)} m from the dock: ${why}\n`,
  );
}
