import { centreX, centreY, type OccupancyGrid } from '@homebound/grid';
import type { SE2 } from '@homebound/math';
import { homebound_interfaces } from '@homebound/messages';
import { Household, type HouseholdEdit, type Slices } from '@homebound/mission';
import {
  type CleaningJob,
  checkRestrictions,
  freeSpace,
  type HomePlan,
  type JobRequest,
  type MotionLimits,
  type Restrictions,
  type RoomBook,
  restrictionMask,
} from '@homebound/plan';
import { checkPlace, isFloorAt } from './floorAt.ts';
import type { PlannableMap } from './heardMap.ts';
import type { PlannedBody } from './plannedBody.ts';
import { Refusal } from './refusal.ts';

export interface CoverageOptions extends PlannedBody {
  readonly brushWidth_m: number;
  readonly motion: MotionLimits;
  /** Absent: what a brush of this width is best at. */
  readonly wantedShare?: number;
}

/** A goal in the planner's terms. */
export interface WantedCoverage {
  readonly job: CleaningJob;
  readonly restrictions: Restrictions;
  readonly isRoundTrip: boolean;
}

const Result = homebound_interfaces.ComputeCoveragePath_Result;
/** A map that shows less of the rooms' floor as floor is one of another place: half of a home may be shut away today. */
const SAME_PLACE = 0.3;

/** What is kept of the floor of a map from goal to goal: its rooms, and what a person forbade on it. */
export class CoverageFloor {
  #household = new Household();
  readonly #options: CoverageOptions;

  constructor(options: CoverageOptions) {
    this.#options = options;
  }

  /** Rooms and restrictions on a map; the first map's rooms get numbers that stay with them, until there is a map of another place. */
  homeOn({ grid }: PlannableMap): HomePlan {
    const known = this.#household.plan;
    if (known !== undefined && shareOfFloor(known.rooms, grid) < SAME_PLACE) this.#household = new Household();
    if (this.#household.plan === undefined) this.#household.keep(grid);
    else this.#household.roomsIn(grid);
    return this.#household.plan as HomePlan;
  }

  /** One change by a person. Throws RangeError, in words for them, when it makes no sense. */
  edit(change: HouseholdEdit, { grid }: PlannableMap): void {
    this.#household.edit(change, { map: grid, robotRadius_m: this.#options.robotRadius_m });
  }

  /** What a job is planned from. Throws Refusal or RangeError when there is nothing to plan. */
  *requestOn(map: PlannableMap, wanted: WantedCoverage, start: SE2): Slices<JobRequest> {
    checkRestrictions(wanted.restrictions);
    const { grid } = map;
    checkPlace(grid, start, 'start', { outside: Result.START_OUTSIDE_MAP, occupied: Result.START_OCCUPIED });
    const home = this.homeOn(map);
    yield;
    const keepOut = keptOut([home.restrictions, wanted.restrictions], grid);
    const { robotRadius_m, margin_m, brushWidth_m, motion, wantedShare } = this.#options;
    const asked = { robotRadius_m, margin_m, brushWidth_m, keepOut };
    const space = freeSpace(grid, { ...asked, from: start });
    if (!space.standable.includes(1)) throw nowhere(grid, asked, start);
    yield;
    const { labels, rooms } = this.#household.roomsIn(grid);
    const seen = home.rooms.rooms.filter(({ isSeen }) => isSeen).map(({ id }) => id);
    return {
      map: grid,
      space,
      rooms: { labels, rooms: rooms.filter(({ id }) => seen.includes(id)) },
      job: this.#household.withKeptSettings(wanted.job),
      from: start,
      keepOut,
      motion,
      ...(wanted.isRoundTrip && { dock: { x: start.x, y: start.y } }),
      ...(wantedShare !== undefined && { wantedShare }),
    };
  }
}

/** Share of the rooms' floor that a map shows as floor. */
function shareOfFloor(rooms: RoomBook, grid: OccupancyGrid): number {
  let all = 0;
  let free = 0;
  for (let i = 0; i < rooms.labels.length; i++) {
    if (rooms.labels[i] === 0) continue;
    all++;
    if (isFloorAt(grid, centreX(rooms, i % rooms.width), centreY(rooms, Math.floor(i / rooms.width)))) free++;
  }
  return all === 0 ? 1 : free / all;
}

function keptOut(all: readonly Restrictions[], grid: OccupancyGrid): Uint8Array | undefined {
  const noGo = all.flatMap((r) => r.noGo);
  const walls = all.flatMap((r) => r.walls);
  const thresholds = all.flatMap((r) => r.thresholds);
  if (noGo.length + walls.length + thresholds.length === 0) return undefined;
  return restrictionMask({ noGo, noMop: [], walls, thresholds }, grid).keepOut;
}

/** Why there is no floor to begin on, and what to do. */
function nowhere(
  grid: OccupancyGrid,
  asked: PlannedBody & { readonly brushWidth_m: number; readonly keepOut: Uint8Array | undefined },
  start: SE2,
): Refusal {
  const { robotRadius_m, margin_m } = asked;
  const fits = (change: object): boolean => freeSpace(grid, { ...asked, ...change }).standable.includes(1);
  const width = `${(2 * (robotRadius_m + margin_m)).toFixed(2)} m`;
  const at = `${start.x.toFixed(2)}, ${start.y.toFixed(2)}`;
  if (!fits({ keepOut: undefined }))
    return new Refusal(
      Result.NO_VALID_PATH,
      `nowhere on the map is there floor for a body ${width} wide: look at robot_radius, footprint and footprint_padding, and at the map's cells of ${grid.resolution_m} m`,
    );
  if (asked.keepOut !== undefined && fits({ keepOut: undefined, from: start }))
    return new Refusal(
      Result.START_OCCUPIED,
      `the start at ${at} lies in what is kept out: move the no-go area or wall`,
    );
  return new Refusal(
    Result.START_OCCUPIED,
    `no floor for a body ${width} wide lies within 0.6 m of the start at ${at}`,
  );
}
