import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type EnclaveRights, type NodeRights, rightsOf } from '@homebound/ros';
import { earsNode } from './earsNode.ts';
import { makeKeystore, whyNoKeys, withKeys } from './keystore.ts';
import { pause, RosProcess, until } from './rosProcess.ts';
import { TwoHosts } from './twoHosts.ts';

type Shell = Readonly<Record<string, string | undefined>>;
type Rights = Partial<NodeRights> & { readonly node: string };

const none = { publishes: [], subscribes: [], serves: [], calls: [], executes: [], sendsGoals: [] };
const enclave = (name: string, ...nodes: Rights[]): EnclaveRights => ({
  path: `/homebound/${name}`,
  namespace: '/',
  nodes: nodes.map((rights) => ({ ...none, ...rights })),
});
const ears = rightsOf((graph) => graph.add(earsNode(() => {})));
const enclaves = [
  enclave('body', ...ears),
  enclave('mind', { node: 'mind', publishes: ['cmd_vel'], subscribes: ['map'] }),
  enclave('viewer', { node: 'viewer', subscribes: ['map'] }),
  enclave('driver', { node: 'driver', publishes: ['cmd_vel'] }),
];

describe('beyond one machine', { skip: whyNoKeys() }, () => {
  const [ours, theirs] = ['ours', 'theirs'].map((whose) => mkdtempSync(join(tmpdir(), `homebound-${whose}-`)));
  const plain: Shell = { CYCLONEDDS_URI: undefined, ROS_AUTOMATIC_DISCOVERY_RANGE: 'SUBNET' };
  const running: RosProcess[] = [];
  let hosts: TwoHosts;
  before(async () => {
    makeKeystore(ours, enclaves);
    makeKeystore(theirs, enclaves);
    hosts = await TwoHosts.make();
  });
  after(async () => {
    for (const each of running) await each.stop('SIGKILL');
    hosts.close();
    for (const folder of [ours, theirs]) rmSync(folder, { recursive: true });
  });

  /** What becomes of a stranger on the other host: what it got, and what the robot took from it. */
  async function meet(robot: Shell, stranger: Shell): Promise<{ maps: number; refused: string[]; v?: number }> {
    const body = new RosProcess('ears', [], { ...plain, ...robot }, hosts.robot.enter);
    running.push(body);
    await until('the robot listens', 15, () => body.output.includes('listening'));
    const { ENCLAVE, ...env } = stranger;
    const args = ENCLAVE === undefined ? [] : ['--ros-args', '--enclave', ENCLAVE];
    const other = new RosProcess('stranger', args, { ...plain, ...env }, hosts.other.enter);
    running.push(other);
    await until('the stranger to end', 15, () => other.output.includes('"maps"') || other.output.includes('Error'));
    await body.stop('SIGKILL');
    const seen = other.lastJson<{ maps: number; refused: string[] }>() ?? { maps: 0, refused: ['all'] };
    return { ...seen, ...body.lastJson<{ v: number }>() };
  }

  const robot = { ...withKeys(ours) };
  const member = (name: string): Shell => ({ ...withKeys(ours), NODE_NAME: name, ENCLAVE: `/homebound/${name}` });

  test('T-DDS: the one who may both steer and see the map does so, over the network', async () => {
    const { maps, refused, v } = await meet(robot, member('mind'));
    assert.deepEqual({ maps, refused, v }, { maps: 1, refused: [], v: 0.66 });
  });

  test('T-DDS: a stranger without keys neither moves the robot nor gets its map', async () => {
    assert.deepEqual(await meet(robot, {}), { maps: 0, refused: [] });
  });

  test('T-DDS: nor does one with keys of another home', async () => {
    const other = { ...withKeys(theirs), NODE_NAME: 'mind', ENCLAVE: '/homebound/mind' };
    assert.deepEqual(await meet(robot, other), { maps: 0, refused: [] });
  });

  test('T-DDS: nor one who forges datagrams, and needs no answer', async () => {
    const body = new RosProcess('ears', [], { ...plain, ...robot }, hosts.robot.enter);
    running.push(body);
    await until('the robot listens', 15, () => body.output.includes('listening'));
    const forger = new RosProcess('forger', [], { TO: hosts.robot.address }, hosts.other.enter);
    assert.equal(await forger.end(), 0, forger.output);
    await pause(0.5);
    assert.equal(body.lastJson(), undefined);
    await body.stop('SIGKILL');
  });

  test('T-DDS: the key of a viewer gets the map and cannot steer; that of a driver steers and gets no map', async () => {
    assert.deepEqual(await meet(robot, member('viewer')), { maps: 1, refused: ['cmd_vel'] });
    assert.deepEqual(await meet(robot, member('driver')), { maps: 0, refused: ['map'], v: 0.66 });
  });

  test('T-DDS, planted fault: with a strategy that ROS reads as permissive, and no enclave, a stranger steers and sees', async () => {
    const permissive = { ...withKeys(ours), ROS_SECURITY_STRATEGY: 'enforce' };
    const { maps, v } = await meet({ ...permissive, OPEN: '1' }, {});
    assert.deepEqual({ maps, v }, { maps: 1, v: 0.66 });

    const refused = new RosProcess('ears', [], { ...plain, ...permissive }, hosts.robot.enter);
    assert.notEqual(await refused.end(), 0);
    assert.match(refused.output, /network is refused: set ROS_SECURITY_STRATEGY=Enforce/);
  });

  test('T-DDS, planted fault: keys as the ros2 command leaves them, for everybody to read, are refused', async () => {
    execFileSync('chmod', ['644', join(ours, 'enclaves/homebound/body/key.pem')]);
    const refused = new RosProcess('ears', [], { ...plain, ...robot }, hosts.robot.enter);
    assert.notEqual(await refused.end(), 0);
    assert.match(refused.output, /others may read .*key\.pem \(`chmod 600`\)/);
  });
});
