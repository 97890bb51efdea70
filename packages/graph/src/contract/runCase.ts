import type { Graph, NodeFault } from '../node.ts';
import { type ContractCase, type Saw, witness } from './contract.ts';

/** A graph under test: how one is made, and how its time passes. */
export interface GraphUnderTest {
  create(onFault: (fault: NodeFault) => void): Promise<Graph>;
  /** Lets the case run; may end it early when `isDone`. */
  run(graph: Graph, lasts_s: number, isDone: () => boolean): Promise<void>;
  /** After `shutdown`. */
  closed(graph: Graph): Promise<void>;
}

/** Runs a case on a graph and gives what was seen. */
export async function runCase(
  { nodes, lasts_s }: Pick<ContractCase, 'nodes' | 'lasts_s'>,
  underTest: GraphUnderTest,
  isDone: (seen: Readonly<Record<string, readonly string[]>>) => boolean = () => false,
  tell?: Saw,
): Promise<Record<string, string[]>> {
  const { saw, seen } = witness(tell);
  const graph = await underTest.create(({ node, where, count }) => saw('faults', `${node}: ${where} (${count})`));
  addAll(graph, nodes(saw), saw);
  await underTest.run(graph, lasts_s, () => isDone(seen));
  graph.shutdown();
  await underTest.closed(graph);
  return seen;
}

function addAll(graph: Graph, nodes: ReturnType<ContractCase['nodes']>, saw: Saw): void {
  for (const each of nodes) {
    const { definition, overrides } = 'definition' in each ? each : { definition: each, overrides: undefined };
    try {
      graph.add(definition, overrides as never);
    } catch (error) {
      saw('refused', (error as Error).message);
    }
  }
}
