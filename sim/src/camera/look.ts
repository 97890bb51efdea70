import { pow } from '@homebound/math';
import type { Appearance, Color, FloorPatch, Material } from '../world.ts';

export const patterns = ['plain', 'wood', 'tiles', 'checker', 'stripes', 'pile', 'mottled', 'display'] as const;

/** Index in `patterns`. */
export const DISPLAY = patterns.indexOf('display');

/** A surface as the pixels' arithmetic takes it: colours linear, in [0, 1]. */
export interface Look {
  /** Index in `patterns`. */
  readonly pattern: number;
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly red2: number;
  readonly green2: number;
  readonly blue2: number;
  readonly repeat_m: number;
  readonly gloss: number;
  /** What of the infrared of a depth camera comes back. */
  readonly infrared: number;
  readonly kind: Material['kind'];
  /** As it was asked for, 0xrrggbb. */
  readonly rgb: number;
}

const usualRepeat_m = {
  plain: 1,
  wood: 0.14,
  tiles: 0.3,
  checker: 0.2,
  stripes: 0.1,
  pile: 0.006,
  mottled: 0.08,
  display: 1,
};

/** sRGB in [0, 255] to linear in [0, 1] (IEC 61966-2-1). */
export function toLinear(value: number): number {
  const v = value / 255;
  return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

/** Throws RangeError for a colour or a gloss outside its range. */
export function lookOf(appearance: Appearance, kind: Material['kind'] = 'matte', reflectivity?: number): Look {
  const { color, pattern = 'plain', repeat_m = usualRepeat_m[pattern], gloss = 0 } = appearance;
  const darker: Color = [0.6 * color[0], 0.6 * color[1], 0.6 * color[2]];
  const { color2 = darker } = appearance;
  if (![...color, ...color2].every((part) => part >= 0 && part <= 255) || !(gloss >= 0 && gloss <= 1))
    throw new RangeError(
      `Cannot draw: colours must be in [0, 255] and gloss in [0, 1], got ${color}, ${color2}, ${gloss}`,
    );
  const [red, green, blue] = color.map(toLinear);
  const [red2, green2, blue2] = color2.map(toLinear);
  return {
    pattern: patterns.indexOf(pattern),
    red,
    green,
    blue,
    red2,
    green2,
    blue2,
    repeat_m,
    gloss,
    infrared: (reflectivity ?? 0.2 + 0.6 * (0.3 * red + 0.6 * green + 0.1 * blue)) * (1 - gloss) * (1 - gloss),
    kind,
    rgb: (Math.round(color[0]) << 16) | (Math.round(color[1]) << 8) | Math.round(color[2]),
  };
}

/** How a solid of a material looks where nobody said it: each name has a shade of its own. */
export function usualAppearance({ kind, reflectivity }: Material, name: string): Appearance {
  const shade = 0.85 + 0.3 * shareOf(name);
  const tinted = (r: number, g: number, b: number): Color => [
    Math.min(255, r * shade),
    Math.min(255, g * shade),
    Math.min(255, b * shade),
  ];
  if (kind === 'black') return { color: tinted(38, 36, 36) };
  if (kind === 'glass') return { color: [200, 220, 215], gloss: 0.6 };
  if (kind === 'mirror') return { color: [190, 195, 200], gloss: 0.95 };
  if (reflectivity >= 0.83) return { color: tinted(225, 225, 222) };
  if (reflectivity >= 0.7) return { color: [222, 218, 208], pattern: 'mottled' };
  if (reflectivity >= 0.55) return { color: tinted(150, 152, 156), gloss: 0.2 };
  if (reflectivity >= 0.45) return { color: tinted(150, 108, 68), pattern: 'wood', repeat_m: 0.6 };
  const fabrics: readonly Color[] = [
    [92, 104, 128],
    [128, 112, 96],
    [96, 120, 100],
    [136, 84, 78],
  ];
  return { color: tinted(...fabrics[Math.floor(4 * shareOf(`${name}'`))]), pattern: 'pile', repeat_m: 0.004 };
}

export const bareFloor: Appearance = { color: [168, 124, 82], pattern: 'wood', gloss: 0.04 };

export function usualFloor({ name, surface }: FloorPatch): Appearance {
  if (surface === 'hard') return { color: [140, 104, 72], gloss: 0.05 };
  const carpets: readonly Color[] = [
    [142, 66, 58],
    [84, 98, 130],
    [176, 160, 132],
    [96, 116, 92],
  ];
  const color = carpets[Math.floor(4 * shareOf(name))];
  return { color, pattern: 'pile', repeat_m: surface === 'lowPile' ? 0.005 : 0.012 };
}

/** A number in [0, 1) that a name alone decides (FNV-1a). */
export function shareOf(name: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
  h ^= h >>> 15;
  return (Math.imul(h, 0x2c1b3c6d) >>> 0) / 4294967296;
}
