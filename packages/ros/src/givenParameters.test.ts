import { GivenParameters } from './givenParameters.ts';

const files: Record<string, string> = {
  'bare.yaml': 'slam:\n  ros__parameters:\n    resolution: 0.05\n    plugin: { name: a, depth: 2 }\n',
  'deep.yaml':
    'robot1:\n  slam:\n    ros__parameters: { resolution: 0.1 }\n/robot2/slam:\n  ros__parameters: { resolution: 0.2 }\n',
  'wild.yaml': '/*/slam:\n  ros__parameters: { resolution: 1 }\n/**/drive:\n  ros__parameters: { speed: 2 }\n',
  'all.yaml': '/**:\n  ros__parameters: { resolution: 9, use_sim_time: true }\n',
};
const given = (name: string, ...argv: string[]): Record<string, unknown> =>
  Object.fromEntries(new GivenParameters(['node', '--ros-args', ...argv], (path) => files[path]!).of(name));

test('a bare name holds in every namespace; tables become dots', () => {
  const wanted = { resolution: 0.05, 'plugin.name': 'a', 'plugin.depth': 2 };
  for (const name of ['/slam', '/robot1/slam', '/a/b/slam'])
    expect(given(name, '--params-file', 'bare.yaml')).toEqual(wanted);
  expect(given('/slam2', '--params-file', 'bare.yaml')).toEqual({});
});

test.each([
  ['/robot1/slam', 'deep.yaml', { resolution: 0.1 }],
  ['/robot2/slam', 'deep.yaml', { resolution: 0.2 }],
  ['/slam', 'deep.yaml', {}],
  ['/robot1/slam', 'wild.yaml', { resolution: 1 }],
  ['/slam', 'wild.yaml', {}],
  ['/a/b/slam', 'wild.yaml', {}],
  ['/drive', 'wild.yaml', { speed: 2 }],
  ['/a/b/drive', 'wild.yaml', { speed: 2 }],
  ['/a/b/drive', 'all.yaml', { resolution: 9, use_sim_time: true }],
])('%s in %s', (name, file, wanted) => expect(given(name, '--params-file', file)).toEqual(wanted));

test('what comes later beats what came before, a name or all', () => {
  const [bare, all] = [
    ['--params-file', 'bare.yaml'],
    ['--params-file', 'all.yaml'],
  ];
  expect(given('/slam', ...bare, ...all).resolution).toBe(9);
  expect(given('/slam', ...all, ...bare).resolution).toBe(0.05);
  expect(given('/slam', ...bare, '-p', 'resolution:=0.5').resolution).toBe(0.5);
  expect(given('/slam', '-p', 'slam:resolution:=0.5', '-p', 'drive:resolution:=0.7').resolution).toBe(0.5);
  expect(given('/slam', '-p', 'world:=apartment', '-p', 'frame:=a b:c', '-p', 'on:=true')).toEqual({
    world: 'apartment',
    on: true,
    frame: 'a b:c',
  });
});

test('only what stands between --ros-args and -- counts', () => {
  const argv = ['node', '-p', 'a:=1', '--ros-args', '-p', 'b:=2', '--', '-p', 'c:=3', '--ros-args', '--param', 'd:=4'];
  expect(Object.fromEntries(new GivenParameters(argv).of('/any'))).toEqual({ b: 2, d: 4 });
});
