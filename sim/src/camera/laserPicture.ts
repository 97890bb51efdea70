import type { Rng } from '@homebound/math';
import type { CameraModel, LaserFan } from '@homebound/robot';
import type { CameraScene } from './cameraScene.ts';
import type { Eye } from './eye.ts';
import { Grain } from './grain.ts';
import { distort } from './lens.ts';
import type { LampsHere } from './light.ts';
import { type Pinhole, Rasteriser } from './rasteriser.ts';
import { Shader } from './shader.ts';
import type { View } from './view.ts';

/** Points of the fan to each column of the picture. */
const POINTS = 4;
/** Share of the room's light that the laser's filter lets through. */
const FILTER = 0.02;
/** Brightness of the line on white, straight on, at 1 m, of full scale. */
const LINE = 1.2;
/** Half width of the beam where it leaves, and what it grows by per metre. */
const BEAM_M = 0.0008;
const BEAM_RAD = 0.0008;
/** Half width of the point that the lens makes of a point, pixels. */
const BLUR_PX = 0.6;
/** Speckle: standard deviation of the line's brightness, as a share. */
const SPECKLE = 0.35;
const READ = 0.008;
const EXPOSURE_S = 0.004;
/** How far a point of the line may lie behind what the camera sees there, as a share of its distance. */
const HIDDEN = 0.02;

export type LaserCamera = CameraModel & { readonly fan: LaserFan };

/** What a camera behind a filter sees of a level fan of laser light: a line on whatever that meets, where neither eye nor laser is shadowed. */
export class LaserPicture {
  readonly exposure_s = EXPOSURE_S;
  isDark = false;
  readonly #view: View;
  readonly #scene: CameraScene;
  readonly #model: LaserCamera;
  readonly #shader: Shader;
  readonly #noise: number;
  readonly #grain: Grain;
  readonly #fan: Pinhole;
  readonly #beam: Rasteriser;
  readonly #light: Float32Array;

  /** @param noise factor on what is random; 0: none */
  constructor(view: View, scene: CameraScene, model: LaserCamera, lamps: LampsHere, noise: number, rng: Rng) {
    this.#view = view;
    this.#scene = scene;
    this.#model = model;
    this.#shader = new Shader(scene.faces, scene.bareFloor, lamps);
    this.#noise = noise;
    this.#grain = new Grain(rng);
    this.#light = new Float32Array(view.lens.rayX.length);
    // A picture of one row: the fan's rays. It is as wide as the camera's view.
    const width = POINTS * model.width_px;
    const fx = (POINTS * model.fx_px) / 1.05;
    this.#fan = { width, height: 1, fx, fy: fx, cx: (width - 1) / 2, cy: 0 };
    this.#beam = new Rasteriser(this.#fan);
  }

  /** Exposes the view that was rendered last. @param laser where the laser is and how its fan lies */
  expose(laser: Eye, out: Uint8Array): void {
    this.#ambient();
    this.#beam.render(this.#scene.faces, laser);
    this.#draw(laser);
    const grain = this.#grain;
    grain.begin();
    for (let p = 0; p < out.length; p++) {
      const light = this.#light[p];
      const value = this.#noise === 0 ? light : light + this.#noise * (READ + 0.05 * Math.sqrt(light)) * grain.normal();
      out[p] = value <= 0 ? 0 : value >= 1 ? 255 : Math.round(255 * value);
    }
  }

  /** What the filter lets through of the room is dim: one pixel stands for four. */
  #ambient(): void {
    const { lens, raster, eye } = this.#view;
    const { rayX, rayY, samples, model } = lens;
    const { width_px: width, height_px: height } = model;
    for (let row = 0; row < height; row += 2)
      for (let column = 0; column < width; column += 2) {
        const p = row * width + column;
        this.#shader.see(raster.ids[samples[4 * p]], rayX[p], rayY[p], eye, raster.inverseDepth, 2 / model.fx_px);
        const value = this.isDark ? 0 : FILTER * this.#shader.red;
        for (let r = row; r < Math.min(row + 2, height); r++) {
          this.#light[r * width + column] = value;
          if (column + 1 < width) this.#light[r * width + column + 1] = value;
        }
      }
  }

  /** Sets each lit point that the camera sees into the picture: spread down its column, shared between two columns. */
  #draw(laser: Eye): void {
    const { width, fx, cx } = this.#fan;
    const { eye } = this.#view;
    const model = this.#model;
    const grain = this.#grain;
    grain.begin();
    for (let i = 0; i < width; i++) {
      const id = this.#beam.ids[i];
      const side = (i - cx) / fx;
      this.#shader.see(id, side, 0, laser, this.#beam.inverseDepth, 1 / fx);
      const { depth_m, cosine, look } = this.#shader;
      if (look === undefined || look.kind === 'mirror') continue;
      const px = laser.x + depth_m * (laser.right[0] * side + laser.ahead[0]) - eye.x;
      const py = laser.y + depth_m * (laser.right[1] * side + laser.ahead[1]) - eye.y;
      const pz = laser.z + depth_m * (laser.right[2] * side + laser.ahead[2]) - eye.z;
      const far = px * eye.ahead[0] + py * eye.ahead[1] + pz * eye.ahead[2];
      if (far < 0.02) continue;
      const x = (px * eye.right[0] + py * eye.right[1] + pz * eye.right[2]) / far;
      const y = (px * eye.down[0] + py * eye.down[1] + pz * eye.down[2]) / far;
      if (this.#isHidden(x, y, far)) continue;
      const [xd, yd] = distort(model, x, y);
      const u = model.fx_px * xd + model.cx_px;
      const v = model.fy_px * yd + model.cy_px;
      const speckle = Math.max(0, 1 + this.#noise * SPECKLE * grain.normal());
      // Power on a patch falls with the fan's spread and the obliqueness, and what comes back with the square of the way.
      const way2 = Math.max(0.01, depth_m * depth_m);
      const strength = (LINE * look.infrared * Math.max(0.15, cosine) * speckle) / way2 / POINTS;
      const width_px = BLUR_PX + ((BEAM_M + BEAM_RAD * depth_m) * model.fy_px) / far;
      this.#spread(u, v, strength, width_px);
    }
  }

  #isHidden(x: number, y: number, far: number): boolean {
    const { lens, raster } = this.#view;
    const iu = Math.round(x * lens.fx + lens.cx);
    const iv = Math.round(y * lens.fy + lens.cy);
    if (!(iu >= 0 && iv >= 0 && iu < lens.width && iv < lens.height)) return true;
    // Of the samples above and below too: where the floor is seen at a few degrees, one to the next is farther than that.
    const at = iv * lens.width + iu;
    const above = iv > 0 ? at - lens.width : at;
    const below = iv < lens.height - 1 ? at + lens.width : at;
    const nearest = Math.min(raster.inverseAt(at), raster.inverseAt(above), raster.inverseAt(below));
    return nearest * far > 1 + HIDDEN;
  }

  #spread(u: number, v: number, strength: number, width_px: number): void {
    const { width_px: width, height_px: height } = this.#model;
    const column = Math.floor(u);
    const share = u - column;
    const rowFirst = Math.max(0, Math.ceil(v - 3 * width_px));
    const rowLast = Math.min(height - 1, Math.floor(v + 3 * width_px));
    for (let row = rowFirst; row <= rowLast; row++) {
      const away = (row - v) / (3 * width_px);
      // (1 - t²)³ stands for a bell of a third of its width.
      const bell = 1 - away * away;
      const value = (strength * bell * bell * bell) / width_px;
      if (column >= 0 && column < width) this.#light[row * width + column] += (1 - share) * value;
      if (column + 1 >= 0 && column + 1 < width) this.#light[row * width + column + 1] += share * value;
    }
  }
}
