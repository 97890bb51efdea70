import { decode } from 'fast-png';
import { Drawing } from './drawing.ts';
import { drawNumerals, numeralsWidth } from './numerals.ts';
import { Raster } from './raster.ts';
import { drawRuler } from './ruler.ts';

const dark = [0, 0, 0] as const;

/** Whether the pixel at x, y of a white picture of one numeral, 20 px high with its box from (10, 10), has ink. */
function inkOf(value: number): (x: number, y: number) => boolean {
  const raster = new Raster(30, 40, [255, 255, 255]);
  drawNumerals(raster, value, [15, 20], 20, dark);
  return (x, y) => raster.pixels[3 * (y * 30 + x)] < 100;
}

test('numerals have their strokes where a pocket calculator has them', () => {
  // Middles of the strokes: top, upper right, lower right, bottom, lower left, upper left, middle.
  const middles = [15, 10, 20, 15, 20, 25, 15, 30, 10, 25, 10, 15, 15, 20];
  const seen = (value: number) =>
    [0, 1, 2, 3, 4, 5, 6].map((k) => (inkOf(value)(middles[2 * k], middles[2 * k + 1]) ? 1 : 0)).join('');
  expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(seen)).toEqual([
    '1111110',
    '0110000',
    '1101101',
    '1111001',
    '0110011',
    '1011011',
    '1011111',
    '1110000',
    '1111111',
    '1111011',
  ]);
  expect(numeralsWidth(-12, 10)).toBeCloseTo(22, 9); // two advances of 8.5 and a width of 5
  expect(() => inkOf(1.5)).toThrow('must be whole, got 1.5');
});

test('lines lie at whole metres, every one that there is room for', () => {
  const lines = (side_m: number): number => {
    const drawing = new Drawing(
      { x0_m: -0.5, y0_m: 2.25, x1_m: side_m - 0.5, y1_m: 2.25 + side_m },
      [255, 255, 255],
      400 / side_m,
    );
    drawRuler(drawing);
    const { data, width, channels } = decode(drawing.png());
    let count = 0;
    // Along a row on which no number stands.
    for (let x = 1; x < width; x++)
      if (data[channels * (15 * width + x)] < 250 && data[channels * (15 * width + x - 1)] >= 250) count++;
    return count;
  };
  // x = 0, 1, 2, 3 of -0.5 .. 3.5; every second of -0.5 .. 19.5 at 20 px per metre.
  expect([lines(4), lines(20)]).toEqual([4, 10]);
});
