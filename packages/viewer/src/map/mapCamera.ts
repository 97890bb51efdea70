import { OrthographicCamera, PerspectiveCamera, Vector3 } from 'three';

export interface Bounds {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

/** Where one looks: the point in the middle, the scale there, and for the tilted view from which side. */
interface Aim {
  x: number;
  y: number;
  metresPerPixel: number;
  azimuth_rad: number;
  tilt_rad: number;
}

const nearest = 0.0008; // m per px: the robot fills a phone
const farthest = 0.5; // m per px: a street
const fov_deg = 30;
const glide_s = 0.08;
const tilted = 0.95; // rad from straight down
const steepest = 1.3;
/** Space around a home that is shown whole, as a share of the smaller side. */
const margin = 0.06;

/** Straight down (orthographic), or tilted with perspective; both share one aim, towards which the view glides. */
export class MapCamera {
  readonly #flat = new OrthographicCamera(-1, 1, 1, -1, 0.1, 200);
  readonly #deep = new PerspectiveCamera(fov_deg, 1, 0.1, 500);
  readonly #goal: Aim = { x: 0, y: 0, metresPerPixel: 0.015, azimuth_rad: 0, tilt_rad: 0 };
  readonly #now: Aim = { ...this.#goal };
  #width_px = 1;
  #height_px = 1;
  #is3d = false;
  readonly #eased: boolean;

  /** @param eased false jumps instead of gliding (a person who wants little motion) */
  constructor(eased: boolean) {
    this.#eased = eased;
  }

  get is3d(): boolean {
    return this.#is3d;
  }

  get camera(): OrthographicCamera | PerspectiveCamera {
    return this.#is3d ? this.#deep : this.#flat;
  }

  get metresPerPixel(): number {
    return this.#now.metresPerPixel;
  }

  /** The point that is aimed at, map frame, m. */
  get centre(): { x: number; y: number } {
    return { x: this.#goal.x, y: this.#goal.y };
  }

  resize(width_px: number, height_px: number): void {
    this.#width_px = Math.max(1, width_px);
    this.#height_px = Math.max(1, height_px);
    this.#place();
  }

  tilt(on: boolean): void {
    this.#is3d = on;
    this.#goal.tilt_rad = on ? tilted : 0;
    this.#goal.azimuth_rad = 0;
    if (!on) Object.assign(this.#now, { tilt_rad: 0, azimuth_rad: 0 });
  }

  /** Moves what is seen by so many pixels, as a finger does. */
  pan(dx_px: number, dy_px: number, at_once = true): void {
    const c = Math.cos(this.#goal.azimuth_rad);
    const s = Math.sin(this.#goal.azimuth_rad);
    const right = -dx_px * this.#goal.metresPerPixel;
    const up = (dy_px * this.#goal.metresPerPixel) / Math.max(0.4, Math.cos(this.#goal.tilt_rad));
    this.#goal.x += c * right - s * up;
    this.#goal.y += s * right + c * up;
    if (at_once) Object.assign(this.#now, { x: this.#goal.x, y: this.#goal.y });
  }

  /** Zooms by a factor (> 1 comes nearer), keeping the point at (x, y) px from the middle where it is. */
  zoom(factor: number, fromMiddleX_px = 0, fromMiddleY_px = 0, at_once = false): void {
    const before = this.#goal.metresPerPixel;
    const after = Math.min(farthest, Math.max(nearest, before / factor));
    this.pan(-fromMiddleX_px, -fromMiddleY_px, false);
    this.#goal.metresPerPixel = after;
    this.pan(fromMiddleX_px, fromMiddleY_px, false);
    if (at_once) Object.assign(this.#now, this.#goal);
  }

  /** Turns and tilts the tilted view. */
  orbit(dAzimuth_rad: number, dTilt_rad: number): void {
    if (!this.#is3d) return;
    this.#goal.azimuth_rad += dAzimuth_rad;
    this.#goal.tilt_rad = Math.min(steepest, Math.max(0.15, this.#goal.tilt_rad + dTilt_rad));
    Object.assign(this.#now, this.#goal);
  }

  /** Shows all of the bounds, beside what covers the canvas on the right and at the bottom. */
  fit({ minX, minY, maxX, maxY }: Bounds, covered: { right_px: number; bottom_px: number }, at_once: boolean): void {
    const room = 1 - 2 * margin;
    const scale = Math.max(
      (maxX - minX) / (room * (this.#width_px - covered.right_px)),
      (maxY - minY) / (room * (this.#height_px - covered.bottom_px)),
      // Tilted, what lies nearer looks larger than the middle.
      this.#is3d ? (1.15 * (maxX - minX)) / (room * (this.#width_px - covered.right_px)) : 0,
    );
    this.#goal.metresPerPixel = Math.min(farthest, Math.max(nearest, scale));
    this.#goal.x = (minX + maxX) / 2 + (covered.right_px / 2) * this.#goal.metresPerPixel;
    this.#goal.y = (minY + maxY) / 2 - (covered.bottom_px / 2) * this.#goal.metresPerPixel;
    if (at_once) Object.assign(this.#now, this.#goal);
    this.#place();
  }

  /** Glides on towards the aim; @returns whether there is a way left. */
  step(dt_s: number): boolean {
    const { metresPerPixel } = this.#goal;
    const share = this.#eased ? 1 - Math.exp(-dt_s / glide_s) : 1;
    let farthestOff = 0;
    for (const key of Object.keys(this.#goal) as (keyof Aim)[]) {
      const off = this.#goal[key] - this.#now[key];
      const unit =
        key === 'x' || key === 'y' ? metresPerPixel : key === 'metresPerPixel' ? metresPerPixel / 500 : 0.002;
      farthestOff = Math.max(farthestOff, Math.abs(off) / unit);
      this.#now[key] += Math.abs(off) < 0.3 * unit ? off : share * off;
    }
    this.#place();
    return farthestOff > 0.3;
  }

  #place(): void {
    const { x, y, metresPerPixel, azimuth_rad, tilt_rad } = this.#now;
    const halfWidth = 0.5 * this.#width_px * metresPerPixel;
    const halfHeight = 0.5 * this.#height_px * metresPerPixel;
    const flat = this.#flat;
    [flat.left, flat.right, flat.top, flat.bottom] = [-halfWidth, halfWidth, halfHeight, -halfHeight];
    flat.position.set(x, y, 50);
    flat.up.set(0, 1, 0);
    flat.lookAt(x, y, 0);
    flat.updateProjectionMatrix();
    const deep = this.#deep;
    const distance = halfHeight / Math.tan(((fov_deg / 2) * Math.PI) / 180);
    const back = distance * Math.sin(tilt_rad);
    deep.aspect = this.#width_px / this.#height_px;
    deep.near = distance / 50;
    deep.far = distance * 20;
    deep.up.set(-Math.sin(azimuth_rad), Math.cos(azimuth_rad), 0);
    deep.position.set(
      x + back * Math.sin(azimuth_rad),
      y - back * Math.cos(azimuth_rad),
      distance * Math.cos(tilt_rad),
    );
    if (tilt_rad > 0.01) deep.up.set(0, 0, 1);
    deep.lookAt(x, y, 0);
    deep.updateProjectionMatrix();
    this.camera.updateMatrixWorld();
  }

  /** The floor point under a pixel (from the top left), or undefined above the horizon. */
  floorAt(x_px: number, y_px: number): { x: number; y: number } | undefined {
    const ndc = new Vector3((2 * x_px) / this.#width_px - 1, 1 - (2 * y_px) / this.#height_px, -1);
    const from = ndc.clone().unproject(this.camera);
    const to = ndc.setZ(1).unproject(this.camera);
    const t = from.z / (from.z - to.z);
    if (!(t > 0 && t <= 1)) return undefined;
    return { x: from.x + t * (to.x - from.x), y: from.y + t * (to.y - from.y) };
  }

  /** Where a floor point is on screen, px from the top left; undefined when it is behind the eye. */
  pixelOf(x: number, y: number): { x_px: number; y_px: number } | undefined {
    const ndc = new Vector3(x, y, 0).project(this.camera);
    if (ndc.z > 1) return undefined;
    return { x_px: (0.5 + ndc.x / 2) * this.#width_px, y_px: (0.5 - ndc.y / 2) * this.#height_px };
  }
}
