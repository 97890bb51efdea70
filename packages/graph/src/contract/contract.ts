import type { Node, NodeDefinition } from '../node.ts';
import type { ParameterSchema, ParameterValues } from '../parameters.ts';

/** What was seen, line by line, each kind of thing in a stream of its own: their order among each other is not promised. */
export type Seen = Readonly<Record<string, readonly string[]>>;

/** Notes a line in a stream. */
export type Saw = (stream: string, line: string | number) => void;

/** A node to be added, with its overrides. */
export interface Added {
  readonly definition: NodeDefinition;
  readonly overrides?: Readonly<Record<string, unknown>>;
}

/**
 * One promise of the node interface: nodes, and what they must see. The same case runs on LocalGraph and on a real ROS 2
 * graph. Faults are seen in the stream `faults` as `node: where (count)`; a case that expects none of them has none. What
 * `add` throws is in the stream `refused`.
 */
export interface ContractCase {
  readonly name: string;
  /** The nodes, in the order in which they are added. */
  nodes(saw: Saw): (NodeDefinition | Added)[];
  readonly lasts_s: number;
  readonly expected: Seen;
  /** Why its nodes must be in one process. Else it is run with a process for each node, too. */
  readonly together?: string;
  /** The streams in which a real graph differs, and why it must. */
  readonly onRos?: { readonly why: string; readonly expected: Seen };
}

export type Graphs = 'LocalGraph' | 'RosGraph';

/** What a case must see on one of the graphs, streams without a line left out. */
export function expectedOn(graph: Graphs, { expected, onRos }: ContractCase): Seen {
  const all = graph === 'RosGraph' ? { ...expected, ...onRos?.expected } : expected;
  return Object.fromEntries(Object.entries(all).filter(([, lines]) => lines.length > 0));
}

/** Collects what a case sees, and tells it on. */
export function witness(tell: Saw = () => {}): { readonly saw: Saw; readonly seen: Record<string, string[]> } {
  const seen: Record<string, string[]> = {};
  return {
    seen,
    saw(stream, line) {
      seen[stream] ??= [];
      seen[stream].push(String(line));
      tell(stream, line);
    },
  };
}

/** A node without parameters, for a case. */
export function node(name: string, start: (node: Node) => unknown): NodeDefinition {
  return {
    name,
    parameters: {},
    latency_s: 0.001,
    start(n) {
      const cleanup = start(n);
      return typeof cleanup === 'function' ? (cleanup as () => void) : undefined;
    },
  };
}

/** A node with parameters that notes their values. */
export function parametersNode<P extends ParameterSchema>(
  name: string,
  parameters: P,
  start: (values: ParameterValues<P>) => void,
): NodeDefinition {
  const definition: NodeDefinition<P> = {
    name,
    parameters,
    latency_s: 0.001,
    start(n) {
      start(n.parameters);
      return undefined;
    },
  };
  return definition as unknown as NodeDefinition;
}

/** Calls back once, after a time: long enough on a real graph that the nodes have found each other. */
export function later(n: Node, delay_s: number, callback: () => void): void {
  const timer = n.timer(delay_s, () => {
    timer.cancel();
    callback();
  });
}

/** The time within which the nodes of a process have found each other, s. */
export const found_s = 0.6;
