import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { RosProcess, ros2, untilAnswer } from './rosProcess.ts';

const built = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'dist', 'homebound-ros.js');

type Doors = Readonly<Record<string, readonly string[]>>;

/** What the policy lets a node do, by full names. */
function allowed(policy: string, node: string): Doors {
  const [, profile] = new RegExp(`<profile ns="/" node="${node}">([\\s\\S]*?)</profile>`).exec(policy)!;
  const lists = [...profile.matchAll(/<(\w+) (\w+)="ALLOW">([\s\S]*?)<\/\1>/g)];
  return Object.fromEntries(
    lists.map(([, list, how, body]) => [
      `${list} ${how}`,
      [...body.matchAll(/>([^<\s]+)</g)].map(([, name]) =>
        name.startsWith('/') ? name : name.startsWith('~/') ? `/${node}${name.slice(1)}` : `/${name}`,
      ),
    ]),
  );
}

/** What `ros2 node info` shows that it does. The topics and services that an action is made of are the action's. */
function seen(info: string): Doors {
  const sections: readonly (readonly [title: string, rule: string])[] = [
    ['Publishers', 'topics publish'],
    ['Subscribers', 'topics subscribe'],
    ['Service Servers', 'services reply'],
    ['Service Clients', 'services request'],
    ['Action Servers', 'actions execute'],
    ['Action Clients', 'actions call'],
  ];
  return Object.fromEntries(
    sections.map(([title, rule]) => {
      const [, body = ''] = new RegExp(`^  ${title}:\\n((?:    .*\\n)*)`, 'm').exec(`${info}\n`) ?? [];
      const names = [...body.matchAll(/^ {4}(\S+): /gm)].map(([, name]) => name);
      return [rule, names.filter((name) => !name.includes('/_action/'))];
    }),
  );
}

/** Allowed to every node, whether it makes use of it or not. */
const ofEveryNode =
  /^\/(clock|parameter_events|rosout)$|^\/\w+\/(transition_event|(describe|get|list|set|change)_\w+)$/;

describe('the policies', () => {
  const thinking = ['odometry', 'slam', 'drive', 'mission', 'presence', 'obstacles', 'hazards', 'diagnostics'];
  const nodes = ['body', 'camera', ...thinking, 'view_feed', 'viewer'];
  const running: RosProcess[] = [];
  let policy = '';
  before(async () => {
    policy = execFileSync(process.execPath, [built, 'policies', '--images', 'rgbd'], { encoding: 'utf8' });
    const simulated = ['--ros-args', '-p', 'use_sim_time:=true'];
    // Not `mind`: its slam knows the robot's shape, and does less than the one that can be had alone.
    const simulator = ['simulator', '--ros-args', '-p', 'camera:=rgbd', '-p', 'publish_images:=true'];
    for (const args of [simulator, [...thinking, ...simulated], ['viewer', ...simulated, '-p', 'port:=18987']])
      running.push(new RosProcess('executables', args));
    await untilAnswer(/\/mission\n[\s\S]*\/viewer\n/, 'node', 'list', '--no-daemon');
  });
  after(async () => {
    for (const each of running) await each.stop('SIGKILL');
  });

  for (const node of nodes)
    test(`${node}: what it does on the real graph is what it may do, and no more is allowed`, async () => {
      await untilAnswer(/^active/, 'lifecycle', 'get', `/${node}`);
      const does = seen(await ros2('node', 'info', '--no-daemon', '--include-hidden', `/${node}`));
      const may = allowed(policy, node);
      assert.ok(does['topics publish']!.length + does['topics subscribe']!.length > 3, JSON.stringify(does));
      for (const [rule, names] of Object.entries(does)) {
        const wanted = (may[rule] ?? []).filter((name) => !ofEveryNode.test(name));
        assert.deepEqual(names.filter((name) => !ofEveryNode.test(name)).sort(), wanted.sort(), rule);
        for (const name of names) assert.ok(may[rule]?.includes(name), `${node} is not allowed: ${rule} ${name}`);
      }
    });
});
