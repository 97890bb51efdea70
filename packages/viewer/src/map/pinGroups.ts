export interface Pixel {
  readonly x_px: number;
  readonly y_px: number;
}

/**
 * Pins that would lie on each other: each goes to the first group whose first pin is nearer than `reach_px`, or begins one. Each group is the
 * indices of its pins in their order; a pin that is nowhere on the screen (undefined) is in none. O(n²), of a home's few dozen.
 */
export function pinGroups(at: readonly (Pixel | undefined)[], reach_px: number): readonly (readonly number[])[] {
  const groups: { readonly first: Pixel; readonly members: number[] }[] = [];
  for (const [index, pixel] of at.entries()) {
    if (pixel === undefined) continue;
    const near = groups.find(({ first }) => Math.hypot(first.x_px - pixel.x_px, first.y_px - pixel.y_px) < reach_px);
    if (near === undefined) groups.push({ first: pixel, members: [index] });
    else near.members.push(index);
  }
  return groups.map(({ members }) => members);
}
