/** A picture of a camera, row by row from the upper left; pixel (0, 0) covers 0 to 1 on both axes. */
export interface RgbImage {
  readonly width_px: number;
  readonly height_px: number;
  /** Red, green, blue. */
  readonly data: Uint8Array;
}

/** Something in a picture that a learned model has a word for. Corners from the upper left of the picture. */
export interface Detection {
  readonly label: string;
  /** In [0, 1]. */
  readonly score: number;
  readonly left_px: number;
  readonly top_px: number;
  readonly right_px: number;
  readonly bottom_px: number;
}

/** A learned detector behind one port. The stack works without one. */
export interface Detector {
  /** Every word that it may say. */
  readonly labels: readonly string[];
  /**
   * What is in a picture, surest first. The picture is read before the first await: it may be borrowed.
   * Rejects with Error when the model fails, RangeError for a picture whose size and bytes do not agree.
   */
  detect(image: RgbImage): Promise<readonly Detection[]>;
  close(): Promise<void>;
}
