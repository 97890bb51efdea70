import type { Node, NodeDefinition } from '@homebound/graph';

type Callback = (message: never) => void;

/** A node that hears something else, or nothing, on some of its topics: a fault planted between it and the graph. */
export function deafened<P extends NodeDefinition['parameters']>(
  definition: NodeDefinition<P>,
  topic: string,
  instead: (hear: (message: object) => void, message: object) => void = () => {},
): NodeDefinition<P> {
  const start = (node: Node<P>) => {
    const subscribe: Node['subscribe'] = (type, name, quality, callback) =>
      name === topic
        ? node.subscribe(type, name, quality, ((message: object) =>
            instead(callback as (message: object) => void, message)) as Callback as never)
        : node.subscribe(type, name, quality, callback);
    const faulty: Node<P> = Object.create(node, {
      subscribe: { value: subscribe },
      publisher: { value: node.publisher.bind(node) },
      timer: { value: node.timer.bind(node) },
      service: { value: node.service.bind(node) },
      client: { value: node.client.bind(node) },
      actionServer: { value: node.actionServer.bind(node) },
      actionClient: { value: node.actionClient.bind(node) },
      now_s: { value: node.now_s.bind(node) },
      log: { value: node.log.bind(node) },
      name: { value: node.name },
      parameters: { value: node.parameters },
    });
    return definition.start(faulty);
  };
  return { ...definition, start };
}
