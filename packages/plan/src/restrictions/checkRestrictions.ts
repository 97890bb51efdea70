import { polygonFault } from '../job/polygon.ts';
import type { Line, Restrictions } from './restrictions.ts';

/** No home is larger: coordinates beyond are millimetres, pixels or nonsense, m. */
const MAX_COORDINATE_M = 1000;
/** A wall shorter than this bars nothing, m. */
const MIN_WALL_M = 0.01;
/** No doorway's step is higher; more is millimetres taken for metres, m. */
const MAX_THRESHOLD_M = 0.3;
/** Far more than people draw; what is drawn on each map must stay quick. */
const MAX_SHAPES = 500;
const MAX_NUMBERS = 2000;

/**
 * Checks that restrictions can be drawn: lists of finite numbers, in pairs, of a home's size.
 * Throws RangeError naming the shape (`noGo[2]`), what is wrong with it and what to do.
 */
export function checkDrawable(restrictions: Restrictions): void {
  const known = ['noGo', 'noMop', 'walls', 'thresholds'] as const;
  const stray = Object.keys(restrictions ?? {}).find((key) => !(known as readonly string[]).includes(key));
  if (stray !== undefined) throw refusal(`${stray} is no kind of restriction; there are ${known.join(', ')}`);
  for (const kind of known) {
    const shapes: unknown = restrictions?.[kind];
    if (!Array.isArray(shapes)) throw refusal(`${kind} should be a list, got ${JSON.stringify(shapes) ?? 'nothing'}`);
    if (shapes.length > MAX_SHAPES)
      throw refusal(`${kind} has ${shapes.length} shapes; at most ${MAX_SHAPES} are taken: join them`);
  }
  for (const kind of ['noGo', 'noMop'] as const)
    for (const [k, area] of restrictions[kind].entries()) checkCorners(`${kind}[${k}]`, area);
  for (const [k, wall] of restrictions.walls.entries()) checkEnds(`walls[${k}]`, wall);
  for (const [k, threshold] of restrictions.thresholds.entries()) {
    checkEnds(`thresholds[${k}].line`, threshold?.line);
    const { height_m } = threshold;
    if (height_m !== undefined && !(height_m >= 0 && height_m <= MAX_THRESHOLD_M))
      throw refusal(
        `thresholds[${k}].height_m should be in [0, ${MAX_THRESHOLD_M}] m, got ${height_m}; leave it out if it is not known`,
      );
  }
}

/**
 * Checks that restrictions make sense as they are drawn, wherever they came from: `checkDrawable`, no area crosses itself or is
 * nothing, no wall is a point. Kept ones need not pass again: a correction of the map may have bent them a little.
 * Throws RangeError naming the shape (`noGo[2]`), what is wrong with it and what to do.
 */
export function checkRestrictions(restrictions: Restrictions): void {
  checkDrawable(restrictions);
  for (const kind of ['noGo', 'noMop'] as const)
    for (const [k, area] of restrictions[kind].entries()) checkArea(`${kind}[${k}]`, area);
  for (const [k, wall] of restrictions.walls.entries()) checkLine(`walls[${k}]`, wall);
  for (const [k, { line }] of restrictions.thresholds.entries()) checkLine(`thresholds[${k}].line`, line);
}

/** The error for restrictions that can't be used. */
export function refusal(problem: string): RangeError {
  return new RangeError(`Cannot use restrictions: ${problem}`);
}

function checkArea(name: string, area: readonly number[]): void {
  for (let i = 0; i < area.length; i += 2) {
    const j = (i + 2) % area.length;
    if (area[i] === area[j] && area[i + 1] === area[j + 1])
      throw refusal(
        `${name} has corner ${i / 2} twice in a row; leave one out${j === 0 ? ': an area closes by itself' : ''}`,
      );
  }
  const fault = polygonFault(area);
  if (fault !== undefined) throw refusal(`${name} is no area: ${fault}`);
}

function checkLine(name: string, [x0, y0, x1, y1]: Line): void {
  const length_m = Math.sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0));
  if (length_m < MIN_WALL_M)
    throw refusal(`${name} is ${(1000 * length_m).toFixed(1)} mm long; draw at least ${1000 * MIN_WALL_M} mm`);
}

function checkCorners(name: string, area: readonly number[]): void {
  checkCoordinates(name, area);
  if (area.length % 2 !== 0) throw refusal(`${name} has ${area.length} numbers, which are no pairs of x and y`);
  if (area.length < 6) throw refusal(`${name} has ${area.length / 2} corners; at least 3 are needed`);
  if (area.length > MAX_NUMBERS)
    throw refusal(`${name} has ${area.length / 2} corners; at most ${MAX_NUMBERS / 2} are taken: leave some out`);
}

function checkEnds(name: string, line: readonly number[]): void {
  checkCoordinates(name, line);
  if (line.length !== 4) throw refusal(`${name} should be x0, y0, x1, y1, got ${line.length} numbers`);
}

function checkCoordinates(name: string, numbers: unknown): void {
  if (!Array.isArray(numbers) || !numbers.every((value) => typeof value === 'number'))
    throw refusal(`${name} should be a list of numbers, got ${(JSON.stringify(numbers) ?? 'nothing').slice(0, 60)}`);
  const wrong = numbers.findIndex((value) => !(Math.abs(value) <= MAX_COORDINATE_M));
  if (wrong >= 0)
    throw refusal(
      `${name} has ${numbers[wrong]} for ${wrong % 2 === 0 ? 'x' : 'y'} of point ${wrong >> 1}; coordinates are metres in the map frame, at most ${MAX_COORDINATE_M} from its origin`,
    );
}
