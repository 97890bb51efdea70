import { graphPrivacy, shellLines } from './privacy.ts';
import type { Env, PrivacyFacts } from './privacyFacts.ts';

const facts: PrivacyFacts = {
  bootId: '1f2d9e5e-7a35-4f9b-9c57-0a4a1d1f1b11',
  installedRmws: ['rmw_cyclonedds_cpp'],
  enclave: undefined,
  files: { read: () => undefined, isOpen: () => false },
  now: new Date('2026-11-23T00:00:00Z'),
};

/** The environment that ROS would be started with, or why it is not. */
function startedWith(env: Env, over: Partial<PrivacyFacts> = {}): Env & { refused?: string } {
  const privacy = graphPrivacy(env, { ...facts, ...over });
  return privacy.ok ? { ...env, ...privacy.changes } : { refused: privacy.reason };
}

const tagIn = (env: Env): string | undefined => /<Tag>(\w+)<\/Tag>/.exec(env.CYCLONEDDS_URI ?? '')?.[1];

test('T-DDS: Cyclone DDS is kept to loopback, without multicast, and to a domain with a tag', () => {
  const env = startedWith({ RMW_IMPLEMENTATION: 'rmw_cyclonedds_cpp' });
  expect(env.CYCLONEDDS_URI).toContain('<Interfaces><NetworkInterface name="lo"/></Interfaces>');
  expect(env.CYCLONEDDS_URI).toContain('<AllowMulticast>false</AllowMulticast>');
  expect(env.CYCLONEDDS_URI!.match(/<Peer address="[^"]*"\/>/g)).toEqual(['<Peer address="127.0.0.1"/>']);
  expect(tagIn(env)).toMatch(/^[0-9a-f]{32}$/);
  expect(env.ROS_AUTOMATIC_DISCOVERY_RANGE).toBe('LOCALHOST');
});

test('T-DDS: the tag is the same for all of a boot of a machine, another on every other, and does not tell the boot id', () => {
  const [here, again, there] = [facts.bootId!, facts.bootId!, '7c0c8c4e-0000-4f9b-9c57-0a4a1d1f1b11'].map((bootId) =>
    tagIn(startedWith({}, { bootId })),
  );
  expect(again).toBe(here);
  expect(there).not.toBe(here);
  expect(here).not.toContain(facts.bootId!.slice(0, 8));
});

test.each<[string, Env]>([
  ['static peers', { ROS_STATIC_PEERS: '192.168.7.10' }],
  ['a profile of their own', { CYCLONEDDS_URI: '<CycloneDDS/>' }],
  ['a range of their own', { ROS_AUTOMATIC_DISCOVERY_RANGE: 'SUBNET' }],
  ['the older variable', { ROS_LOCALHOST_ONLY: '0' }],
  ['keys, but no wish to go beyond this machine', { ROS_SECURITY_ENABLE: 'true' }],
])('T-DDS: %s of the shell changes nothing', (_, theirs) => {
  const rmw = { RMW_IMPLEMENTATION: 'rmw_cyclonedds_cpp' };
  const { ROS_SECURITY_ENABLE: _kept, ...env } = startedWith({ ...rmw, ...theirs });
  const defined = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
  const asUsual = Object.entries(startedWith(rmw)).filter(([, value]) => value !== undefined);
  expect(defined).toEqual(Object.fromEntries(asUsual));
});

test('what a person set and does not get is said, in one line', () => {
  const env = { ROS_STATIC_PEERS: '192.168.7.10', CYCLONEDDS_URI: '<CycloneDDS/>' };
  const privacy = graphPrivacy(env, facts);
  expect(privacy.ok && privacy.warnings).toEqual([
    expect.stringContaining('CYCLONEDDS_URI and ROS_STATIC_PEERS are set aside'),
  ]);
  const again = graphPrivacy(startedWith(env), facts);
  expect(again.ok && again.warnings).toEqual([]); // a shell that took our settings over
});

test('T-DDS: Fast DDS has shared memory alone, and not the range with which ROS would add UDP on every address', () => {
  const env = startedWith({
    RMW_IMPLEMENTATION: 'rmw_fastrtps_cpp',
    FASTDDS_DEFAULT_PROFILES_FILE: '/home/me/open.xml',
    ROS_DISCOVERY_SERVER: '192.168.7.10:11811',
  });
  expect(env).toMatchObject({ FASTDDS_BUILTIN_TRANSPORTS: 'SHM', SKIP_DEFAULT_XML_FILE: '1' });
  expect(env.ROS_AUTOMATIC_DISCOVERY_RANGE).toBe('SYSTEM_DEFAULT');
  expect([env.FASTDDS_DEFAULT_PROFILES_FILE, env.FASTRTPS_DEFAULT_PROFILES_FILE, env.ROS_DISCOVERY_SERVER]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(startedWith({ RMW_IMPLEMENTATION: 'rmw_fastrtps_cpp', ROS_DISTRO: 'humble' }).ROS_LOCALHOST_ONLY).toBe('1');
});

test.each<[string, Env, Partial<PrivacyFacts>, RegExp]>([
  ['Zenoh', { RMW_IMPLEMENTATION: 'rmw_zenoh_cpp' }, {}, /^rmw_zenoh_cpp: its router .*set RMW_IMPLEMENTATION to/],
  ['an unknown middleware', { RMW_IMPLEMENTATION: 'rmw_connextdds' }, {}, /^rmw_connextdds: Homebound does not know/],
  ['none that is known', {}, { installedRmws: ['rmw_connextdds'] }, /install rmw_cyclonedds_cpp/],
  ['an unknown reach', { HOMEBOUND_ROS_REACH: 'lan' }, {}, /HOMEBOUND_ROS_REACH is "lan"/],
  ['a system without a boot id', {}, { bootId: undefined }, /boot_id/],
])('T-DDS: %s is refused in words', (_, env, over, words) => {
  expect(startedWith(env, over).refused).toMatch(words);
});

test('the middleware is pinned, so that it is the one that the profile is for', () => {
  expect(startedWith({}).RMW_IMPLEMENTATION).toBe('rmw_cyclonedds_cpp');
  const both = { installedRmws: ['rmw_cyclonedds_cpp', 'rmw_fastrtps_cpp'] };
  expect(startedWith({}, both).RMW_IMPLEMENTATION).toBe('rmw_fastrtps_cpp');
});

test('the settings as lines for a shell', () => {
  expect(shellLines({ A: "it's", B: undefined })).toEqual([`export A='it'\\''s'`, 'unset B']);
});
