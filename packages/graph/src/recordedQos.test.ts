import { qos } from './node.ts';
import { qosFromYaml, qosToYaml } from './recordedQos.ts';

test.each(Object.entries(qos))('%s comes back', (_name, profile) => {
  expect(qosFromYaml(qosToYaml(profile))).toEqual(profile);
});

test('rosbag2’s words and numbers are read', () => {
  const words =
    '- history: unknown\n  depth: 7\n  reliability: best_effort\n  durability: transient_local\n  deadline:\n    sec: 1';
  expect(qosFromYaml(words)).toEqual({ depth: 7, reliability: 'bestEffort', durability: 'transientLocal' });
  const numbers =
    '- history: 1\n  depth: 5\n  reliability: 2\n  durability: 1\n- history: 3\n  depth: 9\n  reliability: 1';
  expect(qosFromYaml(numbers)).toEqual({ depth: 5, reliability: 'bestEffort', durability: 'transientLocal' });
  expect(qosFromYaml(undefined)).toEqual(qos.reliable);
  expect(qosFromYaml('nonsense')).toEqual(qos.reliable);
});
