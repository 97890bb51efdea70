import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { keystoreBy, whyNoKeys, withKeys } from './keystore.ts';
import { pause, RosProcess, until } from './rosProcess.ts';
import { TwoHosts } from './twoHosts.ts';

const run = promisify(execFile);
const built = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'dist', 'homebound-ros.js');
const PORT = 18986;

/** How the simulated body moves, as only the simulator knows. */
interface Truth {
  /** When it last heard a command. */
  readonly heard_s: number;
  /** Since when it stands; null while it moves. */
  readonly stands_s: number | null;
  readonly x: number;
  readonly y: number;
  readonly v_mps: number;
}
const stands = ({ stands_s }: Truth): boolean => stands_s !== null;
const drives = ({ v_mps }: Truth): boolean => Math.abs(v_mps) > 0.1;

describe('a robot of two computers', { skip: whyNoKeys() }, () => {
  const keystore = mkdtempSync(join(tmpdir(), 'homebound-keystore-'));
  const running: RosProcess[] = [];
  let hosts: TwoHosts;
  let body: RosProcess;
  before(async () => {
    keystoreBy(keystore, (await run(process.execPath, [built, 'policies'])).stdout);
    hosts = await TwoHosts.make();
    const keys = withKeys(keystore);
    const simulated = ['--ros-args', '-p', 'use_sim_time:=true'];
    const mind = new RosProcess('executables', ['mind', ...simulated], keys, hosts.other.enter);
    const port = ['-p', `port:=${PORT}`];
    const viewer = new RosProcess('executables', ['viewer', ...simulated, ...port], keys, hosts.other.enter);
    body = new RosProcess('body', [], { ...keys, PACE: '1', TELL: '1' }, hosts.robot.enter);
    running.push(body, mind, viewer);
    await until('the page', 40, () => viewer.output.includes('the live map is at'));
    for (const each of running) assert.match(each.output, /over the network, encrypted/);
  });
  after(async () => {
    for (const each of running) await each.stop('SIGKILL');
    hosts.close();
    rmSync(keystore, { recursive: true });
  });

  const truth = (): Truth => body.lastJson<Truth>()!;

  /** What the API of the page says, asked on the computer that it is on. */
  async function api<T>(path: string, request?: object): Promise<T> {
    const options = request && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    };
    const ask = `fetch('http://127.0.0.1:${PORT}/api/v1/${path}', ${JSON.stringify(options)}).then((r) => r.text()).then(console.log)`;
    const [program, ...args] = [...hosts.other.enter, process.execPath, '-e', ask];
    return JSON.parse((await run(program, args)).stdout) as T;
  }
  const state = async (): Promise<string> => (await api<{ state: string }>('state')).state;

  test('body here, mind and page there, over an encrypted graph: the job that is begun on the page is driven', async () => {
    let answer = '';
    for (let i = 0; i < 10 && !drives(truth()); i++) {
      answer = JSON.stringify(await api('jobs', { command: 'start' }));
      await pause(2);
    }
    await until(`the robot drives; the page said ${answer}`, 30, () => drives(truth()));
    for (let i = 0; i < 30 && (await state()) !== 'cleaning'; i++) await pause(1);
    assert.equal(await state(), 'cleaning');
  });

  test("a person's tools, with their key, hear what the robot says and cannot steer it", async () => {
    const tools = { ...process.env, ...withKeys(keystore), ROS_SECURITY_ENCLAVE_OVERRIDE: '/homebound/tools' };
    const ros2 = (...args: string[]): Promise<string> => {
      const [program, ...rest] = [...hosts.other.enter, 'ros2', ...args];
      return new Promise((resolve) =>
        execFile(program, rest, { env: tools, timeout: 20_000 }, (_error, stdout, stderr) => resolve(stdout + stderr)),
      );
    };
    const said = ['/mission_state', 'homebound_interfaces/msg/MissionState', '--field', 'state'];
    assert.match(await ros2('topic', 'echo', '--once', ...said), /^cleaning$/m);
    const twist = ['/cmd_vel', 'geometry_msgs/msg/Twist', '{linear: {x: 0.1}}'];
    assert.match(await ros2('topic', 'pub', '--once', ...twist), /not allowed|denied|PublisherInvalid|failed|error/i);
    const start = ['/mission_command', 'homebound_interfaces/srv/MissionCommand', '{command: stop}'];
    assert.doesNotMatch(await ros2('service', 'call', ...start), /accepted=True/);
    assert.equal(await state(), 'cleaning');
  });

  for (const outage_s of [4, 15])
    test(`the link is away for ${outage_s} s: the robot stops by itself, and goes on with its job when it is back`, async () => {
      await until('the robot drives', 60, () => drives(truth()));
      hosts.setLink(false);
      const stopped = await until('the robot stands', 5, () =>
        stands(truth()) && truth().heard_s < truth().stands_s! - 0.3 ? truth() : undefined,
      );
      try {
        // 0.5 s after the last command that it heard the wheels are braked; from full speed that takes 0.35 s, and a step of 0.02 s sees it.
        const took_s = stopped.stands_s! - stopped.heard_s;
        assert.ok(took_s < 0.5 + 0.35 + 0.03, `it took ${took_s} s`);
        console.log(`stood ${took_s.toFixed(2)} s after its last command`);
        await pause(outage_s);
        assert.ok(stands(truth()) && Math.hypot(truth().x - stopped.x, truth().y - stopped.y) < 0.005);
        assert.equal(truth().heard_s, stopped.heard_s);
      } finally {
        hosts.setLink(true);
      }
      const back_ms = performance.now();
      await until('the robot drives again', 60, () => drives(truth()));
      console.log(
        `drove ${((performance.now() - back_ms) / 1000).toFixed(1)} s after a link that was away ${outage_s} s was back`,
      );
    });

  test('the job ends on the dock', async () => {
    let ended = '';
    for (let i = 0; i < 60 && ended !== 'finished'; i++) {
      await pause(5);
      ended = await state();
    }
    const { coverage } = await api<{ coverage: number }>('state');
    assert.equal(ended, 'finished');
    assert.ok(coverage > 0.95, `${coverage}`);
  });
});
