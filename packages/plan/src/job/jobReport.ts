import { centreX, centreY } from '@homebound/grid';
import { concatenate, type Stroke } from '../coverage/coveragePlan.ts';
import { pathTime } from '../coverage/motionTime.ts';
import { provePlan } from '../coverage/provePlan.ts';
import { SweepRaster } from '../coverage/sweepRaster.ts';
import { pathLength } from '../space/findPath.ts';
import { defaultPower, drivingEnergy } from './energy.ts';
import { cellAt, ownersIn, type WantedArea, wantedAreas } from './jobAreas.ts';
import type { AreaReport, JobPlan, JobReport, JobRequest, JobStroke } from './jobPlan.ts';
import { leftOut } from './leftOut.ts';

/** Motors off: on the way over floor that is not swept. */
const motorsOff = { fan: 0, mainBrush: 0, sideBrush: 0 };

/**
 * What a job will take, and what it can't clean and why: told before it starts. Of a plan that is not whole yet, as far as
 * it goes. Every pose and connector is checked once more.
 * @param plan  from `startJob` or `planJob` with the same request
 */
export function reportJob(request: JobRequest, plan: Pick<JobPlan, 'strokes'>): JobReport {
  const { motion, power = defaultPower } = request;
  const areas = wantedAreas(request);
  const { swept, touchable, missed_m2 } = sweep(request, plan, areas);
  const lanes = plan.strokes.filter(({ kind }) => kind === 'lane').length;
  const energy_Wh = energyOf(plan.strokes, request);
  const sum = (list: Float64Array) => list.reduce((a, b) => a + b, 0);
  return {
    areas: areas.map((area, k) => areaReport(area, k, plan, request, swept[k], touchable[k])),
    area_m2: sum(swept),
    coverage: shareOf(sum(swept), sum(touchable)),
    lanes,
    length_m: lengthOf(plan.strokes),
    travel_m: lengthOf(plan.strokes.filter(({ kind }) => kind === 'travel')),
    time_s: pathTime(concatenate(plan.strokes), motion),
    energy_Wh,
    charges: Math.max(0, Math.ceil(energy_Wh / (power.capacity_Wh * power.usableShare)) - 1),
    leftOut: leftOut(request, areas, missed_m2),
    proof: provePlan(request.space, plan.strokes),
  };
}

function areaReport(
  { kind, id, name, laneAngles_rad }: WantedArea,
  index: number,
  plan: Pick<JobPlan, 'strokes'>,
  request: JobRequest,
  area_m2: number,
  touchable_m2: number,
): AreaReport {
  const strokes = plan.strokes.filter(({ area }) => area === index);
  return {
    kind,
    id,
    name,
    area_m2,
    coverage: shareOf(area_m2, touchable_m2),
    passes: laneAngles_rad.length,
    lanes: strokes.filter((stroke) => stroke.kind === 'lane').length,
    length_m: lengthOf(strokes),
    time_s: timeOf(plan.strokes, index, request),
    energy_Wh: energyOf(strokes, request),
  };
}

/** Of floor that the brush can't touch nothing is swept. */
function shareOf(swept_m2: number, touchable_m2: number): number {
  return touchable_m2 > 0 ? swept_m2 / touchable_m2 : 0;
}

/** Time for what is driven for an area, s: each run of strokes one after the other as one way, with the turns between them. */
function timeOf(strokes: readonly JobStroke[], area: number, { motion }: JobRequest): number {
  let sum_s = 0;
  let first = 0;
  for (let k = 1; k <= strokes.length; k++) {
    if (k < strokes.length && strokes[k].area === strokes[first].area) continue;
    if (strokes[first].area === area) sum_s += pathTime(concatenate(strokes.slice(first, k)), motion);
    first = k;
  }
  return sum_s;
}

function lengthOf(strokes: readonly Stroke[]): number {
  return strokes.reduce((sum, { path }) => sum + pathLength(path), 0);
}

/** Energy of strokes driven one after the other: each run of equal levels as one way, Wh. */
function energyOf(strokes: readonly JobStroke[], { motion, power }: JobRequest): number {
  let sum_Wh = 0;
  let run: JobStroke[] = [];
  const close = () => {
    if (run.length === 0) return;
    const levels = run[0].brushOn ? run[0].levels : motorsOff;
    sum_Wh += drivingEnergy(pathTime(concatenate(run), motion), levels, power);
  };
  for (const stroke of strokes) {
    if (run.length > 0 && (stroke.brushOn !== run[0].brushOn || stroke.levels !== run[0].levels)) {
      close();
      run = [];
    }
    run.push(stroke);
  }
  close();
  return sum_Wh;
}

/** Sweeps the plan on a raster of its own, pass by pass, and adds up each area's floor after its last pass, m². */
function sweep(request: JobRequest, plan: Pick<JobPlan, 'strokes'>, areas: readonly WantedArea[]) {
  const { space, covered = [] } = request;
  const swept = new Float64Array(areas.length);
  const touchable = new Float64Array(areas.length);
  const missed_m2 = new Float32Array(space.isFree.length);
  const passes = Math.max(0, ...areas.map(({ laneAngles_rad }) => laneAngles_rad.length));
  for (let pass = 1; pass <= passes; pass++) {
    const owners = ownersIn(pass, areas, request);
    const raster = new SweepRaster(space);
    const cleanable = raster.todo.slice();
    for (const stroke of plan.strokes) if (stroke.brushOn && stroke.pass === pass) raster.sweep(stroke.path);
    for (let fine = 0; fine < cleanable.length; fine++) {
      if (cleanable[fine] === 0) continue;
      const cell = mapCell(raster, fine, space);
      const area = owners[cell] - 1;
      if (area < 0 || areas[area].laneAngles_rad.length !== pass) continue;
      const isClean = raster.todo[fine] === 0 || (covered[pass - 1]?.[cell] ?? 0) !== 0;
      touchable[area] += raster.cellArea_m2;
      if (isClean) swept[area] += raster.cellArea_m2;
      else missed_m2[cell] += raster.cellArea_m2;
    }
  }
  return { swept, touchable, missed_m2 };
}

/** The map's cell that a cell of the finer raster lies in. */
function mapCell({ frame }: SweepRaster, fine: number, space: JobRequest['space']): number {
  const ix = fine % frame.width;
  return cellAt(space, centreX(frame, ix), centreY(frame, (fine - ix) / frame.width));
}
