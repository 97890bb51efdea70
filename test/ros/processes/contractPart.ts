import { createInterface } from 'node:readline';
import { contract } from '../../../packages/graph/src/contract/cases.ts';
import type { Saw } from '../../../packages/graph/src/contract/contract.ts';
import { runCase } from '../../../packages/graph/src/contract/runCase.ts';
import { realGraph } from '../realGraph.ts';

/** Takes one node of a case after another, as its parent says, and tells what it sees; see ContractPart. */
let isFinished = false;
console.log('ready');
for await (const line of lines()) {
  const { caseIndex, node } = JSON.parse(line) as { caseIndex: number; node: number };
  const { nodes, lasts_s } = contract[caseIndex]!;
  isFinished = false;
  const own = { lasts_s, nodes: (saw: Saw) => [nodes(saw)[node]!] };
  await runCase(
    own,
    realGraph,
    () => isFinished,
    (stream, text) => console.log(JSON.stringify({ stream, text: String(text) })),
  );
  console.log('ready');
}

/** Commands from the parent; `finish` is taken at once. */
async function* lines(): AsyncGenerator<string> {
  const waiting: string[] = [];
  let wake: () => void = () => {};
  createInterface({ input: process.stdin }).on('line', (line) => {
    if (line === 'finish') isFinished = true;
    else waiting.push(line);
    wake();
  });
  for (;;) {
    while (waiting.length > 0) yield waiting.shift()!;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}
