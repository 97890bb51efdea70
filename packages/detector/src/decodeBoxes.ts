import type { Detection } from '@homebound/vision';
import type { Anchors } from './anchors.ts';
import { overlap } from './overlap.ts';

export interface DecodeOptions {
  /** By number of the class without the background; an empty word is a class that is not told. */
  readonly labels: readonly string[];
  /** What is less sure is left out; each word may have its own. In (0, 1). */
  readonly minScore: (label: string) => number;
  /** Of two boxes of one word that overlap by more, the less sure goes. In [0, 1]. */
  readonly maxOverlap: number;
  readonly width_px: number;
  readonly height_px: number;
}

/** Codes are shares of the anchor's size, so many times enlarged; sizes by their logarithm. */
const CENTRE_GAIN = 10;
const SIZE_GAIN = 5;

/**
 * What an SSD says, as boxes in the picture, surest first.
 * @param codes   y, x, height, width by anchor, shape [anchors, 4]
 * @param logits  by anchor and class, shape [anchors, classes], the first of which is the background
 * Source: Liu et al., ECCV 2016, §2.2; greedy suppression within each class.
 */
export function decodeBoxes(
  codes: Float32Array,
  logits: Float32Array,
  anchors: Anchors,
  options: DecodeOptions,
): Detection[] {
  const { labels, minScore, maxOverlap } = options;
  const count = anchors.length / 4;
  const classes = labels.length + 1;
  if (codes.length !== count * 4 || logits.length !== count * classes)
    throw new RangeError(
      `Cannot decode boxes: ${codes.length} codes and ${logits.length} logits for ${count} anchors and ${classes} classes`,
    );
  const found: Detection[] = [];
  for (const [c, label] of labels.entries()) {
    if (label === '') continue;
    const score = minScore(label);
    const minLogit = Math.log(score / (1 - score));
    const ofClass: Detection[] = [];
    for (let a = 0; a < count; a++) {
      const logit = logits[a * classes + c + 1];
      if (logit >= minLogit)
        ofClass.push({ label, score: 1 / (1 + Math.exp(-logit)), ...boxAt(codes, anchors, a, options) });
    }
    found.push(...suppress(ofClass, maxOverlap));
  }
  return found.sort((a, b) => b.score - a.score);
}

/** The surest of boxes that overlap. */
function suppress(boxes: Detection[], maxOverlap: number): Detection[] {
  boxes.sort((a, b) => b.score - a.score);
  const kept: Detection[] = [];
  for (const box of boxes) if (kept.every((other) => overlap(box, other) <= maxOverlap)) kept.push(box);
  return kept;
}

function boxAt(codes: Float32Array, anchors: Anchors, a: number, { width_px, height_px }: DecodeOptions) {
  const [y, x, height, width] = anchors.subarray(4 * a, 4 * a + 4);
  const centreY = (codes[4 * a] / CENTRE_GAIN) * height + y;
  const centreX = (codes[4 * a + 1] / CENTRE_GAIN) * width + x;
  const halfHeight = (Math.exp(codes[4 * a + 2] / SIZE_GAIN) * height) / 2;
  const halfWidth = (Math.exp(codes[4 * a + 3] / SIZE_GAIN) * width) / 2;
  const inside = (share: number): number => Math.min(Math.max(share, 0), 1);
  return {
    left_px: inside(centreX - halfWidth) * width_px,
    top_px: inside(centreY - halfHeight) * height_px,
    right_px: inside(centreX + halfWidth) * width_px,
    bottom_px: inside(centreY + halfHeight) * height_px,
  };
}
