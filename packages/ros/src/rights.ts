import { type Graph, LocalGraph, type Node, type NodeDefinition, type ParameterSchema } from '@homebound/graph';

/** What a node does on a graph, by the names that it uses: relative ones belong to its namespace. Each sorted. */
export interface NodeRights {
  readonly node: string;
  readonly publishes: readonly string[];
  readonly subscribes: readonly string[];
  readonly serves: readonly string[];
  readonly calls: readonly string[];
  readonly executes: readonly string[];
  readonly sendsGoals: readonly string[];
}

/** Which of a node's doors gives which right; the name is each one's second argument. */
const doors = {
  publisher: 'publishes',
  subscribe: 'subscribes',
  service: 'serves',
  client: 'calls',
  actionServer: 'executes',
  actionClient: 'sendsGoals',
} as const satisfies Partial<Record<keyof Node, keyof NodeRights>>;

/**
 * The rights that nodes need, learnt from the nodes themselves: they are run for a moment, and it is written down which
 * doors they go through. Nobody keeps a list that could be out of date.
 * @param add  the wiring. Throws Error when one of its nodes does not start.
 */
export function rightsOf(add: (graph: Graph) => void): NodeRights[] {
  const graph = new LocalGraph({
    onFault: ({ node, where, error }) => {
      if (where === 'start') throw new Error(`Cannot tell what ${node} needs: it does not start`, { cause: error });
    },
  });
  const noted = new Map<string, Map<string, Set<string>>>();
  add({
    now_s: () => graph.now_s(),
    shutdown: () => graph.shutdown(),
    add<P extends ParameterSchema>(
      definition: NodeDefinition<P>,
      overrides?: Parameters<typeof graph.add<P>>[1],
    ): void {
      const rights = new Map(Object.values(doors).map((right) => [right as string, new Set<string>()]));
      noted.set(definition.name, rights);
      graph.add({ ...definition, start: (node) => definition.start(noting(node, rights)) }, overrides);
    },
  });
  graph.runFor(FOR_s);
  graph.shutdown();
  return [...noted].map(([node, rights]) => {
    const sorted = [...rights].map(([right, names]) => [right, [...names].sort()]);
    return { node, ...Object.fromEntries(sorted) } as NodeRights;
  });
}

/** Some doors are opened by a timer's first ticks. */
const FOR_s = 2;

/** The same node, which writes down the names that it is asked for. */
function noting<P extends ParameterSchema>(node: Node<P>, rights: ReadonlyMap<string, Set<string>>): Node<P> {
  return new Proxy(node, {
    get(target, key: keyof Node) {
      const value: unknown = target[key];
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        if (key in doors) rights.get(doors[key as keyof typeof doors])!.add(args[1] as string);
        return value.apply(target, args);
      };
    },
  });
}
