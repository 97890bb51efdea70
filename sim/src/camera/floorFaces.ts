import { FloorField } from '../floor/floorField.ts';
import type { FloorPatch, World } from '../world.ts';
import { counterClockwise, isConvex, triangulate } from '../worlds/polygon.ts';
import { extentOf } from './extent.ts';
import type { Faces } from './faces.ts';
import { bareFloor, type Look, lookOf, usualFloor } from './look.ts';

/** The floor goes on so far past what stands on it. */
const MARGIN_M = 3;
/** Pieces into which an edge is cut when asking how high the floor is on its two sides. */
const EDGE_PIECE_M = 0.05;
/** What a cut leaves below this is no face. */
const LEAST_AREA_M2 = 1e-9;

/** A convex piece of floor at one height. */
interface Piece {
  readonly points: Float64Array;
  readonly height_m: number;
  readonly look: number;
  readonly label: number;
}

/** Adds the floor, patch over patch as `FloorField` has it, as one body: each place at its height, and the steps between. */
export function addFloor(faces: Faces, world: World, labelOf: (name: string) => number): Look {
  const bare = lookOf(world.floorAppearance ?? bareFloor);
  let pieces: Piece[] = [{ points: withMargin(world), height_m: 0, look: faces.addLook(bare), label: 0 }];
  for (const patch of world.floor) {
    const look = faces.addLook(lookOf(patch.appearance ?? usualFloor(patch), 'matte', patchInfrared(patch)));
    const label = labelOf(patch.name);
    for (const points of convexParts(patch.outline)) {
      pieces = pieces.flatMap((piece) => cutAway(piece.points, points).map((left) => ({ ...piece, points: left })));
      pieces.push({ points, height_m: patch.height_m, look, label });
    }
  }
  for (const { points, height_m, look, label } of pieces) {
    const corners: number[] = [];
    for (let i = 0; i < points.length; i += 2) corners.push(points[i], points[i + 1], height_m);
    faces.add(corners, look, label);
    faces.endGroup(false);
  }
  addSteps(faces, world, labelOf);
  faces.endBody({ x: 0, y: 0, theta: 0 });
  return bare;
}

function patchInfrared({ surface }: FloorPatch): number | undefined {
  return surface === 'hard' ? undefined : 0.35;
}

function convexParts(outline: Float64Array): Float64Array[] {
  const points = counterClockwise(outline);
  return isConvex(points) ? [points] : (triangulate(points) ?? []);
}

/** What is left of a convex polygon outside another: for each edge of that, the part beyond it; the rest goes on to the next edge. */
function cutAway(points: Float64Array, knife: Float64Array): Float64Array[] {
  const left: Float64Array[] = [];
  let rest = points;
  for (let i = 0, n = knife.length; i < n && rest.length > 0; i += 2) {
    const [ax, ay, bx, by] = [knife[i], knife[i + 1], knife[(i + 2) % n], knife[(i + 3) % n]];
    const outside = clip(rest, bx, by, ax, ay);
    if (outside.length > 0) left.push(outside);
    rest = clip(rest, ax, ay, bx, by);
  }
  return rest.length === 0 ? [points] : left;
}

/** The part of a convex polygon to the left of a line; without corners when there is none. Source: Sutherland and Hodgman 1974. */
function clip(points: Float64Array, ax: number, ay: number, bx: number, by: number): Float64Array {
  const side = (x: number, y: number): number => (bx - ax) * (y - ay) - (by - ay) * (x - ax);
  const out: number[] = [];
  let area = 0;
  for (let i = 0, j = points.length - 2; i < points.length; j = i, i += 2) {
    const a = side(points[j], points[j + 1]);
    const b = side(points[i], points[i + 1]);
    if (a > 0 !== b > 0) {
      const t = a / (a - b);
      out.push(points[j] + t * (points[i] - points[j]), points[j + 1] + t * (points[i + 1] - points[j + 1]));
    }
    if (b > 0) out.push(points[i], points[i + 1]);
  }
  for (let i = 0, j = out.length - 2; i < out.length; j = i, i += 2) area += out[j] * out[i + 1] - out[i] * out[j + 1];
  return area > LEAST_AREA_M2 ? Float64Array.from(out) : new Float64Array();
}

/** Upright faces along the edges of patches, where the floor is higher on one side than on the other. */
function addSteps(faces: Faces, world: World, labelOf: (name: string) => number): void {
  const field = new FloorField({ ...world, solids: [] }, 0);
  for (const patch of world.floor) {
    const look = faces.addLook(lookOf(patch.appearance ?? usualFloor(patch)));
    const points = counterClockwise(patch.outline);
    const n = points.length;
    for (let i = 0; i < n; i += 2) {
      const [x, y] = [points[i], points[i + 1]];
      const [dx, dy] = [points[(i + 2) % n] - x, points[(i + 3) % n] - y];
      const length = Math.sqrt(dx * dx + dy * dy);
      const [nx, ny] = [(0.001 * dy) / length, (-0.001 * dx) / length];
      const count = Math.max(1, Math.ceil(length / EDGE_PIECE_M));
      const heights = (k: number): [number, number] => {
        const [mx, my] = [x + (dx * (k + 0.5)) / count, y + (dy * (k + 0.5)) / count];
        return [field.heightAt(mx - nx, my - ny), field.heightAt(mx + nx, my + ny)];
      };
      for (let k = 0; k < count; ) {
        const [inside, outside] = heights(k);
        const from = k++;
        while (k < count && heights(k)[0] === inside && heights(k)[1] === outside) k++;
        if (inside === outside) continue;
        const [ax, ay] = [x + (dx * from) / count, y + (dy * from) / count];
        const [bx, by] = [x + (dx * k) / count, y + (dy * k) / count];
        const [low, high] = [Math.min(inside, outside), Math.max(inside, outside)];
        // Seen from the lower side.
        if (inside > outside)
          faces.add([ax, ay, low, bx, by, low, bx, by, high, ax, ay, high], look, labelOf(patch.name));
        else faces.add([bx, by, low, ax, ay, low, ax, ay, high, bx, by, high], look, labelOf(patch.name));
        faces.endGroup(false);
      }
    }
  }
}

function withMargin(world: World): Float64Array {
  const { minX, minY, maxX, maxY } = extentOf(world);
  const [x0, y0, x1, y1] = [minX - MARGIN_M, minY - MARGIN_M, maxX + MARGIN_M, maxY + MARGIN_M];
  return Float64Array.of(x0, y0, x1, y0, x1, y1, x0, y1);
}
