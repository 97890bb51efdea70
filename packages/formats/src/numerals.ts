import type { Colour, Raster } from './raster.ts';

/** Strokes of a numeral as on a pocket calculator, in a box 0.5 wide and 1 high, y down. */
const strokes: Readonly<Record<string, readonly number[]>> = {
  a: [0, 0, 0.5, 0],
  b: [0.5, 0, 0.5, 0.5],
  c: [0.5, 0.5, 0.5, 1],
  d: [0.5, 1, 0, 1],
  e: [0, 1, 0, 0.5],
  f: [0, 0.5, 0, 0],
  g: [0, 0.5, 0.5, 0.5],
};
const numerals: Readonly<Record<string, string>> = {
  '0': 'abcdef',
  '1': 'bc',
  '2': 'abged',
  '3': 'abgcd',
  '4': 'fgbc',
  '5': 'afgcd',
  '6': 'afgedc',
  '7': 'abc',
  '8': 'abcdefg',
  '9': 'gfabcd',
  '-': 'g',
};
/** Advance from one numeral to the next, of their height. */
const ADVANCE = 0.85;
const halo: Colour = [255, 255, 255];

/** Width of a whole number in a picture, px. */
export function numeralsWidth(value: number, height_px: number): number {
  return ((`${value}`.length - 1) * ADVANCE + 0.5) * height_px;
}

/** Writes a whole number around a middle, with a light rim so that it can be read on anything. Throws RangeError for others. */
export function drawNumerals(
  raster: Raster,
  value: number,
  middle: readonly [number, number],
  height_px: number,
  colour: Colour,
): void {
  if (!Number.isInteger(value)) throw new RangeError(`Cannot draw number: it must be whole, got ${value}`);
  const left = middle[0] - numeralsWidth(value, height_px) / 2;
  const top = middle[1] - height_px / 2;
  const lines = [...`${value}`].flatMap((numeral, k) =>
    [...numerals[numeral]].map((name) =>
      strokes[name].map((v, i) => (i % 2 === 0 ? left + (v + k * ADVANCE) * height_px : top + v * height_px)),
    ),
  );
  for (const line of lines) raster.polyline(line, 0.45 * height_px, halo, 0.6);
  for (const line of lines) raster.polyline(line, Math.max(1.2, 0.14 * height_px), colour);
}
