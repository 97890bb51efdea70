/** Red, green, blue, 0..255. */
export type Colour = readonly [number, number, number];

/** Sub-rows per pixel row of a polygon; across, coverage is exact. */
const subRows = 4;

/** A colour picture to draw on, top row first; shapes are in pixels, x right, y down, pixel i from i to i + 1. */
export class Raster {
  readonly width: number;
  readonly height: number;
  /** Interleaved r, g, b. */
  readonly pixels: Uint8Array;
  /** Share of each pixel that the shape being drawn covers. */
  readonly #cover: Float32Array;

  constructor(width: number, height: number, background: Colour) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint8Array(3 * width * height);
    this.#cover = new Float32Array(width * height);
    for (let i = 0; i < this.pixels.length; i++) this.pixels[i] = background[i % 3];
  }

  /** Lays a colour over one pixel; `opacity` in [0, 1]. */
  blend(pixel: number, colour: Colour, opacity: number): void {
    for (let c = 0; c < 3; c++) {
      const i = 3 * pixel + c;
      this.pixels[i] = Math.round(this.pixels[i] + (colour[c] - this.pixels[i]) * opacity);
    }
  }

  /** Fills polygons of interleaved x, y as one shape: no seam between neighbours. Each by the even-odd rule. */
  polygons(all: readonly ArrayLike<number>[], colour: Colour, opacity = 1): void {
    let painted: Box | undefined;
    for (const points of all) {
      const box = this.#box(points, 0);
      this.#coverPolygon(points, box);
      painted = painted === undefined ? box : union(painted, box);
    }
    if (painted !== undefined) this.#paint(painted, colour, opacity);
  }

  /** Draws a line through interleaved x, y with round joints; it covers itself only once where it crosses. */
  polyline(points: ArrayLike<number>, width_px: number, colour: Colour, opacity = 1): void {
    const half = width_px / 2;
    if (points.length === 2) this.#coverSegment(points[0], points[1], points[0], points[1], half);
    for (let i = 2; i < points.length; i += 2)
      this.#coverSegment(points[i - 2], points[i - 1], points[i], points[i + 1], half);
    this.#paint(this.#box(points, half + 1), colour, opacity);
  }

  #coverPolygon(points: ArrayLike<number>, box: Box): void {
    const crossings: number[] = [];
    for (let sub = box.y0 * subRows; sub < (box.y1 + 1) * subRows; sub++) {
      const y = (sub + 0.5) / subRows;
      crossings.length = 0;
      for (let i = 0, j = points.length - 2; i < points.length; j = i, i += 2)
        if (points[i + 1] > y !== points[j + 1] > y)
          crossings.push(points[i] + ((y - points[i + 1]) / (points[j + 1] - points[i + 1])) * (points[j] - points[i]));
      crossings.sort((a, b) => a - b);
      for (let k = 0; k + 1 < crossings.length; k += 2)
        this.#coverRow(Math.floor(sub / subRows), crossings[k], crossings[k + 1]);
    }
  }

  /** Adds the stretch from..to of one sub-row to the cover. */
  #coverRow(row: number, from: number, to: number): void {
    const x0 = Math.max(0, from);
    const x1 = Math.min(this.width, to);
    for (let ix = Math.floor(x0); ix < x1; ix++) {
      const share = Math.min(ix + 1, x1) - Math.max(ix, x0);
      if (share > 0) this.#cover[row * this.width + ix] += share / subRows;
    }
  }

  /** Covers what lies within `half` of a segment, with an edge one pixel soft. */
  #coverSegment(ax: number, ay: number, bx: number, by: number, half: number): void {
    const box = this.#box([ax, ay, bx, by], half + 1);
    const dx = bx - ax;
    const dy = by - ay;
    const length2 = dx * dx + dy * dy;
    for (let iy = box.y0; iy <= box.y1; iy++)
      for (let ix = box.x0; ix <= box.x1; ix++) {
        const px = ix + 0.5 - ax;
        const py = iy + 0.5 - ay;
        const t = length2 > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / length2)) : 0;
        const distance = Math.sqrt((px - t * dx) * (px - t * dx) + (py - t * dy) * (py - t * dy));
        const cover = Math.min(1, half + 0.5 - distance);
        const i = iy * this.width + ix;
        if (cover > this.#cover[i]) this.#cover[i] = cover;
      }
  }

  /** Lays the colour over what is covered in a box, and clears the cover. */
  #paint(box: Box, colour: Colour, opacity: number): void {
    for (let iy = box.y0; iy <= box.y1; iy++)
      for (let i = iy * this.width + box.x0, end = iy * this.width + box.x1; i <= end; i++) {
        if (this.#cover[i] > 0) this.blend(i, colour, opacity * Math.min(1, this.#cover[i]));
        this.#cover[i] = 0;
      }
  }

  /** Pixels around points, grown by a margin, inside the picture; empty when y1 < y0 or x1 < x0. */
  #box(points: ArrayLike<number>, margin: number): Box {
    let [x0, y0, x1, y1] = [this.width, this.height, -1, -1];
    for (let i = 0; i < points.length; i += 2) {
      x0 = Math.min(x0, points[i] - margin);
      x1 = Math.max(x1, points[i] + margin);
      y0 = Math.min(y0, points[i + 1] - margin);
      y1 = Math.max(y1, points[i + 1] + margin);
    }
    return {
      x0: Math.max(0, Math.floor(x0)),
      y0: Math.max(0, Math.floor(y0)),
      x1: Math.min(this.width - 1, Math.floor(x1)),
      y1: Math.min(this.height - 1, Math.floor(y1)),
    };
  }
}

interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

function union(a: Box, b: Box): Box {
  return { x0: Math.min(a.x0, b.x0), y0: Math.min(a.y0, b.y0), x1: Math.max(a.x1, b.x1), y1: Math.max(a.y1, b.y1) };
}
