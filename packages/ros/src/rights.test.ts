import { type Graph, type NodeDefinition, qos } from '@homebound/graph';
import { homebound_interfaces, std_msgs, std_srvs } from '@homebound/messages';
import { policyXml, watchers } from './policy.ts';
import { rightsOf } from './rights.ts';

const { Empty } = std_msgs;
const none = { publishes: [], subscribes: [], serves: [], calls: [], executes: [], sendsGoals: [] };

function node(name: string, start: (n: Parameters<NodeDefinition['start']>[0]) => void): NodeDefinition {
  return { name, parameters: {}, latency_s: 0, start: (n) => void start(n) };
}

const server = node('server', (n) => {
  n.publisher(Empty, 'out');
  n.publisher(Empty, '/all');
  n.service(std_srvs.Trigger, 'ask', () => {});
  n.actionServer(homebound_interfaces.Drive, 'drive', { execute: () => {} });
});
const client = node('client', (n) => {
  n.subscribe(Empty, 'out', qos.reliable, () => {});
  n.client(std_srvs.Trigger, 'ask');
  n.actionClient(homebound_interfaces.Drive, 'drive');
  const timer = n.timer(1, () => {
    n.publisher(Empty, 'late');
    timer.cancel();
  });
});
const both = (graph: Graph): void => {
  graph.add(server);
  graph.add(client);
};

test('the rights are those of the doors that the nodes went through, also of one that opens late', () => {
  expect(rightsOf(both)).toEqual([
    { ...none, node: 'server', publishes: ['/all', 'out'], serves: ['ask'], executes: ['drive'] },
    { ...none, node: 'client', publishes: ['late'], subscribes: ['out'], calls: ['ask'], sendsGoals: ['drive'] },
  ]);
});

test('a node that does not start has no rights that could be told', () => {
  const broken = node('broken', () => {
    throw new Error('no');
  });
  expect(() => rightsOf((graph) => graph.add(broken))).toThrow('Cannot tell what broken needs');
});

test('a policy says what a node may do and no more', () => {
  const rights = rightsOf((graph) => graph.add(client));
  const xml = policyXml([{ path: '/homebound/mind', namespace: '/robot1', nodes: rights }]);
  expect(xml).toContain('<enclave path="/homebound/mind">');
  expect(xml).toContain('<profile ns="/robot1" node="client">');
  const listed = (list: string, what: string): string[] => {
    const [, body = ''] = new RegExp(`<${list} ${what}="ALLOW">([\\s\\S]*?)</${list}>`).exec(xml) ?? [];
    return [...body.matchAll(/>([^<\s]+)</g)].map(([, name]) => name);
  };
  expect(listed('topics', 'publish')).toEqual(['/parameter_events', '/rosout', 'late', '~/transition_event']);
  expect(listed('topics', 'subscribe')).toEqual(['/clock', '/parameter_events', 'out']);
  expect(listed('services', 'request')).toEqual(['ask']);
  expect(listed('actions', 'call')).toEqual(['drive']);
  expect(listed('actions', 'execute')).toEqual([]);
});

test('who only watches publishes nothing, sends no goal and serves only what every node of the ros2 command does', () => {
  const seen = watchers(rightsOf(both));
  expect(seen).toMatchObject({ publishes: [], executes: [], sendsGoals: [] });
  expect(seen.subscribes).toEqual(expect.arrayContaining(['out', '/all', 'drive/_action/feedback']));
  expect(seen.serves.filter((name) => !name.startsWith('/_ros2cli*/'))).toEqual([]);
  expect(seen.calls).toContain('server/get_parameters');
  expect(seen.calls.filter((name) => /set|change/.test(name))).toEqual([]);
});

test.each([
  ['path', { path: 'mind', namespace: '/', nodes: [] }],
  ['namespace', { path: '/mind', namespace: 'robot1', nodes: [] }],
  ['name', { path: '/mind', namespace: '/', nodes: [{ ...none, node: 'n', publishes: ['<x>'] }] }],
])('a %s that ROS does not have is refused', (_, enclave) => {
  expect(() => policyXml([enclave])).toThrow('Cannot write a policy');
});
