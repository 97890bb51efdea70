import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Colour, indexPicture, mapPicture } from '@homebound/formats';
import { concatenate } from '@homebound/plan';
import type { Judged } from './coverageRun.ts';

/** Blocked, floor that no brush reaches, missed, swept. */
const colours: readonly Colour[] = [
  [38, 46, 58],
  [208, 212, 218],
  [214, 40, 40],
  [206, 234, 214],
];

/** Writes NAME.plan.png, the strokes over the map, and NAME.swept.png, what they sweep with the missed floor in red. */
export function writePictures(folder: string, name: string, { map, floor, strokes, swept }: Judged): string[] {
  mkdirSync(folder, { recursive: true });
  const stem = join(folder, name.replaceAll(/[^\w.-]+/g, '_'));
  const lanes = strokes.map(({ kind, path }) => ({ kind, points: path }));
  writeFileSync(`${stem}.plan.png`, mapPicture(map, { lanes }));
  const data = floor.free.map((free, i) => (free === 0 ? 0 : floor.brushable[i] === 0 ? 1 : 2 + swept[i]));
  const path = concatenate(strokes);
  const trajectory = Array.from({ length: path.length / 2 }, (_, k) => ({
    stamp_s: k,
    T: { x: path[2 * k], y: path[2 * k + 1], theta: 0 },
  }));
  writeFileSync(`${stem}.swept.png`, indexPicture({ ...floor.frame, data }, colours, { trajectory }));
  return [`${stem}.plan.png`, `${stem}.swept.png`];
}
