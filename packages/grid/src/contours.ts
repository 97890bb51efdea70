import { centreX, centreY, type GridFrame } from './gridFrame.ts';

/** A contour line: interleaved x, y in m. A closed one does not repeat its first point. */
export interface Contour {
  readonly points: Float64Array;
  readonly closed: boolean;
}

/**
 * Lines along which a field has the value `level`, between cell centres, with the higher side on the left: islands of high
 * values are walked counter-clockwise, the lines around holes clockwise. Lines end only at the grid's edge. Where the four
 * corners of a square are ambiguous, their mean decides.
 * @param field  values at cell centres, row-major, shape [height, width]
 * Source: marching squares, the plane's version of Lorensen and Cline's marching cubes, SIGGRAPH 1987.
 */
export function contours(field: Float32Array | Float64Array, frame: GridFrame, level: number): Contour[] {
  const next = linkEdges(field, frame, level);
  const hasPrevious = new Uint8Array(next.length);
  for (let i = 0; i < next.length; i++) if (next[i] >= 0) hasPrevious[next[i]] = 1;
  const lines: Contour[] = [];
  // Open lines start where nothing leads in; what is left are loops.
  for (const closed of [false, true])
    for (let edge = 0; edge < next.length; edge++)
      if (next[edge] >= 0 && (closed || hasPrevious[edge] === 0))
        lines.push({ points: follow(field, frame, level, next, edge), closed });
  return lines;
}

/**
 * The edge on which the contour through each edge goes on, -1 where none does. Edge 2 c joins the centres of cell c and its
 * neighbour in +x, edge 2 c + 1 those of c and its neighbour in +y. In a square of four centres,
 *
 *     e --top-- d      the contour comes in by an edge that, counter-clockwise, goes from high to low, and
 *     |left     |right leaves by one that goes from low to high: so the high side is on its left.
 *     a -bottom- b
 */
function linkEdges(field: Float32Array | Float64Array, frame: GridFrame, level: number): Int32Array {
  const { width, height } = frame;
  const next = new Int32Array(2 * width * height).fill(-1);
  for (let iy = 0; iy + 1 < height; iy++)
    for (let ix = 0; ix + 1 < width; ix++) {
      const c = iy * width + ix;
      const a = field[c] >= level;
      const b = field[c + 1] >= level;
      const d = field[c + width + 1] >= level;
      const e = field[c + width] >= level;
      if (a === b && b === d && d === e) continue;
      const bottom = 2 * c;
      const right = 2 * (c + 1) + 1;
      const top = 2 * (c + width);
      const left = 2 * c + 1;
      if (a === d && b === e) {
        // A saddle: two lines, round the two low corners when the middle is high, else round the two high ones.
        const isMiddleHigh = field[c] + field[c + 1] + field[c + width] + field[c + width + 1] >= 4 * level;
        if (a) {
          next[bottom] = isMiddleHigh ? right : left;
          next[top] = isMiddleHigh ? left : right;
        } else {
          next[left] = isMiddleHigh ? bottom : top;
          next[right] = isMiddleHigh ? top : bottom;
        }
        continue;
      }
      const from = a && !b ? bottom : b && !d ? right : d && !e ? top : left;
      next[from] = !a && b ? bottom : !b && d ? right : !d && e ? top : left;
    }
  return next;
}

/** Walks one line from an edge, unlinking it on the way. */
function follow(
  field: Float32Array | Float64Array,
  frame: GridFrame,
  level: number,
  next: Int32Array,
  first: number,
): Float64Array {
  const points: number[] = [];
  let edge = first;
  do {
    const cell = edge >> 1;
    const isUp = (edge & 1) === 1;
    const ix = cell % frame.width;
    const iy = (cell - ix) / frame.width;
    const here = field[cell];
    const there = field[isUp ? cell + frame.width : cell + 1];
    const t = (level - here) / (there - here);
    points.push(centreX(frame, ix) + (isUp ? 0 : t * frame.resolution_m));
    points.push(centreY(frame, iy) + (isUp ? t * frame.resolution_m : 0));
    const after = next[edge];
    next[edge] = -1;
    edge = after;
  } while (edge >= 0 && edge !== first);
  return Float64Array.from(points);
}
