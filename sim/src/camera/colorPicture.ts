import { pow, type Rng } from '@homebound/math';
import { type CameraScene, GLOSSY } from './cameraScene.ts';
import { FACE_STRIDE } from './faces.ts';
import { Grain } from './grain.ts';
import type { LampsHere } from './light.ts';
import { DISPLAY } from './look.ts';
import { Shader } from './shader.ts';
import type { View } from './view.ts';

// A small camera, 1/4 inch, F2.4: engineering estimates.
const ELECTRONS_PER_S = 600_000; // of white in the usual light (200 lux)
const FULL_ELECTRONS = 10_000;
const READ_ELECTRONS = 6;
const LONGEST_S = 0.03;
const SHORTEST_S = 0.0002;
const LARGEST_GAIN = 8;
/** The mean that exposure is steered to, of full scale, before the curve of sRGB. */
const TARGET = 0.2;
/** Samples along the way that a point moves during the exposure, at most. */
const MOST_TAPS = 9;
const CURVE_STEPS = 4096;

/** Speed of a camera in its own optical frame, m/s and rad/s. */
export interface CameraMotion {
  readonly v: readonly [number, number, number];
  readonly w: readonly [number, number, number];
}

const curve = Uint8Array.from({ length: CURVE_STEPS + 1 }, (_, i) => {
  const v = i / CURVE_STEPS;
  return Math.round(255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * pow(v, 1 / 2.4) - 0.055));
});

/** What a colour camera makes of a view: light, exposure that follows it, motion blur, shot and read noise, sRGB. All rows at once. */
export class ColorPicture {
  /** Light off: the room is dark. */
  isDark = false;
  exposure_s = 0.01;
  readonly #view: View;
  readonly #shader: Shader;
  readonly #faces: CameraScene['faces'];
  readonly #noise: number;
  readonly #grain: Grain;
  /** Light of each pixel, red, green, blue; then blurred. */
  readonly #light: Float32Array;
  readonly #blurred: Float32Array;
  readonly #inverseDepth: Float32Array;
  /** Displays keep their colour: 0xrrggbb plus one. */
  readonly #display: Int32Array;
  readonly #pixel_rad: number;
  #gain = 1;

  /** @param noise factor on what is random; 0: none */
  constructor(view: View, scene: CameraScene, lamps: LampsHere, noise: number, rng: Rng) {
    const pixels = view.lens.rayX.length;
    this.#view = view;
    this.#faces = scene.faces;
    this.#shader = new Shader(scene.faces, scene.bareFloor, lamps);
    this.#noise = noise;
    this.#grain = new Grain(rng);
    this.#light = new Float32Array(3 * pixels);
    this.#blurred = new Float32Array(3 * pixels);
    this.#inverseDepth = new Float32Array(pixels);
    this.#display = new Int32Array(pixels);
    this.#pixel_rad = 1 / view.lens.model.fx_px;
  }

  /** Exposes the view that was rendered last. Writes red, green, blue row by row. */
  expose(motion: CameraMotion, out: Uint8Array): void {
    this.#gather();
    this.#develop(this.#blur(motion) ? this.#blurred : this.#light, out);
  }

  /** The light at each pixel: once where one face fills it, by its samples where edges cross it. */
  #gather(): void {
    const { lens, raster } = this.#view;
    const { rayX, rayY, samples } = lens;
    const { ids, glass, hasGlass } = raster;
    const light = this.#light;
    const dx = 0.25 / lens.model.fx_px;
    const dy = 0.25 / lens.model.fy_px;
    for (let p = 0; p < rayX.length; p++) {
      const s = 4 * p;
      const a = ids[samples[s]];
      const b = ids[samples[s + 1]];
      const c = ids[samples[s + 2]];
      const d = ids[samples[s + 3]];
      const x = rayX[p];
      const y = rayY[p];
      const at = 3 * p;
      this.#display[p] = 0;
      if (a === b && a === c && a === d) {
        this.#see(a, samples[s], x, y);
        light[at] = this.#shader.red;
        light[at + 1] = this.#shader.green;
        light[at + 2] = this.#shader.blue;
        this.#inverseDepth[p] = 1 / this.#shader.depth_m;
        const look = this.#shader.look;
        if (look !== undefined && look.pattern === DISPLAY) this.#display[p] = look.rgb + 1;
      } else this.#mix(p, dx, dy);
      if (hasGlass && glass[samples[s]] !== 0) this.#tint(at);
    }
  }

  #mix(p: number, dx: number, dy: number): void {
    const { lens, raster } = this.#view;
    const light = this.#light;
    const at = 3 * p;
    light[at] = 0;
    light[at + 1] = 0;
    light[at + 2] = 0;
    let nearest = 0;
    for (let k = 0; k < 4; k++) {
      const sample = lens.samples[4 * p + k];
      const x = lens.rayX[p] + ((k & 1) === 0 ? -dx : dx);
      const y = lens.rayY[p] + (k < 2 ? -dy : dy);
      this.#see(raster.ids[sample], sample, x, y);
      light[at] += 0.25 * this.#shader.red;
      light[at + 1] += 0.25 * this.#shader.green;
      light[at + 2] += 0.25 * this.#shader.blue;
      nearest = Math.max(nearest, 1 / this.#shader.depth_m);
    }
    this.#inverseDepth[p] = nearest;
  }

  /** What is seen on a ray, and in a glossy floor what that mirrors. */
  #see(id: number, sample: number, x: number, y: number): void {
    const shader = this.#shader;
    const { eye, raster, mirror } = this.#view;
    shader.see(id, x, y, eye, raster.inverseDepth, this.#pixel_rad);
    const gloss = shader.look?.gloss ?? 0;
    if (mirror === undefined || gloss < GLOSSY || !this.#isLevel(id)) return;
    const { red, green, blue, depth_m, cosine, look } = shader;
    // Schlick 1994: everything mirrors more the more it is grazed; rough ones less so.
    const graze = (1 - cosine) * (1 - cosine);
    const mirrored = gloss + (1 - gloss) * Math.min(1, 2 * gloss) * graze * graze * (1 - cosine);
    shader.see(mirror.raster.ids[sample], x, y, mirror.eye, mirror.raster.inverseDepth, this.#pixel_rad);
    shader.red = red + mirrored * (shader.red - red);
    shader.green = green + mirrored * (shader.green - green);
    shader.blue = blue + mirrored * (shader.blue - blue);
    shader.depth_m = depth_m;
    shader.look = look;
  }

  /** Whether a face is floor near z = 0. */
  #isLevel(id: number): boolean {
    if (id === 0) return true;
    const p = FACE_STRIDE * (id - 1);
    const { plane } = this.#faces;
    return plane[p + 2] > 0.99 && Math.abs(plane[p + 3]) < 0.005;
  }

  /** A pane of glass before it: a little darker, with a sheen. */
  #tint(at: number): void {
    for (let part = 0; part < 3; part++) this.#light[at + part] = 0.8 * this.#light[at + part] + 0.05;
  }

  /** Smears each pixel along the way that its point moves. @returns false when nothing moves by as much as half a pixel */
  #blur({ v, w }: CameraMotion): boolean {
    const { model, rayX, rayY } = this.#view.lens;
    const fast = Math.abs(v[0]) + Math.abs(v[1]) + Math.abs(v[2]);
    const turning = Math.abs(w[0]) + Math.abs(w[1]) + Math.abs(w[2]);
    // Nothing is nearer than 0.05 m.
    if ((fast / 0.05 + 2 * turning) * model.fx_px * this.exposure_s < 0.5) return false;
    const light = this.#light;
    const out = this.#blurred;
    const { width_px: width, height_px: height } = model;
    const across = model.fx_px * this.exposure_s;
    const down = model.fy_px * this.exposure_s;
    for (let row = 0, p = 0; row < height; row++)
      for (let column = 0; column < width; column++, p++) {
        const x = rayX[p];
        const y = rayY[p];
        const inverse = this.#inverseDepth[p];
        // Optical flow of a rigid scene (Longuet-Higgins and Prazdny 1980).
        const toward = -v[2] * inverse - w[0] * y + w[1] * x;
        const du = (-v[0] * inverse - w[1] + w[2] * y - x * toward) * across;
        const dv = (-v[1] * inverse - w[2] * x + w[0] - y * toward) * down;
        const way = Math.max(Math.abs(du), Math.abs(dv));
        if (way < 0.5) {
          out[3 * p] = light[3 * p];
          out[3 * p + 1] = light[3 * p + 1];
          out[3 * p + 2] = light[3 * p + 2];
          continue;
        }
        const taps = Math.min(MOST_TAPS, 1 + Math.ceil(way));
        let red = 0;
        let green = 0;
        let blue = 0;
        for (let k = 0; k < taps; k++) {
          const share = (k + 0.5) / taps - 0.5;
          const iu = Math.min(width - 1, Math.max(0, Math.floor(column + share * du + 0.5)));
          const iv = Math.min(height - 1, Math.max(0, Math.floor(row + share * dv + 0.5)));
          const from = 3 * (iv * width + iu);
          red += light[from];
          green += light[from + 1];
          blue += light[from + 2];
        }
        const part = 1 / taps;
        out[3 * p] = red * part;
        out[3 * p + 1] = green * part;
        out[3 * p + 2] = blue * part;
      }
    return true;
  }

  /** Light to electrons to bytes; the next exposure follows the mean of this one. */
  #develop(light: Float32Array, out: Uint8Array): void {
    const grain = this.#grain;
    grain.begin();
    const perLight = this.isDark ? 0 : ELECTRONS_PER_S * this.exposure_s;
    const noise = this.#noise;
    const scale = this.#gain / FULL_ELECTRONS;
    const read2 = READ_ELECTRONS * READ_ELECTRONS;
    let sum = 0;
    for (let i = 0; i < light.length; i++) {
      const electrons = perLight * light[i];
      const random = noise === 0 ? 0 : noise * Math.sqrt(electrons + read2) * grain.normal();
      const level = Math.max(0, Math.min(1, (electrons + random) * scale));
      sum += level;
      out[i] = curve[Math.floor(level * CURVE_STEPS + 0.5)];
    }
    for (let p = 0; p < this.#display.length; p++) {
      const rgb = this.#display[p] - 1;
      if (rgb < 0) continue;
      out[3 * p] = rgb >> 16;
      out[3 * p + 1] = (rgb >> 8) & 0xff;
      out[3 * p + 2] = rgb & 0xff;
    }
    this.#steer(sum / light.length);
  }

  #steer(mean: number): void {
    // Half of the way in the logarithm, as drivers do, so that it does not swing.
    const wanted =
      this.exposure_s * this.#gain * Math.sqrt(Math.min(16, Math.max(1 / 16, TARGET / Math.max(mean, 1e-4))));
    const exposure_s = Math.min(LONGEST_S, Math.max(SHORTEST_S, Math.min(wanted, 0.012)));
    this.#gain = Math.min(LARGEST_GAIN, Math.max(1, wanted / exposure_s));
    this.exposure_s = Math.min(LONGEST_S, Math.max(SHORTEST_S, wanted / this.#gain));
  }
}
