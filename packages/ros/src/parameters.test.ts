import type { NodeDefinition } from '@homebound/graph';
import { FakeRcl } from './fakeRcl.ts';
import { loadRcl, rosIsSourced } from './loadRcl.ts';
import { createRosGraph } from './rosGraph.ts';

const parameters = {
  speed: { default: 0.3, unit: 'm/s', min: 0, max: 0.5, description: 'Top speed.' },
  beams: { default: 360, integer: true, min: 1, description: 'Beams.' },
  mode: { default: 'lanes', oneOf: ['lanes', 'spiral'], description: 'Pattern.' },
} as const;

async function start(commandLine: FakeRcl['commandLine'] = {}, overrides = {}) {
  const fake = new FakeRcl();
  fake.commandLine = commandLine;
  const graph = await createRosGraph({ parts: fake.parts, handleSignals: false, autostart: false });
  let read: unknown;
  const definition: NodeDefinition<typeof parameters> = {
    name: 'planner',
    parameters,
    latency_s: 0,
    start(node) {
      read = node.parameters;
      return undefined;
    },
  };
  graph.add(definition, overrides);
  const ros = fake.nodes.get('planner')!;
  return {
    ros,
    read: () => {
      ros.activate();
      return read;
    },
  };
}

test('the command line beats overrides, which beat defaults; counts are integers on ROS', async () => {
  const { ros, read } = await start({ speed: { name: 'speed', type: 2, value: 0n } }, { speed: 0.2, mode: 'spiral' });
  expect(ros.getParameter('beams')).toMatchObject({ type: 2, value: 360n });
  expect(ros.getParameter('speed')).toMatchObject({ type: 3, value: 0 }); // YAML's `speed: 0` is an integer
  expect(read()).toEqual({ speed: 0, beams: 360, mode: 'spiral' });
});

test('a whole double is taken for a count', async () => {
  const { read } = await start({ beams: { name: 'beams', type: 3, value: 720 } });
  expect(read()).toMatchObject({ beams: 720 });
});

test('a value outside its range or set is refused with the reason', async () => {
  const { ros } = await start();
  expect(ros.set({ name: 'speed', type: 3, value: 0.7 })).toBe('planner.speed must be in [0, 0.5] m/s, got 0.7');
  expect(ros.set({ name: 'mode', type: 4, value: 'waltz' })).toBe(
    'planner.mode must be one of lanes, spiral, got "waltz"',
  );
  expect(ros.set({ name: 'beams', type: 2, value: 0n })).toMatch(/beams must be in \[1, Infinity\]/);
  expect(ros.set({ name: 'speed', type: 3, value: 0.4 })).toBe('');
  expect(ros.set({ name: 'use_sim_time', type: 1, value: true })).toMatch(/when the process starts/);
});

test('a wrong type, and taking a parameter away, are refused with the true reason', async () => {
  const { ros } = await start();
  expect(ros.set({ name: 'speed', type: 4, value: 'fast' })).toBe('planner.speed must be a number, got "fast"');
  expect(ros.set({ name: 'mode', type: 2, value: 3n })).toBe('planner.mode must be a string, got 3');
  expect(ros.set({ name: 'beams', type: 0, value: null })).toBe('planner.beams must be a number, got null');
  expect(ros.getParameter('beams')).toMatchObject({ value: 360n });
});

test('a bad value on the command line or in a parameter file is an error at once', async () => {
  await expect(start({ speed: { name: 'speed', type: 3, value: 9 } })).rejects.toThrow('planner.speed must be in');
  const half = { beams: { name: 'beams', type: 3, value: 2.5 } };
  await expect(start(half)).rejects.toThrow('planner.beams must be an integer, got 2.5');
  await expect(start({}, { sped: 1 })).rejects.toThrow('planner has no parameter sped');
});

test('nothing is imported where ROS 2 is not sourced', async () => {
  expect(rosIsSourced({})).toBe(false);
  expect(rosIsSourced({ ROS_DISTRO: 'jazzy' })).toBe(false);
  expect(rosIsSourced({ ROS_DISTRO: 'jazzy', AMENT_PREFIX_PATH: '/opt/ros/jazzy' })).toBe(true);
  await expect(loadRcl(false)).rejects.toThrow('lives on the main thread');
  if (!rosIsSourced()) await expect(loadRcl()).rejects.toThrow('ROS 2 is not sourced');
});
