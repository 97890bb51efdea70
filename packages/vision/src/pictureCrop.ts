import { cos, sin } from '@homebound/math';
import type { CameraModel } from '@homebound/robot';
import type { Detection, RgbImage } from './detector.ts';
import type { Tilt } from './floorPlane.ts';
import { kindOfLabel } from './kindOfLabel.ts';
import type { Obstacle } from './obstacle.ts';
import { projectInto } from './pixelRays.ts';

/** Words for what lives: of it no picture is kept. Faces too, should a detector have a word for them. */
const living = new Set([
  ...[
    'human face',
    'human head',
    'human body',
    'human hand',
    'human foot',
    'human leg',
    'human arm',
    'face',
    'hand',
    'child',
    'baby',
  ],
  ...[
    'animal',
    'pet',
    'bird',
    'horse',
    'sheep',
    'cow',
    'cattle',
    'elephant',
    'bear',
    'zebra',
    'giraffe',
    'hamster',
    'rabbit',
  ],
]);

/** Around the obstacle, share of its size in the picture. */
const MARGIN = 0.2;
/** A crop shows nothing that stands higher over the floor, m: no face of who stands, no table, no window. */
const MOST_HEIGHT_M = 0.25;
/**
 * What nobody named and stands so high may be a foot in its shoe, m. Low shoes stand 6 cm; seen from in front or in part they have no size to tell them
 * by: of S7's shoe and slipper the first looks were 6 x 4, 18 x 12 and 25 x 13 cm, as of bottles and bowls.
 */
const FOOT_HEIGHT_M = 0.045;
/** What fills more of the picture is not around an obstacle, but of the room. */
const MOST_SHARE = 0.4;
const LEAST_PX = 8;

/** Corners in whole pixels; right and bottom are behind the last. */
export interface Crop {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Whether a detector's word is one for a person, a pet or a face. */
export function isLiving(label: string): boolean {
  const kind = kindOfLabel(label);
  return kind === 'person' || kind === 'pet' || living.has(label.toLowerCase());
}

/** Whether it may be a foot, worn or bare, for all that was said of it: what was called a shoe, whatever it is passed as, and what has no name. */
export function mayBeFoot({ kind, label, height_m }: Pick<Obstacle, 'kind' | 'label' | 'height_m'>): boolean {
  return kind === 'shoe' || kindOfLabel(label) === 'shoe' || (label === '' && height_m >= FOOT_HEIGHT_M);
}

/** Whether no picture may be kept of an obstacle: of who lives, and of what may be a foot. */
export function isPrivate(obstacle: Pick<Obstacle, 'kind' | 'label' | 'height_m'>): boolean {
  const { kind, label } = obstacle;
  return kind === 'person' || kind === 'pet' || isLiving(label) || mayBeFoot(obstacle);
}

/** Whether a detector that has these words could tell that somebody is in a picture: without one no picture may be kept. */
export function canTellPeople(labels: readonly string[]): boolean {
  return labels.some((label) => kindOfLabel(label) === 'person');
}

/**
 * The part of a picture that shows an obstacle and little else.
 * @param outline_base  the obstacle's hull in base_footprint at the picture's time, m, interleaved
 * @param detections    all that a detector that can tell people said of the picture, its guesses included
 * @returns undefined when none may be kept: of who lives, in a picture in which anybody is, of a shoe or what may be one, as a foot may be in
 *   it, of what is not in sight, of half a room
 */
export function pictureCrop(
  obstacle: Pick<Obstacle, 'kind' | 'label' | 'height_m'>,
  outline_base: Float64Array,
  model: CameraModel,
  tilt: Tilt,
  detections: readonly Detection[],
): Crop | undefined {
  if (isPrivate(obstacle)) return undefined;
  if (detections.some((detection) => isLiving(detection.label))) return undefined;
  const { width_px, height_px } = model;
  const at = new Float64Array(3);
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < outline_base.length; i += 2)
    for (const up of [0, Math.min(Math.max(obstacle.height_m, 0), MOST_HEIGHT_M)]) {
      const [x, y, z] = leaned(outline_base[i], outline_base[i + 1], up, tilt);
      if (!projectInto(at, model, x, y, z)) return undefined;
      [left, right] = [Math.min(left, at[0]), Math.max(right, at[0])];
      [top, bottom] = [Math.min(top, at[1]), Math.max(bottom, at[1])];
    }
  const margin = MARGIN * Math.max(right - left, bottom - top);
  // Half of an obstacle is a picture of what is beside it.
  if (left < 0 || right > width_px - 1 || top < 0 || bottom > height_px - 1) return undefined;
  const crop = {
    left: Math.max(Math.floor(left - margin), 0),
    top: Math.max(Math.floor(top - margin), 0),
    right: Math.min(Math.ceil(right + margin) + 1, width_px),
    bottom: Math.min(Math.ceil(bottom + margin) + 1, height_px),
  };
  const [width, height] = [crop.right - crop.left, crop.bottom - crop.top];
  if (detections.some((detection) => kindOfLabel(detection.label) === 'shoe' && overlaps(detection, crop)))
    return undefined;
  if (width < LEAST_PX || height < LEAST_PX || width * height > MOST_SHARE * width_px * height_px) return undefined;
  return crop;
}

function overlaps({ left_px, top_px, right_px, bottom_px }: Detection, { left, top, right, bottom }: Crop): boolean {
  return left_px < right && right_px > left && top_px < bottom && bottom_px > top;
}

/** A point over the level floor in the axes of the body as it leans. */
function leaned(x: number, y: number, z: number, { pitch_rad, roll_rad }: Tilt): [number, number, number] {
  const [cp, sp, cr, sr] = [cos(pitch_rad), sin(pitch_rad), cos(roll_rad), sin(roll_rad)];
  const side = cr * y + sr * z;
  const raised = cr * z - sr * y;
  return [cp * x - sp * raised, side, sp * x + cp * raised];
}

/** A copy of a part of a picture, made smaller by whole numbers of pixels until no side is longer than `most_px`: means of blocks. */
export function cropped({ width_px, data }: RgbImage, { left, top, right, bottom }: Crop, most_px: number): RgbImage {
  const block = Math.ceil(Math.max(right - left, bottom - top) / most_px);
  const width = Math.floor((right - left) / block);
  const height = Math.floor((bottom - top) / block);
  const out = new Uint8Array(3 * width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let v = 0; v < block; v++)
          for (let u = 0; u < block; u++)
            sum += data[3 * ((top + y * block + v) * width_px + left + x * block + u) + c];
        out[3 * (y * width + x) + c] = Math.round(sum / (block * block));
      }
  return { width_px: width, height_px: height, data: out };
}
