import type { SE2 } from '@homebound/math';
import type { CameraFrame, CameraRig, FloorRecord } from './camera.ts';
import type { ImuRecord } from './records.ts';

/** How the body has moved since the last poll, in the order of time: what pictures are placed by. */
export interface EyeMotion {
  readonly odometry: readonly { readonly stamp_s: number; readonly T_odom_base: SE2 }[];
  readonly imu: readonly ImuRecord[];
}

/** How well a camera sees since it was opened. */
export interface EyeHealth {
  readonly looks: number;
  /** Pictures in which the floor was not where it could be: nothing was told of them. */
  readonly refused: number;
  /** Pictures that were the same as the one before though the body had moved. */
  readonly frozen: number;
  /** Pictures that are missing: by the device's own count, or in the row of stamps. */
  readonly dropped: number;
  /** What is wrong now, in words for a person; empty while all is well. */
  readonly fault: string;
  readonly looks_hz: number;
  /** Of a look, s; 0 where no clock measures it. */
  readonly cost_s: number;
}

/** An obstacle that a picture is wanted of. */
export interface CropWish {
  readonly obstacle: number;
  /** Of vision's kinds, and a detector's word: who lives is never in a picture. */
  readonly kind: string;
  readonly label: string;
  /** Its hull in odom, m, interleaved x, y. */
  readonly outline_odom: Float64Array;
  readonly height_m: number;
}

/** The part of a picture that shows an obstacle: red, green, blue, row by row, no side longer than `mostCrop_px`. */
export interface ObstacleCrop {
  readonly obstacle: number;
  readonly width_px: number;
  readonly height_px: number;
  readonly data: Uint8Array;
}

export const mostCrop_px = 128;

/** Crops of obstacles, which an eye makes only of what it is asked for. */
export interface CropSource {
  /** A detector that has a word for people looks at each picture: without one there is never a crop. */
  readonly tellsPeople: boolean;
  /** What crops are wanted of from now on. Until this is said none are made, and what was made of others is forgotten. */
  want(wishes: readonly CropWish[]): void;
  /** What was made since the last call. */
  taken(): readonly ObstacleCrop[];
}

/** What looks at the floor for a robot: in its own process, or in another behind a link. Out of it come looks, and crops that were asked for; no pictures. */
export interface FloorEye {
  readonly rig: CameraRig;
  readonly isOpen: boolean;
  readonly health: EyeHealth;
  /** Throws Error, which says why, when it does not open. One that is in another process opens later. */
  open(): void;
  close(): void;
  /** What was seen up to `now_s` since the last call, oldest first; nothing while it is shut. */
  poll(now_s: number, motion: EyeMotion): readonly FloorRecord[];
  /** The pictures of the last poll, borrowed until the next; absent where they stay in another process. */
  readonly frames?: readonly CameraFrame[];
  /** Absent where nobody could tell that a person is in a picture. */
  readonly crops?: CropSource;
}
