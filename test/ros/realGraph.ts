import { createRosGraph, type RosGraph } from '@homebound/ros';
import type { GraphUnderTest } from '../../packages/graph/src/contract/runCase.ts';

/** What may still come after all that was expected has come, s: it would be too much. */
const settle_s = 0.3;

/** A real graph for the cases of the contract. */
export const realGraph: GraphUnderTest = {
  create: (onFault) => createRosGraph({ onFault, handleSignals: false, argv: [] }),
  async run(_graph, lasts_s, isDone) {
    const end_ms = performance.now() + lasts_s * 1000;
    while (performance.now() < end_ms && !isDone()) await new Promise((resolve) => setTimeout(resolve, 20));
    await new Promise((resolve) => setTimeout(resolve, settle_s * 1000));
  },
  closed: (graph) => (graph as RosGraph).closed,
};
