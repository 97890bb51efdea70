/** What a pixel of a depth picture shows; `foot`: of something that the lidar sees. */
export const PIXEL = { nothing: 0, floor: 1, low: 2, thin: 3, obstacle: 4, above: 5, below: 6, foot: 7 } as const;
