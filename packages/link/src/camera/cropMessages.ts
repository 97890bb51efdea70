import { type CropWish, mostCrop_px, type ObstacleCrop } from '@homebound/robot';
import type { Message } from '../frames.ts';
import { kindIs, number, part, refuse, whole, words } from './eyeMessages.ts';

/**
 * What passes of pictures of obstacles: which ones the mind wants, and crops of those. A crop is pixels and nothing else, at most 48 KiB: there is no
 * picture's format to be taken apart, and no place for a whole picture.
 */

const MOST_WISHES = 16;
const MOST_CORNERS = 64;
const MOST_ID = 0xffff_ffff;

export function wishMessage(wishes: readonly CropWish[]): { head: object; bytes: Uint8Array } {
  const values = Float64Array.from(wishes.flatMap(({ outline_odom }) => [...outline_odom]));
  const head = {
    kind: 'wish',
    wishes: wishes.map(({ obstacle, kind, label, height_m, outline_odom }) => {
      return { obstacle, kind, label, height_m, corners: outline_odom.length / 2 };
    }),
  };
  return { head, bytes: new Uint8Array(values.buffer) };
}

/** Throws LinkError `refused`, with what is wrong by its name. */
export function readWishes(message: Message): CropWish[] {
  kindIs(message, 'wish');
  const { head, bytes } = message;
  if (!Array.isArray(head.wishes) || head.wishes.length > MOST_WISHES)
    refuse('wishes', `at most ${MOST_WISHES}`, head.wishes);
  const told = (head.wishes as unknown[]).map((held) => {
    const wish = part(held, 'wish');
    return {
      obstacle: whole(wish.obstacle, 'wish.obstacle', 0, MOST_ID),
      kind: words(wish.kind, 'wish.kind', 32),
      label: words(wish.label, 'wish.label', 64),
      height_m: number(wish.height_m, 'wish.height_m', -10, 10),
      corners: whole(wish.corners, 'wish.corners', 1, MOST_CORNERS),
    };
  });
  const corners = told.reduce((sum, wish) => sum + wish.corners, 0);
  if (bytes.length !== 16 * corners) refuse('wishes', `${corners} corners`, bytes.length);
  const values = new Float64Array(bytes.buffer, bytes.byteOffset, 2 * corners);
  if (!values.every(Number.isFinite)) refuse('wishes', 'corners that are finite', 'one that is not');
  let at = 0;
  return told.map(({ corners: n, ...wish }) => {
    const outline_odom = values.slice(at, at + 2 * n);
    at += 2 * n;
    return { ...wish, outline_odom };
  });
}

export function cropMessage({ obstacle, width_px, height_px, data }: ObstacleCrop): {
  head: object;
  bytes: Uint8Array;
} {
  return { head: { kind: 'crop', obstacle, width_px, height_px }, bytes: data };
}

/** Throws LinkError `refused`, with what is wrong by its name. */
export function readCrop(message: Message): ObstacleCrop {
  kindIs(message, 'crop');
  const { head, bytes } = message;
  const width_px = whole(head.width_px, 'width_px', 1, mostCrop_px);
  const height_px = whole(head.height_px, 'height_px', 1, mostCrop_px);
  if (bytes.length !== 3 * width_px * height_px)
    refuse('crop', `${width_px} x ${height_px} pixels of 3 bytes`, bytes.length);
  return { obstacle: whole(head.obstacle, 'obstacle', 0, MOST_ID), width_px, height_px, data: bytes.slice() };
}
