import { LocalGraph, type NodeDefinition, qos } from '@homebound/graph';
import { sensor_msgs } from '@homebound/messages';
import { executables } from './executables.ts';

// The first to be loaded brings most of what there is: on a busy machine that is no matter of one test's time.
beforeAll(() => executables.simulator.load(), 120_000);

/** The names of the nodes that an executable adds. */
async function nodesOf(name: string): Promise<string[]> {
  const names: string[] = [];
  const graph = { add: ({ name }: NodeDefinition) => void names.push(name), now_s: () => 0, shutdown() {} };
  (await executables[name].load()).add(graph as unknown as LocalGraph);
  return names;
}

const table: [string, string[]][] = [
  ['simulator', ['simulation', 'body', 'camera']],
  ['odometry', ['odometry']],
  ['slam', ['slam']],
  ['drive', ['drive']],
  ['mission', ['mission']],
  ['presence', ['presence']],
  ['obstacles', ['obstacles']],
  ['hazards', ['hazards']],
  ['diagnostics', ['diagnostics']],
  ['mind', ['odometry', 'slam', 'drive', 'mission', 'presence', 'obstacles', 'hazards', 'diagnostics']],
  ['floor_eye', ['floor_eye']],
  ['coverage', ['coverage']],
  ['planner', ['planner']],
  ['follow_path', ['follow_path']],
  ['navigate', ['navigate']],
  ['map_server', ['map_server']],
  ['viewer', ['view_feed', 'viewer']],
  ['replay', ['replay']],
];

test.each(table)('%s brings its nodes', async (name, nodes) => {
  expect(await nodesOf(name)).toEqual(nodes);
});

test('the table above knows every executable; each says what it does in half a line', () => {
  expect(Object.keys(executables)).toEqual(table.map(([name]) => name));
  for (const { summary } of Object.values(executables)) expect(summary).toMatch(/^.{10,80}[^.]$/);
});

test('simulator and replay alone make the time, the one in steps of its world', async () => {
  const steps_s: Record<string, number> = { simulator: 0.02, replay: 0.005 };
  for (const [name, { load }] of Object.entries(executables))
    expect([name, (await load()).clock?.step_s]).toEqual([name, steps_s[name]]);
});

test('a simulated body scans its home', async () => {
  const graph = new LocalGraph();
  (await executables.simulator.load()).add(graph);
  const scans: sensor_msgs.LaserScan[] = [];
  graph.outside.subscribe(sensor_msgs.LaserScan, 'scan', qos.sensorIn, (scan) => void scans.push(scan));
  graph.runFor(1.1);
  graph.shutdown();
  expect(scans).toHaveLength(5); // five turns a second
  expect(scans[4].ranges.filter(Number.isFinite).length).toBeGreaterThan(100);
});
