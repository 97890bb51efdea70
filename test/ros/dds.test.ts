import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { ownShell, pause, RosProcess, until } from './rosProcess.ts';
import { canHaveHosts, type Host, TwoHosts } from './twoHosts.ts';

/** What a stranger's shell has: ROS as it is installed, without any of our settings. */
const stranger = { CYCLONEDDS_URI: undefined, ROS_AUTOMATIC_DISCOVERY_RANGE: 'SUBNET', ROS_STATIC_PEERS: undefined };
/** What is usually advised, and what the issue calls the trap. */
const onlyTheVariable = { ...stranger, OPEN: '1', ROS_AUTOMATIC_DISCOVERY_RANGE: 'LOCALHOST' };
const onlyTheInterface = {
  ...onlyTheVariable,
  CYCLONEDDS_URI:
    '<CycloneDDS><Domain><General><Interfaces><NetworkInterface name="lo"/></Interfaces></General></Domain></CycloneDDS>',
};

/** What `ros2 topic list` says on a host, after it has had 4 s to find somebody. */
function topicsSeenFrom(host: Host, env: Readonly<Record<string, string | undefined>>): Promise<string[]> {
  const [program, ...args] = [...host.enter, 'ros2', 'topic', 'list', '--no-daemon', '--spin-time', '4'];
  return new Promise((resolve) =>
    execFile(program, args, { timeout: 30_000, env: { ...process.env, ...env } }, (_error, stdout) =>
      resolve(stdout.split('\n').filter((line) => line.startsWith('/'))),
    ),
  );
}

/** Of the tags and ports of one middleware. */
const ofCyclone = { skip: ownShell().RMW_IMPLEMENTATION === 'rmw_cyclonedds_cpp' ? false : 'Cyclone DDS only' };

describe('another host on the network', { skip: canHaveHosts() ? false : 'no network namespaces here' }, () => {
  let hosts: TwoHosts;
  const running: RosProcess[] = [];
  before(async () => {
    hosts = await TwoHosts.make();
  });
  after(async () => {
    for (const each of running) await each.stop('SIGKILL');
    hosts.close();
  });

  async function listener(env: Readonly<Record<string, string | undefined>>): Promise<RosProcess> {
    const ears = new RosProcess('ears', [], { ...stranger, ...env }, hosts.robot.enter);
    running.push(ears);
    await until('the robot listens', 15, () => ears.output.includes('listening') || ears.output.includes('Error'));
    return ears;
  }

  /** What becomes of a forged speed: the one that the robot took, if any, and how much it answered. */
  async function forged(
    ears: RosProcess,
    env: Readonly<Record<string, string>>,
  ): Promise<{ v?: number; answers: number }> {
    const forger = new RosProcess('forger', [], { TO: hosts.robot.address, ...env }, hosts.other.enter);
    assert.equal(await forger.end(), 0, forger.output);
    await pause(0.5);
    return { ...forger.lastJson<{ answers: number }>()!, ...ears.lastJson<{ v: number }>() };
  }

  const withPeers = (): Record<string, string | undefined> => ({ ...stranger, ROS_STATIC_PEERS: hosts.robot.address });

  test('T-DDS: static peers that point at the robot find nothing; it answers nothing, and takes no forged /cmd_vel', async () => {
    const ears = await listener({ ROS_STATIC_PEERS: hosts.other.address });
    assert.deepEqual(await topicsSeenFrom(hosts.other, withPeers()), ['/parameter_events', '/rosout']);
    assert.deepEqual(await forged(ears, { FROM: hosts.other.address }), { answers: 0 });
    assert.deepEqual(await forged(ears, {}), { answers: 0 });
    const seen = await topicsSeenFrom(hosts.robot, ownShell({ ...process.env, ...stranger }));
    assert.ok(seen.includes('/map'), `a shell of the same machine with our settings sees ${seen}`);
    await ears.stop('SIGINT');
  });

  test('T-DDS, planted fault: with the discovery variable alone, static peers find the robot, and it answers', async () => {
    const ears = await listener(onlyTheVariable);
    const seen = await topicsSeenFrom(hosts.other, withPeers());
    assert.ok(seen.includes('/map') && seen.includes('/cmd_vel'), `${seen}`);
    const { answers, v } = await forged(ears, { FROM: hosts.other.address });
    assert.ok(answers > 0, 'it did not answer');
    assert.equal(v, 0.66);
    await ears.stop('SIGINT');
  });

  test(
    'T-DDS, planted fault: on loopback alone, without a tag, a forged /cmd_vel is taken though nothing is answered',
    ofCyclone,
    async () => {
      const ears = await listener(onlyTheInterface);
      assert.deepEqual(await topicsSeenFrom(hosts.other, withPeers()), ['/parameter_events', '/rosout']);
      assert.deepEqual(await forged(ears, {}), { answers: 0, v: 0.66 });
      await ears.stop('SIGINT');
    },
  );

  test('T-DDS, planted fault: a forger who knows the tag is believed', ofCyclone, async () => {
    const ears = await listener({});
    const tag = /<Tag>(\w+)</.exec(ownShell().CYCLONEDDS_URI ?? '')![1];
    assert.deepEqual(await forged(ears, { TAG: tag }), { answers: 0, v: 0.66 });
    await ears.stop('SIGINT');
  });

  test('T-DDS: beyond this machine without keys is refused in one line', async () => {
    const ears = await listener({ HOMEBOUND_ROS_REACH: 'network' });
    assert.notEqual(await ears.end(), 0);
    assert.match(ears.output, /HOMEBOUND_ROS_REACH=network is refused: set ROS_SECURITY_ENABLE=true/);
  });
});
