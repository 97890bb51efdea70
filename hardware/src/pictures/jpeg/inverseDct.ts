/** Samples that a block of 8 by 8 becomes, either way. */
export type BlockSide = 1 | 2 | 4 | 8;

const FIRST = Math.sqrt(1 / 8);
/** cos(k π / 16) / 2 */
const [, C1, C2, C3, C4, C5, C6, C7] = Array.from({ length: 8 }, (_, k) => Math.cos((k * Math.PI) / 16) / 2);

/** Between the two passes. */
const between = new Float64Array(64);

/**
 * A block's samples of its frequencies; with a side of less than 8 the means of as many of them as fall together.
 * @param out    samples from `at` on, rows of `stride`, 0 to 255
 * @param block  64 frequencies, row by row
 * Sample x of N: Σ c(u) F(u) cos((2x + 1) u π / 2N), c(0) = 1/√8, else 1/2 (ITU-T T.81, A.3.3, along each axis).
 */
export function inverseDct(
  out: Uint8ClampedArray,
  at: number,
  stride: number,
  block: Int32Array,
  across: BlockSide,
  down: BlockSide,
): void {
  for (let u = 0, end = across === 1 ? 1 : 8; u < end; u++) pass(between, u, 8, block, u, 8, down);
  for (let y = 0; y < down; y++) pass(between, 8 * y, 1, between, 8 * y, 1, across);
  for (let y = 0; y < down; y++)
    for (let x = 0, to = at + y * stride; x < across; x++, to++) out[to] = between[8 * y + x] + 128;
}

/** One row or column; `out` may be `from`. */
function pass(
  out: Float64Array,
  to: number,
  outStep: number,
  from: Int32Array | Float64Array,
  at: number,
  step: number,
  side: BlockSide,
): void {
  const f0 = FIRST * from[at];
  if (side === 1) {
    out[to] = f0;
    return;
  }
  const f1 = from[at + step];
  const f2 = from[at + 2 * step];
  const f3 = from[at + 3 * step];
  const f4 = from[at + 4 * step];
  const f5 = from[at + 5 * step];
  const f6 = from[at + 6 * step];
  const f7 = from[at + 7 * step];
  if (f1 === 0 && f2 === 0 && f3 === 0 && f4 === 0 && f5 === 0 && f6 === 0 && f7 === 0) {
    for (let x = 0; x < side; x++) out[to + x * outStep] = f0;
    return;
  }
  if (side < 8) {
    // The mean of two neighbours: F(v) cos(v π / 16) - F(8 - v) sin(v π / 16) is the v-th frequency of a row of half as many.
    const g1 = 2 * (C1 * f1 - C7 * f7);
    const g2 = 2 * (C2 * f2 - C6 * f6);
    const g3 = 2 * (C3 * f3 - C5 * f5);
    if (side === 2) {
      const h1 = 2 * C4 * (C2 * g1 - C6 * g3);
      out[to] = f0 + h1;
      out[to + outStep] = f0 - h1;
      return;
    }
    const [p, m] = [f0 + C4 * g2, f0 - C4 * g2];
    out[to] = p + C2 * g1 + C6 * g3;
    out[to + outStep] = m + C6 * g1 - C2 * g3;
    out[to + 2 * outStep] = m - C6 * g1 + C2 * g3;
    out[to + 3 * outStep] = p - C2 * g1 - C6 * g3;
    return;
  }
  const [p, m] = [f0 + C4 * f4, f0 - C4 * f4];
  const [q, r] = [C2 * f2 + C6 * f6, C6 * f2 - C2 * f6];
  const a = C1 * f1 + C3 * f3 + C5 * f5 + C7 * f7;
  const b = C3 * f1 - C7 * f3 - C1 * f5 - C5 * f7;
  const c = C5 * f1 - C1 * f3 + C7 * f5 + C3 * f7;
  const d = C7 * f1 - C5 * f3 + C3 * f5 - C1 * f7;
  out[to] = p + q + a;
  out[to + outStep] = m + r + b;
  out[to + 2 * outStep] = m - r + c;
  out[to + 3 * outStep] = p - q + d;
  out[to + 4 * outStep] = p - q - d;
  out[to + 5 * outStep] = m - r - c;
  out[to + 6 * outStep] = m + r - b;
  out[to + 7 * outStep] = p + q - a;
}
