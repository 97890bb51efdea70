import type { GridFrame } from '@homebound/grid';
import {
  type AreaSettings,
  type CleaningJob,
  type CleaningSpot,
  type CleaningZone,
  MAX_LANE_ANGLE_RAD,
} from './cleaningJob.ts';
import type { JobRequest } from './jobPlan.ts';
import { polygonFault } from './polygon.ts';

/** Spots are cleaned round a point; more is a zone. */
const MAX_SPOT_M = 3;

/**
 * Refuses a request that makes no sense. Settings for rooms that this map does not show are no fault: a door may be shut today.
 * @throws RangeError naming the part, what is wrong with it and what to do
 */
export function checkJob({ map, space, rooms, covered, keepOut, wantedShare, job = {} }: JobRequest): void {
  const cells = map.width * map.height;
  checkLength('space', space.isFree, cells);
  if (rooms) checkLength('rooms.labels', rooms.labels, cells);
  if (keepOut) checkLength('keepOut', keepOut, cells);
  for (const [pass, mask] of (covered ?? []).entries()) checkLength(`covered[${pass}]`, mask, cells);
  if (wantedShare !== undefined && !(wantedShare > 0 && wantedShare < 1))
    refuse(`wantedShare must be a share in (0, 1), got ${wantedShare}`);

  checkSettings('the job', job);
  if (job.rooms !== undefined) checkRooms(job.rooms, rooms?.rooms ?? [{ id: 1 }], job);
  for (const settings of job.roomSettings ?? []) checkSettings(`the settings of room ${settings.room}`, settings);
  for (const [k, zone] of (job.zones ?? []).entries()) checkZone(k, zone, map);
  for (const [k, spot] of (job.spots ?? []).entries()) checkSpot(k, spot, map);
}

function refuse(problem: string): never {
  throw new RangeError(`Cannot plan the job: ${problem}`);
}

function checkLength(name: string, mask: ArrayLike<unknown>, cells: number): void {
  if (mask.length !== cells) refuse(`${name} must have the map's ${cells} cells, got ${mask.length}`);
}

function checkSettings(name: string, { passes, levels, laneAngle_rad }: AreaSettings): void {
  if (passes !== undefined && passes !== 1 && passes !== 2 && passes !== 'crossed')
    refuse(`passes of ${name} must be 1, 2 or 'crossed', got ${passes}`);
  if (laneAngle_rad !== undefined && !(Math.abs(laneAngle_rad) <= MAX_LANE_ANGLE_RAD))
    refuse(`laneAngle_rad of ${name} must be within a turn, ±2π rad, got ${laneAngle_rad}`);
  for (const [motor, level] of Object.entries(levels ?? {}))
    if (!(level >= 0 && level <= 1)) refuse(`levels.${motor} of ${name} must be in [0, 1], got ${level}`);
}

function checkRooms(
  wanted: readonly number[],
  known: readonly { id: number; name?: string }[],
  job: CleaningJob,
): void {
  if (wanted.length === 0 && !job.zones?.length && !job.spots?.length)
    refuse('rooms is empty and there are no zones or spots; leave rooms out to clean the whole home');
  const list = known.map(({ id, name }) => (name ? `${id} (${name})` : `${id}`)).join(', ') || 'none';
  for (const [k, id] of wanted.entries()) {
    if (!known.some((room) => room.id === id)) refuse(`there is no room ${id}; the rooms are ${list}`);
    if (wanted.indexOf(id) !== k) refuse(`room ${id} is listed twice; list it once and ask for 2 passes`);
  }
}

function checkZone(k: number, zone: CleaningZone, frame: GridFrame): void {
  checkSettings(`zones[${k}]`, zone);
  const fault = polygonFault(zone.polygon);
  if (fault !== undefined) refuse(`zones[${k}] is no polygon: ${fault}`);
  const xs = Array.from(zone.polygon).filter((_, i) => i % 2 === 0);
  const ys = Array.from(zone.polygon).filter((_, i) => i % 2 === 1);
  if (isOff(frame, Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)))
    refuse(`zones[${k}] lies off the map, which spans ${spanOf(frame)}`);
}

function checkSpot(k: number, spot: CleaningSpot, frame: GridFrame): void {
  checkSettings(`spots[${k}]`, spot);
  const { x, y, radius_m = 0.5 } = spot;
  if (!Number.isFinite(x) || !Number.isFinite(y)) refuse(`spots[${k}] must lie at finite x, y, got ${x}, ${y}`);
  if (!(radius_m > 0 && radius_m <= MAX_SPOT_M))
    refuse(`spots[${k}].radius_m must be above 0 and at most ${MAX_SPOT_M}, got ${radius_m}; ask for a zone instead`);
  if (isOff(frame, x, y, x, y)) refuse(`spots[${k}] at ${x}, ${y} lies off the map, which spans ${spanOf(frame)}`);
}

function isOff(frame: GridFrame, x0: number, y0: number, x1: number, y1: number): boolean {
  const { originX_m, originY_m, width, height, resolution_m } = frame;
  return (
    x1 < originX_m || y1 < originY_m || x0 > originX_m + width * resolution_m || y0 > originY_m + height * resolution_m
  );
}

function spanOf({ originX_m: x0, originY_m: y0, width, height, resolution_m }: GridFrame): string {
  const text = (v: number) => v.toFixed(1);
  return `x ${text(x0)} to ${text(x0 + width * resolution_m)} m, y ${text(y0)} to ${text(y0 + height * resolution_m)} m`;
}
