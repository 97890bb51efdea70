import type { Eye } from './eye.ts';
import { FACE_STRIDE, type Faces, GROUP_STRIDE } from './faces.ts';

/** What is nearer than this is not seen, m. */
const NEAR_M = 0.01;
const MOST_CORNERS = 512;

/** An ideal pinhole picture: size in samples, focal length, centre. */
export interface Pinhole {
  readonly width: number;
  readonly height: number;
  readonly fx: number;
  readonly fy: number;
  readonly cx: number;
  readonly cy: number;
}

/**
 * Which face is seen at each sample of a pinhole's picture: a z-buffer over convex faces. What a face looks like is worked out afterwards, once
 * for each pixel. Inverse depth is linear in the picture, 1/z = a x + b y + c at the ray (x, y, 1), so depth is exact.
 * Allocates only when the scene has grown.
 */
export class Rasteriser {
  /** Face at each sample plus one; 0 for none. */
  readonly ids: Uint32Array;
  /** The same for the nearest pane of glass before it. */
  readonly glass: Uint32Array;
  hasGlass = false;
  /** Of each face that was drawn: its inverse depth as a, b, c. */
  inverseDepth = new Float64Array(3 * 256);
  readonly #pinhole: Pinhole;
  readonly #inverse: Float32Array;
  readonly #left: Float64Array;
  readonly #right: Float64Array;
  #corners = new Float64Array(3 * MOST_CORNERS);
  #clipped = new Float64Array(3 * MOST_CORNERS);

  constructor(pinhole: Pinhole) {
    this.#pinhole = pinhole;
    this.ids = new Uint32Array(pinhole.width * pinhole.height);
    this.glass = new Uint32Array(pinhole.width * pinhole.height);
    this.#inverse = new Float32Array(pinhole.width * pinhole.height);
    this.#left = new Float64Array(pinhole.height);
    this.#right = new Float64Array(pinhole.height);
  }

  /** 1/z of what is seen at a sample; 0 where nothing is. */
  inverseAt(sample: number): number {
    return this.#inverse[sample];
  }

  render(faces: Faces, eye: Eye): void {
    if (this.inverseDepth.length < 3 * faces.count)
      this.inverseDepth = new Float64Array(3 * Math.max(faces.count, 2 * (this.inverseDepth.length / 3)));
    this.ids.fill(0);
    this.#inverse.fill(0);
    if (this.hasGlass) this.glass.fill(0);
    this.hasGlass = false;
    this.#drawGroups(faces, eye, 0);
    this.#drawGroups(faces, eye, 1);
  }

  #drawGroups(faces: Faces, eye: Eye, glass: 0 | 1): void {
    const { groupCount, groupFirst, isGlass } = faces;
    for (let g = 0; g < groupCount; g++) {
      if (isGlass[g] !== glass || !this.#mayBeSeen(faces, eye, g)) continue;
      for (let k = groupFirst[g]; k < groupFirst[g + 1]; k++) this.#drawFace(faces, eye, k, glass);
    }
  }

  /** Whether the ball around a group reaches into the view. */
  #mayBeSeen({ ball }: Faces, { x, y, z, right, down, ahead }: Eye, g: number): boolean {
    const b = GROUP_STRIDE * g;
    const dx = ball[b] - x;
    const dy = ball[b + 1] - y;
    const dz = ball[b + 2] - z;
    const radius = ball[b + 3];
    const far = dx * ahead[0] + dy * ahead[1] + dz * ahead[2];
    if (far + radius < NEAR_M) return false;
    const { fx, fy, cx, cy, width, height } = this.#pinhole;
    const across = fx * (dx * right[0] + dy * right[1] + dz * right[2]);
    const down_ = fy * (dx * down[0] + dy * down[1] + dz * down[2]);
    // Each side of the view is a plane through the eye: beyond it by more than the radius is out.
    const atLeft = cx + 1;
    const atRight = width - cx;
    const atTop = cy + 1;
    const atBottom = height - cy;
    return (
      across + atLeft * far > -radius * Math.sqrt(fx * fx + atLeft * atLeft) &&
      atRight * far - across > -radius * Math.sqrt(fx * fx + atRight * atRight) &&
      down_ + atTop * far > -radius * Math.sqrt(fy * fy + atTop * atTop) &&
      atBottom * far - down_ > -radius * Math.sqrt(fy * fy + atBottom * atBottom)
    );
  }

  #drawFace(faces: Faces, { x, y, z, right, down, ahead }: Eye, k: number, glass: 0 | 1): void {
    const p = FACE_STRIDE * k;
    const nx = faces.plane[p];
    const ny = faces.plane[p + 1];
    const nz = faces.plane[p + 2];
    const before_m = nx * x + ny * y + nz * z - faces.plane[p + 3];
    if (before_m <= 1e-9) return;
    // The plane n·p = d meets the ray eye + t (right x + down y + ahead) at 1/t = -n·(right x + down y + ahead) / (n·eye - d).
    const scale = -1 / before_m;
    const i = 3 * k;
    this.inverseDepth[i] = scale * (nx * right[0] + ny * right[1] + nz * right[2]);
    this.inverseDepth[i + 1] = scale * (nx * down[0] + ny * down[1] + nz * down[2]);
    this.inverseDepth[i + 2] = scale * (nx * ahead[0] + ny * ahead[1] + nz * ahead[2]);
    const { world } = faces;
    const corners = this.#corners;
    let n = 0;
    let nearest = Number.POSITIVE_INFINITY;
    for (let c = 3 * faces.first[k]; c < 3 * faces.first[k + 1]; c += 3, n += 3) {
      const dx = world[c] - x;
      const dy = world[c + 1] - y;
      const dz = world[c + 2] - z;
      corners[n] = dx * right[0] + dy * right[1] + dz * right[2];
      corners[n + 1] = dx * down[0] + dy * down[1] + dz * down[2];
      const far = dx * ahead[0] + dy * ahead[1] + dz * ahead[2];
      corners[n + 2] = far;
      if (far < nearest) nearest = far;
    }
    if (nearest < NEAR_M) n = this.#clipNear(n);
    if (n > 0) this.#fill(k, nearest < NEAR_M ? this.#clipped : corners, n, glass);
  }

  /** Cuts off what is nearer than NEAR_M. @returns numbers in #clipped */
  #clipNear(n: number): number {
    const p = this.#corners;
    const out = this.#clipped;
    let m = 0;
    for (let i = 0, j = n - 3; i < n; j = i, i += 3) {
      const a = p[j + 2] - NEAR_M;
      const b = p[i + 2] - NEAR_M;
      if (a > 0 !== b > 0) {
        const t = a / (a - b);
        out[m++] = p[j] + t * (p[i] - p[j]);
        out[m++] = p[j + 1] + t * (p[i + 1] - p[j + 1]);
        out[m++] = NEAR_M;
      }
      if (b <= 0) continue;
      out[m++] = p[i];
      out[m++] = p[i + 1];
      out[m++] = p[i + 2];
    }
    return m;
  }

  /** Scans a convex polygon, row by row; samples on its left and upper edges are in, those on the others are not. */
  #fill(k: number, p: Float64Array, n: number, glass: 0 | 1): void {
    const { fx, fy, cx, cy, width, height } = this.#pinhole;
    const left = this.#left;
    const right = this.#right;
    let top = Number.POSITIVE_INFINITY;
    let bottom = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < n; i += 3) {
      const inverse = 1 / p[i + 2];
      p[i] = fx * p[i] * inverse + cx;
      const v = fy * p[i + 1] * inverse + cy;
      p[i + 1] = v;
      if (v < top) top = v;
      if (v > bottom) bottom = v;
    }
    const rowFirst = top > 0 ? Math.ceil(top) : 0;
    const rowEnd = bottom <= height - 1 ? Math.ceil(bottom) : height;
    if (rowFirst >= rowEnd) return;
    for (let row = rowFirst; row < rowEnd; row++) {
      left[row] = Number.POSITIVE_INFINITY;
      right[row] = Number.NEGATIVE_INFINITY;
    }
    for (let i = 0, j = n - 3; i < n; j = i, i += 3) {
      const goesDown = p[i + 1] > p[j + 1];
      const upper = goesDown ? j : i;
      const lower = goesDown ? i : j;
      const v0 = p[upper + 1];
      const v1 = p[lower + 1];
      if (v0 === v1) continue;
      const slope = (p[lower] - p[upper]) / (v1 - v0);
      const first = v0 > 0 ? Math.ceil(v0) : 0;
      const end = v1 <= height - 1 ? Math.ceil(v1) : height;
      let u = p[upper] + (first - v0) * slope;
      for (let row = first; row < end; row++, u += slope) {
        if (u < left[row]) left[row] = u;
        if (u > right[row]) right[row] = u;
      }
    }
    const a = this.inverseDepth[3 * k] / fx;
    const b = this.inverseDepth[3 * k + 1] / fy;
    const c = this.inverseDepth[3 * k + 2] - a * cx - b * cy;
    const inverse = this.#inverse;
    const to = glass === 1 ? this.glass : this.ids;
    const id = k + 1;
    for (let row = rowFirst; row < rowEnd; row++) {
      const first = left[row] > 0 ? Math.ceil(left[row]) : 0;
      const end = right[row] <= width - 1 ? Math.ceil(right[row]) : width;
      let w = a * first + b * row + c;
      const base = row * width;
      for (let at = base + first; at < base + end; at++, w += a) {
        if (w <= inverse[at]) continue;
        to[at] = id;
        // Glass hides nothing: what is behind it keeps its place.
        if (glass === 0) inverse[at] = w;
      }
    }
    if (glass === 1) this.hasGlass = true;
  }
}
