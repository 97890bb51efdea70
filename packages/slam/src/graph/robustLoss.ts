/**
 * How an edge with a robust scale counts once its error is beyond it:
 * - `dcs` dynamic covariance scaling: less and less, in the end not at all; for loops, which may be false
 * - `huber`: linearly; for what is noisy but never false, and convex, so that nothing is lost from a bad start
 */
export type RobustLoss = 'dcs' | 'huber';

/**
 * Cost of an edge: chi2 up to scale², less beyond; continuous with its slope.
 * @param chi2   e^T Omega e
 * @param scale  where doubt begins, in standard deviations; Infinity for a quadratic edge
 */
export function robustCost(loss: RobustLoss, chi2: number, scale: number): number {
  const limit = scale * scale;
  if (chi2 <= limit) return chi2;
  // dcs: the integral of its weight below, which tends to 3 limit.
  return loss === 'dcs' ? (limit * (3 * chi2 - limit)) / (chi2 + limit) : 2 * scale * Math.sqrt(chi2) - limit;
}

/**
 * Factor on the information of an edge: the slope of `robustCost` over chi2.
 * Source of dcs: Agarwal, Tipaldi, Spinello, Stachniss, Burgard, ICRA 2013, s = 2 Phi / (Phi + chi2), weight s².
 */
export function robustWeight(loss: RobustLoss, chi2: number, scale: number): number {
  const limit = scale * scale;
  if (chi2 <= limit) return 1;
  if (loss === 'huber') return scale / Math.sqrt(chi2);
  const s = (2 * limit) / (limit + chi2);
  return s * s;
}
