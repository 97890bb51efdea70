import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRosGraph, type RosGraph } from '@homebound/ros';
import { contract } from '../../packages/graph/src/contract/cases.ts';
import { expectedOn, type Seen } from '../../packages/graph/src/contract/contract.ts';
import { type GraphUnderTest, runCase } from '../../packages/graph/src/contract/runCase.ts';

/** What may still come after all that was expected has come, s: it would be too much. */
const settle_s = 0.3;

const rosGraph: GraphUnderTest = {
  create: (onFault) => createRosGraph({ onFault, handleSignals: false, argv: [] }),
  async run(_graph, lasts_s, isDone) {
    const end_ms = performance.now() + lasts_s * 1000;
    while (performance.now() < end_ms && !isDone()) await new Promise((resolve) => setTimeout(resolve, 20));
    await new Promise((resolve) => setTimeout(resolve, settle_s * 1000));
  },
  closed: (graph) => (graph as RosGraph).closed,
};

const count = (seen: Seen): number => Object.values(seen).flat().length;
const only = process.env.CONTRACT;

describe('the contract of the node interface on a real graph, in one process', () => {
  for (const each of contract)
    test(each.name, { skip: only !== undefined && !each.name.includes(only) }, async () => {
      const expected = expectedOn('RosGraph', each);
      // What is seen at shutdown, or never, is waited for in vain: such a case runs to its end.
      const seen = await runCase(each, rosGraph, (soFar) => count(soFar) >= count(expected));
      assert.deepEqual(seen, expected);
    });
});
