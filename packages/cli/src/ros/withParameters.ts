import type { Graph, NodeDefinition, ParameterOverrides, ParameterSchema, ParameterValues } from '@homebound/graph';

/** The same graph, whose nodes begin with these parameters, by their names, where whoever adds them says nothing else. */
export function withParameters(graph: Graph, parameters: ParameterOverrides): Graph {
  return {
    now_s: () => graph.now_s(),
    shutdown: () => graph.shutdown(),
    get timeControl() {
      return graph.timeControl;
    },
    add<P extends ParameterSchema>(definition: NodeDefinition<P>, overrides?: Partial<ParameterValues<P>>): void {
      graph.add(definition, { ...(parameters[definition.name] as Partial<ParameterValues<P>>), ...overrides });
    },
  };
}
