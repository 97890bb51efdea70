import { LocalGraph } from '../localGraph.ts';
import { contract } from './cases.ts';
import { expectedOn } from './contract.ts';
import { type GraphUnderTest, runCase } from './runCase.ts';

const localGraph: GraphUnderTest = {
  create: async (onFault) => new LocalGraph({ onFault }),
  async run(graph, lasts_s) {
    (graph as LocalGraph).runFor(lasts_s);
    await new Promise((resolve) => setImmediate(resolve)); // rejections of asynchronous callbacks
  },
  closed: async () => {},
};

test.each(contract.map((each) => [each.name, each] as const))('LocalGraph: %s', async (_name, each) => {
  expect(await runCase(each, localGraph)).toEqual(expectedOn('LocalGraph', each));
});

test('each case has a name of its own and expects something', () => {
  expect(new Set(contract.map(({ name }) => name)).size).toBe(contract.length);
  for (const each of contract) {
    const lines = Object.values({ ...each.expected, ...each.onRos?.expected }).flat();
    expect([each.name, lines.length > 0]).toEqual([each.name, true]);
  }
});
