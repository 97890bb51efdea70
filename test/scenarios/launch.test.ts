import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allRosParameters, executables } from '@homebound/cli/ros';
import { type Graph, type NodeDefinition, parametersYaml, readParametersYaml } from '@homebound/graph';
import { root } from '../helpers/homebound.ts';

const launch = join(root, 'launch');
const read = (...path: string[]): string => readFileSync(join(launch, ...path), 'utf8');

describe('launch/config', () => {
  const nodes = Object.entries(allRosParameters);

  test.each(nodes)('%s.yaml is what the node declares', (node, schema) => {
    const wanted = parametersYaml({ [node]: schema });
    // UPDATE=1 npm run test:integration -- launch   writes it anew
    if (process.env.UPDATE === '1') writeFileSync(join(launch, 'config', `${node}.yaml`), wanted);
    expect(read('config', `${node}.yaml`)).toBe(wanted);
    expect(readParametersYaml(wanted, allRosParameters)).toHaveProperty([node]);
  });

  test('there is no file without a node', () => {
    expect(readdirSync(join(launch, 'config')).sort()).toEqual(nodes.map(([node]) => `${node}.yaml`).sort());
  });
});

test('CMake installs every executable that there is', () => {
  const [, list] = /foreach\(executable\s+([^)]+)\)/.exec(read('CMakeLists.txt'))!;
  expect(list.trim().split(/\s+/)).toEqual(['env', 'policies', ...Object.keys(executables)]);
});

test('the package depends on every package whose messages we know', () => {
  const generated = readdirSync(join(root, 'packages', 'messages', 'src', 'generated'));
  const needed = generated.map((file) => file.replace(/\.ts$/, '')).filter((name) => name !== 'index');
  const depends = [...read('package.xml').matchAll(/<(?:exec_)?depend>(\w+)</g)].map(([, name]) => name);
  expect(depends.filter((name) => /_(msgs|srvs|interfaces)$/.test(name)).sort()).toEqual(needed.sort());
});

test('launch files start executables that there are, with configuration that there is', () => {
  const files = readdirSync(launch).filter((file) => file.endsWith('.launch.py'));
  expect(files.length).toBeGreaterThanOrEqual(3);
  const names = files.flatMap((file) =>
    [...read(file).matchAll(/(?:package='homebound',\s*executable=|[ *[]node\()'(\w+)'/g)].map(([, name]) => name),
  );
  expect(new Set(names)).toEqual(new Set(['coverage', 'mind', 'odometry', 'replay', 'simulator', 'slam', 'viewer']));
  for (const name of names) expect(executables).toHaveProperty(name);
});

test('what thinks is the same in one process and in one each', async () => {
  const [, list] = /^THINKING = \[([^\]]+)\]/m.exec(read('robot.launch.py'))!;
  const added: string[] = [];
  const graph = { add: ({ name }: NodeDefinition) => added.push(name), now_s: () => 0, shutdown: () => {} };
  (await executables.mind.load()).add(graph as unknown as Graph);
  expect(list.match(/\w+/g)).toEqual(added);
});
