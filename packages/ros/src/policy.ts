import type { NodeRights } from './rights.ts';

/** What one process may do: all nodes in it share its key. */
export interface EnclaveRights {
  /** e.g. `/homebound/mind`. */
  readonly path: string;
  /** Namespace of its nodes, e.g. `/robot1`; `/` for none. */
  readonly namespace: string;
  readonly nodes: readonly NodeRights[];
}

/** What every managed node of ROS does beside its own work; `~` is the node. */
const ofEveryNode = {
  publishes: ['/rosout', '/parameter_events', '~/transition_event'],
  subscribes: ['/clock', '/parameter_events'],
  serves: [
    ...['describe_parameters', 'get_parameter_types', 'get_parameters', 'list_parameters', 'set_parameters'],
    ...['set_parameters_atomically', 'get_type_description', 'get_logger_levels', 'set_logger_levels'],
    ...['change_state', 'get_available_states', 'get_available_transitions', 'get_state', 'get_transition_graph'],
  ].map((name) => `~/${name}`),
} as const;

/**
 * The policy of `ros2 security create_permission`, its schema 0.2.0: who may publish, hear, ask and answer what. Nothing
 * else may be done, and what a node of another process does is not in it.
 * Throws RangeError on a path, a namespace or a name that ROS does not have.
 */
export function policyXml(enclaves: readonly EnclaveRights[]): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<policy version="0.2.0">',
    '  <enclaves>',
    ...enclaves.flatMap(enclaveXml).map((line) => `    ${line}`),
    '  </enclaves>',
    '</policy>',
    '',
  ].join('\n');
}

function enclaveXml({ path, namespace, nodes }: EnclaveRights): string[] {
  if (!/^(\/[A-Za-z_]\w*)+$/.test(path))
    throw new RangeError(`Cannot write a policy: ${path} is no name of an enclave`);
  if (!/^\/$|^(\/[A-Za-z_]\w*)+$/.test(namespace))
    throw new RangeError(`Cannot write a policy: ${namespace} is no namespace; it begins with a slash`);
  return [
    `<enclave path="${path}">`,
    '  <profiles>',
    ...nodes.flatMap((rights) => profileXml(rights, namespace)).map((line) => `    ${line}`),
    '  </profiles>',
    '</enclave>',
  ];
}

function profileXml(rights: NodeRights, namespace: string): string[] {
  return [
    `<profile ns="${namespace}" node="${rights.node}">`,
    ...allow('topics', 'topic', 'publish', [...ofEveryNode.publishes, ...rights.publishes]),
    ...allow('topics', 'topic', 'subscribe', [...ofEveryNode.subscribes, ...rights.subscribes]),
    ...allow('services', 'service', 'reply', [...ofEveryNode.serves, ...rights.serves]),
    ...allow('services', 'service', 'request', rights.calls),
    ...allow('actions', 'action', 'execute', rights.executes),
    ...allow('actions', 'action', 'call', rights.sendsGoals),
    '</profile>',
  ];
}

function allow(list: string, element: string, what: string, names: readonly string[]): string[] {
  const wrong = names.find((name) => !/^(~\/|\/)?[A-Za-z_*][\w*]*(\/[A-Za-z_*][\w*]*)*$/.test(name));
  if (wrong !== undefined) throw new RangeError(`Cannot write a policy: ${wrong} is no name of a ${element}`);
  if (names.length === 0) return [];
  const lines = [...new Set(names)].sort().map((name) => `    <${element}>${name}</${element}>`);
  return [`  <${list} ${what}="ALLOW">`, ...lines, `  </${list}>`];
}

/** Rights to hear what others say and to ask how they are set, and to change nothing: for a person's own tools. */
export function watchers(nodes: readonly NodeRights[]): NodeRights {
  const asks = ['describe_parameters', 'get_parameters', 'list_parameters', 'get_state'];
  const feedback = ['feedback', 'status'].map((name) => `_action/${name}`);
  return {
    node: 'tools',
    publishes: [],
    subscribes: [
      ...nodes.flatMap(({ publishes }) => publishes),
      ...nodes.flatMap(({ executes }) => executes.flatMap((name) => feedback.map((part) => `${name}/${part}`))),
      '/rosout',
      '/tf_static',
    ],
    // The ros2 command takes a new name each time.
    serves: ofEveryNode.serves.map((name) => name.replace('~', '/_ros2cli*')),
    calls: nodes.flatMap(({ node }) => asks.map((name) => `${node}/${name}`)),
    executes: [],
    sendsGoals: [],
  };
}
