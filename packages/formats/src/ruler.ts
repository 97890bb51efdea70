import type { Drawing } from './drawing.ts';
import { drawNumerals } from './numerals.ts';
import type { Colour } from './raster.ts';

/** Distances between lines that are read easily, m. */
const STEPS_M = [1, 2, 5, 10, 20, 50];
/** Lines nearer together could not be numbered, px. */
const LEAST_STEP_PX = 36;
const NUMERAL_PX = 9;
/** From the edge to the middle of the numbers, px. */
const INSET_PX = 12;
const ink: Colour = [70, 78, 90];

/** Faint lines at whole metres of the frame, with their x along the lower edge and their y along the left one. */
export function drawRuler(drawing: Drawing): void {
  const { x0_m, y0_m, x1_m, y1_m } = drawing.bounds;
  const { raster, scale_pxpm } = drawing;
  const step_m = STEPS_M.find((step) => step * scale_pxpm >= LEAST_STEP_PX) ?? 100;
  const line = (points_m: number[]) => drawing.polyline(points_m, 0, ink, 0.18, 1);
  const xs = multiples(x0_m, x1_m, step_m);
  const ys = multiples(y0_m, y1_m, step_m);
  for (const x of xs) line([x, y0_m, x, y1_m]);
  for (const y of ys) line([x0_m, y, x1_m, y]);
  const corner_px = 2.5 * INSET_PX;
  for (const x of xs) {
    const x_px = (x - x0_m) * scale_pxpm;
    if (x_px > corner_px && x_px < raster.width - INSET_PX)
      drawNumerals(raster, x, [x_px, raster.height - INSET_PX], NUMERAL_PX, ink);
  }
  for (const y of ys) {
    const y_px = (y1_m - y) * scale_pxpm;
    if (y_px > INSET_PX && y_px < raster.height - corner_px)
      drawNumerals(raster, y, [1.5 * INSET_PX, y_px], NUMERAL_PX, ink);
  }
}

function multiples(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step);
  const count = Math.max(0, Math.floor(to / step) - first + 1);
  // No -0: it is written like 0, and is none.
  return Array.from({ length: count }, (_, k) => (first + k) * step + 0);
}
