import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { contract } from '../../packages/graph/src/contract/cases.ts';
import { type ContractCase, expectedOn, type Seen } from '../../packages/graph/src/contract/contract.ts';
import { runCase } from '../../packages/graph/src/contract/runCase.ts';
import { ContractPart } from './contractPart.ts';
import { realGraph } from './realGraph.ts';

const count = (seen: Seen): number => Object.values(seen).flat().length;
/** `CONTRACT=goal npm run test:ros contract` runs the cases with that word. */
const only = process.env.CONTRACT ?? '';
const cases = contract.filter(({ name }) => name.includes(only));

describe('the contract of the node interface on a real graph, in one process', () => {
  for (const each of cases)
    test(each.name, async () => {
      const expected = expectedOn('RosGraph', each);
      // What is seen at shutdown, or never, is waited for in vain: such a case runs to its end.
      const seen = await runCase(each, realGraph, (soFar) => count(soFar) >= count(expected));
      assert.deepEqual(seen, expected);
    });
});

const nodesOf = (each: ContractCase): number => each.nodes(() => {}).length;
const apart = cases.filter((each) => each.together === undefined && nodesOf(each) > 1);

describe('the contract of the node interface on a real graph, each node in a process of its own', () => {
  const parts: ContractPart[] = [];
  after(() => {
    for (const part of parts) part.kill();
  });

  for (const each of apart)
    test(each.name, async () => {
      const expected = expectedOn('RosGraph', each);
      while (parts.length < nodesOf(each)) parts.push(new ContractPart());
      const seen: Record<string, string[]> = {};
      const taking = parts.slice(0, nodesOf(each));
      await Promise.all(taking.map((part) => part.ready()));
      await Promise.all(
        taking.map((part, i) =>
          part.run(contract.indexOf(each), i, (stream, line) => {
            seen[stream] ??= [];
            seen[stream].push(line);
            if (count(seen) >= count(expected)) for (const other of taking) other.finish();
          }),
        ),
      );
      assert.deepEqual(seen, expected);
    });
});
