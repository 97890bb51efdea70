import { GraphCovariance } from '../graph/relativeCovariance.ts';
import { driftFrom, driftOf } from './drift.ts';
import { KeyGraph } from './keyGraph.ts';

const KEYS = 20;
const SIGMA_M = 0.005;
const SIGMA_RAD = 0.002;

/** Key frames on a bent way; each step errs alike across and in heading, as a match to one wall does. */
function chain(correlation: number, turn_rad: number): KeyGraph {
  const keys = new KeyGraph();
  let T = { x: 0, y: 0, theta: 0 };
  const [ss, tt, st] = [SIGMA_M * SIGMA_M, SIGMA_RAD * SIGMA_RAD, correlation * SIGMA_M * SIGMA_RAD];
  for (let i = 0; i < KEYS; i++) {
    keys.addKey(T);
    T = {
      x: T.x + 0.5 * Math.cos(T.theta),
      y: T.y + 0.5 * Math.sin(T.theta),
      theta: T.theta + turn_rad,
    };
  }
  for (let i = 0; i + 1 < KEYS; i++)
    keys.addLink('step', i, i + 1, { x: 0.5, y: 0, theta: turn_rad }, Float64Array.of(ss, 0, 0, 0, ss, st, 0, st, tt));
  return keys;
}

test.each([
  [0, 0],
  [0.8, 0],
  [-0.8, 0],
  [0.8, 0.1],
  [-0.8, 0.1],
])(
  'along a chain the drift is what the whole graph says, seen from either end (correlation %s, turn %s)',
  (correlation, turn_rad) => {
    const keys = chain(correlation, turn_rad);
    const exact = new GraphCovariance(keys.graph);
    for (const [from, to] of [
      [0, KEYS - 1],
      [KEYS - 1, 0],
      [7, 0],
    ]) {
      const [C] = exact.relative(from, [to]);
      const { sigma_m, sigma_rad } = driftOf(driftFrom(keys, from), to);
      const half = 0.5 * (C[0] - C[4]);
      const worst = 0.5 * (C[0] + C[4]) + Math.sqrt(half * half + C[1] * C[1]);
      expect(sigma_m).toBeCloseTo(Math.sqrt(worst), 5);
      expect(sigma_rad).toBeCloseTo(Math.sqrt(C[8]), 6);
    }
  },
);
