import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DetectorModelName, overlap } from '@homebound/detector';
import type { Detection, Detector } from '@homebound/vision';
import { encode } from 'fast-png';
import type { ScenePicture } from './obstaclesDetectorScenes.ts';

export interface Box {
  readonly left_px: number;
  readonly top_px: number;
  readonly right_px: number;
  readonly bottom_px: number;
}

/** Words that are right for what truly stands there. What a model has no word for can't be found by it. */
const words: Readonly<Record<DetectorModelName, Readonly<Record<string, readonly string[]>>>> = {
  openimages: {
    shoe: ['footwear', 'boot', 'high heels'],
    slipper: ['footwear', 'boot', 'high heels'],
    bottle: ['bottle'],
    book: ['book'],
    person: ['person', 'footwear', 'boot'],
    pet: ['cat', 'dog'],
  },
  coco: { bowl: ['bowl'], bottle: ['bottle'], book: ['book'], person: ['person'], pet: ['cat', 'dog'] },
};
/** A box and a thing are one from here on. */
const SAME = 0.4;

/** What of the things is found by a right word, and what is said that is not there. */
export async function scoreScenes(
  name: DetectorModelName,
  detector: Detector,
  pictures: readonly ScenePicture[],
  out?: string,
) {
  const counts = new Map<string, { seen: number; found: number; boxed: number }>();
  const wrong = new Map<string, number>();
  if (out !== undefined) mkdirSync(out, { recursive: true });
  for (const { name: picture, image, things } of pictures) {
    const said = await detector.detect(image);
    const isRight = (detection: Detection): boolean =>
      things.some((thing) => overlap(thing, detection) >= SAME && words[name][thing.name]?.includes(detection.label));
    for (const thing of things) {
      const count = counts.get(thing.name) ?? { seen: 0, found: 0, boxed: 0 };
      count.seen++;
      const here = said.filter((detection) => overlap(thing, detection) >= SAME);
      if (here.length > 0) count.boxed++;
      if (here.some(({ label }) => words[name][thing.name]?.includes(label))) count.found++;
      counts.set(thing.name, count);
    }
    const false_ = said.filter((detection) => !isRight(detection));
    for (const { label } of false_) wrong.set(label, (wrong.get(label) ?? 0) + 1);
    if (out === undefined) continue;
    const drawn = image.data.slice();
    const missed = things.filter(
      (thing) => thing.name in words[name] && !said.some((one) => isRight(one) && overlap(thing, one) >= SAME),
    );
    for (const thing of missed) frame(drawn, image.width_px, thing, [230, 30, 30]);
    for (const one of said) frame(drawn, image.width_px, one, isRight(one) ? [30, 210, 60] : [240, 200, 20]);
    const png = encode({ width: image.width_px, height: image.height_px, data: drawn, channels: 3 });
    writeFileSync(join(out, `${picture}.png`), png);
  }
  return {
    pictures: pictures.length,
    things: Object.fromEntries([...counts].sort()),
    wrongWords: Object.fromEntries([...wrong].sort()),
  };
}

function frame(
  data: Uint8Array,
  width: number,
  { left_px, top_px, right_px, bottom_px }: Box,
  colour: readonly number[],
): void {
  const height = data.length / 3 / width;
  const dot = (x: number, y: number): void => {
    if (x >= 0 && y >= 0 && x < width && y < height) data.set(colour, 3 * (Math.floor(y) * width + Math.floor(x)));
  };
  for (let x = left_px; x < right_px; x++) for (const y of [top_px, bottom_px - 1]) dot(x, y);
  for (let y = top_px; y < bottom_px; y++) for (const x of [left_px, right_px - 1]) dot(x, y);
}
