import { createRng, type Rng } from '@homebound/math';
import type { Color, RoomLight, World } from '../world.ts';
import { extentOf } from './extent.ts';

const LAMP_Z_M = 2.3;
/** One lamp to so much of each side of the world. */
const SPACING_M = 3.5;
/** Beyond this a lamp gives no light: there are walls between, whose shadows are not worked out. */
const REACH_M = 6;

/**
 * Lamps all over a world, and daylight.
 * @param rng places, powers, tints and daylight differ with it; absent: the same everywhere
 */
export function lampsOver(world: World, rng?: Rng): RoomLight {
  const { minX, minY, maxX, maxY } = extentOf(world);
  const columns = Math.max(1, Math.round((maxX - minX) / SPACING_M));
  const rows = Math.max(1, Math.round((maxY - minY) / SPACING_M));
  const between = (low: number, high: number, usual: number): number =>
    rng === undefined ? usual : low + (high - low) * rng.uniform();
  const warmth = between(0, 1, 0.5);
  const tint: Color = [1 + 0.2 * warmth, 1, 1.1 - 0.5 * warmth];
  const ambient = between(0.1, 0.7, 0.35);
  const lamps = Array.from({ length: columns * rows }, (_, k) => ({
    x_m: minX + ((maxX - minX) * ((k % columns) + between(0.1, 0.9, 0.5))) / columns,
    y_m: minY + ((maxY - minY) * (Math.floor(k / columns) + between(0.1, 0.9, 0.5))) / rows,
    z_m: LAMP_Z_M,
    power: between(0.5, 6, 3.5),
    tint,
  }));
  return { ambient, lamps };
}

/** Another light for each seed: from dusk with one weak lamp to a bright day. */
export function lightOf(world: World, seed: number): RoomLight {
  return lampsOver(world, createRng(seed).fork('light'));
}

/** Numbers that a lamp keeps here: place, then what it gives in red, green and blue. */
export const LAMP_STRIDE = 6;

/** The lamps that shine where the robot is, as flat numbers; the last ones fade out with distance. */
export class LampsHere {
  count = 0;
  readonly numbers: Float64Array;
  readonly #light: RoomLight;

  constructor(light: RoomLight) {
    this.#light = light;
    this.numbers = new Float64Array(LAMP_STRIDE * light.lamps.length);
  }

  get ambient(): number {
    return this.#light.ambient;
  }

  lookFrom(x: number, y: number): void {
    this.count = 0;
    for (const { x_m, y_m, z_m, power, tint } of this.#light.lamps) {
      const away2 = ((x_m - x) * (x_m - x) + (y_m - y) * (y_m - y)) / (REACH_M * REACH_M);
      if (away2 >= 1) continue;
      const share = power * (1 - away2) * (1 - away2);
      const at = LAMP_STRIDE * this.count++;
      this.numbers[at] = x_m;
      this.numbers[at + 1] = y_m;
      this.numbers[at + 2] = z_m;
      for (let part = 0; part < 3; part++) this.numbers[at + 3 + part] = share * tint[part];
    }
  }
}
