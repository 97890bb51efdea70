import { qos } from '@homebound/graph';
import { FakeRcl } from './fakeRcl.ts';
import { MatchWatch } from './matchWatch.ts';
import type { RclEndpointInfo, RclNode } from './rcl.ts';

const endpoint = (node_name: string, changes: Partial<RclEndpointInfo> = {}): RclEndpointInfo => ({
  node_name,
  node_namespace: '/',
  topic_type: 'std_msgs/msg/Int32',
  topic_type_hash: { version: 1, value: Buffer.from('aa') },
  qos_profile: { reliability: 1, durability: 2 },
  ...changes,
});

function watchOver(publishers: RclEndpointInfo[], quality = qos.reliable as (typeof qos)[keyof typeof qos]) {
  const said: string[] = [];
  const node = {
    name: () => 'reader',
    namespace: () => '/',
    countPublishers: () => publishers.length,
    getPublishersInfoByTopic: () => publishers,
    getSubscriptionsInfoByTopic: () => [
      endpoint('other', { topic_type_hash: { version: 1, value: Buffer.from('zz') } }),
      endpoint('reader'),
    ],
    getLogger: () => ({ warn: (text: string) => void said.push(text) }),
  } as unknown as RclNode;
  const watch = new MatchWatch(new FakeRcl().rcl, node);
  watch.close(); // looked at by hand
  const end = watch.add('x', 'std_msgs/msg/Int32', quality);
  return { said, publishers, end, look: () => watch.look() };
}

test.each([
  [
    'quality',
    { qos_profile: { reliability: 2, durability: 2 } },
    'gets nothing on x from talker: it is published best effort and read reliable',
  ],
  [
    'type',
    { topic_type: 'std_msgs/msg/String' },
    'gets nothing on x from talker: it is std_msgs/msg/String there and std_msgs/msg/Int32 here',
  ],
  [
    'version',
    { topic_type_hash: { version: 1, value: Buffer.from('bb') } },
    'gets wrong numbers on x from talker: it has another version of std_msgs/msg/Int32; install the same one on both sides',
  ],
])('a publisher of another %s is named once', (_what, changes, text) => {
  const { said, publishers, look } = watchOver([endpoint('talker', changes)]);
  look();
  look();
  publishers.push(endpoint('good'));
  look();
  expect(said).toEqual([text]);
});

test('one that matches, or tells no version, is not; a subscription that was closed is not watched', () => {
  const unknown = { topic_type_hash: { version: 0, value: Buffer.from('00') } };
  const { said, publishers, look, end } = watchOver([endpoint('talker'), endpoint('old', unknown)]);
  look();
  end();
  publishers.push(endpoint('late', { topic_type: 'std_msgs/msg/String' }));
  look();
  expect(said).toEqual([]);
});
