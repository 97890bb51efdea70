/** Corners in one unit, y down. */
export interface Box {
  readonly left_px: number;
  readonly top_px: number;
  readonly right_px: number;
  readonly bottom_px: number;
}

/** Intersection over union, in [0, 1]; 0 for boxes without an area. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.right_px, b.right_px) - Math.max(a.left_px, b.left_px);
  const height = Math.min(a.bottom_px, b.bottom_px) - Math.max(a.top_px, b.top_px);
  if (width <= 0 || height <= 0) return 0;
  const both = width * height;
  return both / (area(a) + area(b) - both);
}

function area({ left_px, top_px, right_px, bottom_px }: Box): number {
  return (right_px - left_px) * (bottom_px - top_px);
}
