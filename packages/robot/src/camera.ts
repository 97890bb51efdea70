/**
 * A camera that looks forward over the floor: a pinhole with Brown-Conrady distortion (OpenCV's and ROS's `plumb_bob`). Its optical frame is
 * REP-103's: z along the view, x to the right, y down; row 0 is the upper one, pixel (0, 0) has its centre at 0, 0.
 */
export interface CameraModel {
  readonly width_px: number;
  readonly height_px: number;
  readonly fx_px: number;
  readonly fy_px: number;
  readonly cx_px: number;
  readonly cy_px: number;
  /** k1, k2, p1, p2, k3. */
  readonly distortion: readonly [number, number, number, number, number];
  /** The optical centre in base_footprint, and how far the view is turned down from level. */
  readonly mount: { readonly x_m: number; readonly y_m: number; readonly z_m: number; readonly pitchDown_rad: number };
}

/** How a depth sensor errs: standard deviation `base_m + growth_pm * z²` along the view. */
export interface DepthNoise {
  readonly base_m: number;
  readonly growth_pm: number;
}

/** A laser beside a camera whose beam is a level fan, turned down: on bare floor it draws a line across the picture. */
export interface LaserFan {
  /** Of the laser in base_footprint, at the camera's x and y. */
  readonly z_m: number;
  readonly pitchDown_rad: number;
}

/** What a body has to see with; each may be absent. */
export interface CameraRig {
  readonly color?: CameraModel;
  /** Without a word of its noise it is that of a small time-of-flight or structured-light sensor. */
  readonly depth?: CameraModel & { readonly noise?: DepthNoise };
  /** A camera behind a filter that passes the laser's colour alone. */
  readonly laser?: CameraModel & { readonly fan: LaserFan };
}

/** One picture. `data` is borrowed until the device is polled again: frames are not kept. The stamp is the middle of the exposure. */
export type CameraFrame =
  | {
      readonly kind: 'color';
      readonly stamp_s: number;
      readonly exposure_s: number;
      /** Red, green, blue, row by row. */
      readonly data: Uint8Array;
    }
  | {
      readonly kind: 'depth';
      readonly stamp_s: number;
      /** m along the view, row by row; REP-118: NaN where nothing was measured, +Inf too far, -Inf too near. */
      readonly data: Float32Array;
    }
  | {
      readonly kind: 'laser';
      readonly stamp_s: number;
      readonly exposure_s: number;
      /** Brightness, row by row. */
      readonly data: Uint8Array;
    };

/**
 * The eye of a body, simulated or real; shut until it is opened. A light that whoever is in the room sees burns while it is open: where
 * that light does not work, it does not open.
 */
export interface CameraDevice {
  readonly rig: CameraRig;
  readonly isOpen: boolean;
  /** Why nothing can be made of what it gives, in words for a person; empty or absent while something can. */
  readonly unreadable?: string;
  /** Pictures that were exposed since it was opened and never came, or came damaged; absent where nobody counts them. */
  readonly lost?: number;
  /** Throws Error, which says why, when there is no camera or it is another's. Opening what is open changes nothing. */
  open(): void;
  close(): void;
  /** What was exposed up to `now_s` since the last call, oldest first; nothing while it is shut. */
  poll(now_s: number): readonly CameraFrame[];
}

/**
 * What a cell of the floor was seen to be. `low` is 1 to 2 cm high and stands alone or is part of a long edge; `thin` belongs to something long
 * and thin, a cord; `drop` has no floor; `overhang` hangs lower than the robot is high.
 */
export const floorKinds = ['unseen', 'floor', 'obstacle', 'low', 'thin', 'drop', 'overhang'] as const;
export type FloorKind = (typeof floorKinds)[number];

/** What a detector named, where its foot stands: in base_footprint, with the standard deviation along and across the view. */
export interface SeenThing {
  readonly label: string;
  /** In [0, 1]. */
  readonly score: number;
  readonly x_m: number;
  readonly y_m: number;
  /** Half of its width. */
  readonly radius_m: number;
  readonly height_m: number;
  readonly deviation_m: number;
}

/** One look at the floor, in base_footprint at its stamp. It holds no picture, and none can be made of it. */
export interface FloorRecord {
  readonly kind: 'floor';
  readonly stamp_s: number;
  readonly resolution_m: number;
  /** Cells along x and y; cell (ix, iy) is at `iy * width + ix`. */
  readonly width: number;
  readonly height: number;
  /** Corner of cell (0, 0). */
  readonly originX_m: number;
  readonly originY_m: number;
  /** Index in `floorKinds`, by cell. */
  readonly kinds: Uint8Array;
  /** Highest point that was seen in each cell, below 0 in a drop; 0 where nothing was. */
  readonly heights_mm: Int16Array;
  readonly things: readonly SeenThing[];
}
