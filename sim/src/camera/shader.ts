import type { Eye } from './eye.ts';
import { FACE_STRIDE, type Faces } from './faces.ts';
import { LAMP_STRIDE, type LampsHere } from './light.ts';
import { DISPLAY, type Look } from './look.ts';
import * as texture from './texture.ts';

/** A lamp's mirror image is seen up to this far from where it is, as a cosine: 10 degrees. */
const GLINT_COS = 0.985;

/**
 * The light that comes from a face towards an eye, linear in red, green and blue; 1 is white in the usual light. The answer is in `red`,
 * `green`, `blue`, and what else was met beside it. Diffuse light of lamps and sky (Lambert); no shadows but that walls end a lamp's reach.
 */
export class Shader {
  red = 0;
  green = 0;
  blue = 0;
  /** m along the view. */
  depth_m = 0;
  /** Cosine between the view and the face's normal. */
  cosine = 0;
  /** Of the face; undefined for the sky. */
  look: Look | undefined;
  /** Place, normal and direction of the view, for `#light`: as arguments, ten numbers a pixel would be boxed on the heap. */
  readonly #hit = new Float64Array(9);
  readonly #faces: Faces;
  readonly #lamps: LampsHere;
  readonly #bareFloor: Look;

  constructor(faces: Faces, bareFloor: Look, lamps: LampsHere) {
    this.#faces = faces;
    this.#bareFloor = bareFloor;
    this.#lamps = lamps;
  }

  /**
   * Follows the ray (x, y, 1) of an eye to a face, and says what it sees of it.
   * @param id            face plus one; 0: the bare floor, or the sky
   * @param inverseDepth  of the faces, as `Rasteriser` has it for this eye
   * @param pixel_rad     angle of a pixel
   */
  see(id: number, x: number, y: number, eye: Eye, inverseDepth: Float64Array, pixel_rad: number): void {
    const { right, down, ahead } = eye;
    const rx = right[0] * x + down[0] * y + ahead[0];
    const ry = right[1] * x + down[1] * y + ahead[1];
    const rz = right[2] * x + down[2] * y + ahead[2];
    if (id === 0 && rz * eye.z >= 0) {
      this.#seeSky();
      return;
    }
    const i = 3 * (id - 1);
    const inverse = id === 0 ? -rz / eye.z : inverseDepth[i] * x + inverseDepth[i + 1] * y + inverseDepth[i + 2];
    const depth = 1 / inverse;
    this.depth_m = depth;
    const p = FACE_STRIDE * (id - 1);
    const { plane } = this.#faces;
    const look = id === 0 ? this.#bareFloor : this.#faces.looks[this.#faces.look[id - 1]];
    this.look = look;
    const px = eye.x + depth * rx;
    const py = eye.y + depth * ry;
    const pz = eye.z + depth * rz;
    const nx = id === 0 ? 0 : plane[p];
    const ny = id === 0 ? 0 : plane[p + 1];
    const nz = id === 0 ? 1 : plane[p + 2];
    const length = Math.sqrt(rx * rx + ry * ry + rz * rz);
    this.cosine = Math.abs(nx * rx + ny * ry + nz * rz) / length;
    if (look.pattern === DISPLAY) {
      this.red = look.red;
      this.green = look.green;
      this.blue = look.blue;
      return;
    }
    const u = id === 0 ? px : plane[p + 4] * px + plane[p + 5] * py + plane[p + 6] * pz + plane[p + 7];
    const v = id === 0 ? py : plane[p + 8] * px + plane[p + 9] * py + plane[p + 10] * pz + plane[p + 11];
    // A pixel covers more of what it grazes; the root stands between its short and its long side.
    const footprint = (depth * length * pixel_rad) / Math.sqrt(Math.max(0.04, this.cosine));
    this.#paint(look, u, v, footprint);
    const hit = this.#hit;
    hit[0] = px;
    hit[1] = py;
    hit[2] = pz;
    hit[3] = nx;
    hit[4] = ny;
    hit[5] = nz;
    hit[6] = rx / length;
    hit[7] = ry / length;
    hit[8] = rz / length;
    this.#light(look);
  }

  #seeSky(): void {
    this.look = undefined;
    this.depth_m = Number.POSITIVE_INFINITY;
    this.cosine = 1;
    const white = 0.8 * (0.4 + this.#lamps.ambient);
    this.red = white;
    this.green = white;
    this.blue = white;
  }

  /** The surface's own colour. */
  #paint(look: Look, u: number, v: number, footprint: number): void {
    const size = look.repeat_m;
    let second = 0;
    let shade = 1;
    // In the order of `patterns`; 0 is plain.
    switch (look.pattern) {
      case 1:
        shade = texture.wood(u, v, size, footprint);
        break;
      case 2:
        second = texture.tileJoint(u, v, size, footprint);
        shade = 0.94 + 0.12 * texture.cellNoise(Math.floor(u / size), Math.floor(v / size));
        break;
      case 3:
        second = texture.checker(u, v, size, footprint);
        break;
      case 4:
        second = 0.5 - 0.5 * texture.wave(u, size, footprint);
        break;
      case 5:
        shade = texture.pile(u, v, size, footprint);
        break;
      case 6:
        shade = texture.mottled(u, v, size, footprint);
    }
    this.red = shade * (look.red + second * (look.red2 - look.red));
    this.green = shade * (look.green + second * (look.green2 - look.green));
    this.blue = shade * (look.blue + second * (look.blue2 - look.blue));
  }

  /** Multiplies it by the light that falls there, and adds the lamps' mirror images. */
  #light({ gloss }: Look): void {
    const hit = this.#hit;
    const px = hit[0];
    const py = hit[1];
    const pz = hit[2];
    const nx = hit[3];
    const ny = hit[4];
    const nz = hit[5];
    const dx = hit[6];
    const dy = hit[7];
    const dz = hit[8];
    const { numbers, count, ambient } = this.#lamps;
    // Daylight comes more from above; low places beside what stands get less of it.
    let red = ambient * (0.75 + 0.25 * nz);
    let green = red;
    let blue = red;
    let glintRed = 0;
    let glintGreen = 0;
    let glintBlue = 0;
    const into = 2 * (nx * dx + ny * dy + nz * dz);
    for (let k = 0; k < LAMP_STRIDE * count; k += LAMP_STRIDE) {
      const lx = numbers[k] - px;
      const ly = numbers[k + 1] - py;
      const lz = numbers[k + 2] - pz;
      const facing = nx * lx + ny * ly + nz * lz;
      if (facing <= 0) continue;
      const r2 = lx * lx + ly * ly + lz * lz;
      const r = Math.sqrt(r2);
      const falls = facing / (r2 * r);
      red += falls * numbers[k + 3];
      green += falls * numbers[k + 4];
      blue += falls * numbers[k + 5];
      if (gloss === 0) continue;
      const along = ((dx - into * nx) * lx + (dy - into * ny) * ly + (dz - into * nz) * lz) / r;
      if (along <= GLINT_COS) continue;
      const glint = (gloss * 8 * (along - GLINT_COS) * (along - GLINT_COS)) / ((1 - GLINT_COS) * (1 - GLINT_COS) * r2);
      glintRed += glint * numbers[k + 3];
      glintGreen += glint * numbers[k + 4];
      glintBlue += glint * numbers[k + 5];
    }
    const diffuse = 1 - gloss;
    this.red = this.red * red * diffuse + glintRed;
    this.green = this.green * green * diffuse + glintGreen;
    this.blue = this.blue * blue * diffuse + glintBlue;
  }
}
