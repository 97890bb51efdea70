import { cos, type SE2, sin } from '@homebound/math';
import type { Look } from './look.ts';

/** Numbers that a face keeps: its plane (nx, ny, nz, d: n·p = d), then the two axes of its pattern, each with an offset. */
export const FACE_STRIDE = 12;
/** Numbers that a group keeps: centre and radius of the ball around it. */
export const GROUP_STRIDE = 4;

/**
 * Flat convex faces of all that is seen, in the world frame, in groups (a shape each) and bodies (what moves as one). Flat arrays: they are
 * read in the innermost loops. Faces are seen from the side from which their corners run counter-clockwise.
 */
export class Faces {
  count = 0;
  cornerCount = 0;
  groupCount = 0;
  bodyCount = 0;
  readonly looks: Look[] = [];
  /** x, y, z of each corner, in the frame of its body and in the world's. */
  own = new Float64Array(3 * 1024);
  world = new Float64Array(3 * 1024);
  /** Of each face. */
  first = new Uint32Array(257);
  ownPlane = new Float64Array(FACE_STRIDE * 256);
  plane = new Float64Array(FACE_STRIDE * 256);
  look = new Uint16Array(256);
  label = new Uint16Array(256);
  /** Of each group: its first face; one more at the end. */
  groupFirst = new Uint32Array(65);
  ownBall = new Float64Array(GROUP_STRIDE * 64);
  ball = new Float64Array(GROUP_STRIDE * 64);
  /** Glass is looked through. */
  isGlass = new Uint8Array(64);
  /** Of each body: its first group; one more at the end. */
  bodyFirst = new Uint32Array(65);

  /** Keeps only the first bodies and looks. */
  truncate(bodies: number, looks: number): void {
    this.looks.length = looks;
    this.bodyCount = bodies;
    this.groupCount = this.bodyFirst[bodies];
    this.count = this.groupFirst[this.groupCount];
    this.cornerCount = this.first[this.count];
  }

  /** Index of a look, for `add`. */
  addLook(look: Look): number {
    const known = this.looks.indexOf(look);
    return known >= 0 ? known : this.looks.push(look) - 1;
  }

  /**
   * Adds a face to the group that is open.
   * @param corners x, y, z each, in the body's frame, counter-clockwise as it is seen; at least three, in one plane, convex
   */
  add(corners: ArrayLike<number>, look: number, label: number): void {
    const k = this.count++;
    const n = corners.length / 3;
    this.#growFaces();
    while (3 * (this.cornerCount + n) > this.own.length) {
      this.own = grown(this.own);
      this.world = grown(this.world);
    }
    this.own.set(corners, 3 * this.cornerCount);
    this.cornerCount += n;
    this.first[k + 1] = this.cornerCount;
    this.look[k] = look;
    this.label[k] = label;
    this.ownPlane.set(planeOf(corners), FACE_STRIDE * k);
  }

  /** Ends a group: what was added since the last one. */
  endGroup(isGlass: boolean): void {
    const from = this.groupFirst[this.groupCount];
    if (from === this.count) return;
    const g = this.groupCount++;
    if (g === this.isGlass.length) {
      this.groupFirst = grown(this.groupFirst);
      this.ownBall = grown(this.ownBall);
      this.ball = grown(this.ball);
      this.isGlass = grown(this.isGlass);
    }
    this.groupFirst[g + 1] = this.count;
    this.isGlass[g] = isGlass ? 1 : 0;
    this.ownBall.set(ballAround(this.own, this.first[from], this.cornerCount), GROUP_STRIDE * g);
  }

  /** Ends a body, and sets it down. */
  endBody(T_world_body: SE2): number {
    const b = this.bodyCount++;
    if (b + 2 > this.bodyFirst.length) this.bodyFirst = grown(this.bodyFirst);
    this.bodyFirst[b + 1] = this.groupCount;
    this.place(b, T_world_body);
    return b;
  }

  /** Sets a body down elsewhere. */
  place(body: number, { x, y, theta }: SE2): void {
    const c = cos(theta);
    const s = sin(theta);
    const firstGroup = this.bodyFirst[body];
    const lastGroup = this.bodyFirst[body + 1];
    const { own, world, ownBall, ball, ownPlane, plane } = this;
    for (let g = firstGroup; g < lastGroup; g++) {
      const b = GROUP_STRIDE * g;
      ball[b] = x + c * ownBall[b] - s * ownBall[b + 1];
      ball[b + 1] = y + s * ownBall[b] + c * ownBall[b + 1];
      ball[b + 2] = ownBall[b + 2];
      ball[b + 3] = ownBall[b + 3];
    }
    const firstFace = this.groupFirst[firstGroup];
    const lastFace = this.groupFirst[lastGroup];
    for (let i = 3 * this.first[firstFace]; i < 3 * this.first[lastFace]; i += 3) {
      world[i] = x + c * own[i] - s * own[i + 1];
      world[i + 1] = y + s * own[i] + c * own[i + 1];
      world[i + 2] = own[i + 2];
    }
    for (let k = FACE_STRIDE * firstFace; k < FACE_STRIDE * lastFace; k += 4) {
      // n·p turned and moved: the plane's offset grows by what the move adds along n, that of an axis shrinks by it.
      const nx = c * ownPlane[k] - s * ownPlane[k + 1];
      const ny = s * ownPlane[k] + c * ownPlane[k + 1];
      const along = nx * x + ny * y;
      plane[k] = nx;
      plane[k + 1] = ny;
      plane[k + 2] = ownPlane[k + 2];
      plane[k + 3] = ownPlane[k + 3] + (k % FACE_STRIDE === 0 ? along : -along);
    }
  }

  #growFaces(): void {
    if (this.count < this.look.length) return;
    this.first = grown(this.first);
    this.ownPlane = grown(this.ownPlane);
    this.plane = grown(this.plane);
    this.look = grown(this.look);
    this.label = grown(this.label);
  }
}

function grown<T extends Float64Array | Uint32Array | Uint16Array | Uint8Array>(array: T): T {
  const larger = new (array.constructor as new (length: number) => T)(2 * array.length);
  larger.set(array);
  return larger;
}

/** A face's plane, and the axes of its pattern: across and up on what stands, x and y on what lies. */
function planeOf(p: ArrayLike<number>): number[] {
  let [nx, ny, nz] = [0, 0, 0];
  // Newell: good also where three corners lie in a line.
  for (let i = 0, j = p.length - 3; i < p.length; j = i, i += 3) {
    nx += (p[j + 1] - p[i + 1]) * (p[j + 2] + p[i + 2]);
    ny += (p[j + 2] - p[i + 2]) * (p[j] + p[i]);
    nz += (p[j] - p[i]) * (p[j + 1] + p[i + 1]);
  }
  const inverse = 1 / Math.sqrt(nx * nx + ny * ny + nz * nz);
  nx *= inverse;
  ny *= inverse;
  nz *= inverse;
  const plane = [nx, ny, nz, nx * p[0] + ny * p[1] + nz * p[2]];
  const level = Math.sqrt(nx * nx + ny * ny);
  if (level < 0.5) return [...plane, 1, 0, 0, 0, 0, 1, 0, 0];
  return [...plane, -ny / level, nx / level, 0, 0, 0, 0, 1, 0];
}

/** Around the middle of the box around the corners from `first` to `end`. */
function ballAround(p: Float64Array, first: number, end: number): number[] {
  const low = [p[3 * first], p[3 * first + 1], p[3 * first + 2]];
  const high = [...low];
  for (let i = 3 * first; i < 3 * end; i++) {
    low[i % 3] = Math.min(low[i % 3], p[i]);
    high[i % 3] = Math.max(high[i % 3], p[i]);
  }
  const size = [high[0] - low[0], high[1] - low[1], high[2] - low[2]];
  const radius = 0.5 * Math.sqrt(size[0] * size[0] + size[1] * size[1] + size[2] * size[2]);
  return [0.5 * (low[0] + high[0]), 0.5 * (low[1] + high[1]), 0.5 * (low[2] + high[2]), radius];
}
