import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { FormatError } from './formatError.ts';
import { readG2o, writeG2o } from './g2o.ts';

const text = [
  '# by hand',
  'VERTEX_SE2 0 0 0 0',
  'VERTEX_SE2 7 1.5 -2.25 3.5',
  'FIX 0',
  '',
  'EDGE_SE2 0 7 1.030390 0.011350 -0.012958 44.635358 -7.962220 0 376.51638 1e-3 9745.79165',
  '',
].join('\n');

function errorOf(read: () => unknown): FormatError {
  try {
    read();
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
  throw new Error('read without error');
}

test('vertices, edges and what is fixed', () => {
  const graph = readG2o(text);
  expect(graph.vertices).toHaveLength(2);
  expect(graph.vertices[1]).toMatchObject({ id: 7, T_map_node: { x: 1.5, y: -2.25 } });
  expect(graph.vertices[1].T_map_node.theta).toBeCloseTo(3.5 - 2 * Math.PI, 12);
  expect(graph.fixed).toEqual([0]);
  expect(graph.edges).toEqual([
    {
      from: 0,
      to: 7,
      T_from_to: { x: 1.03039, y: 0.01135, theta: -0.012958 },
      information: [44.635358, -7.96222, 0, 376.51638, 0.001, 9745.79165],
    },
  ]);
});

test('what is written is read back to the last bit', () => {
  const graph = readG2o(text);
  const odd = {
    ...graph,
    fixed: [7, 0],
    vertices: [{ id: 7, T_map_node: { x: 1 / 3, y: -1e-9, theta: -Math.PI } }, graph.vertices[0]],
  };
  expect(readG2o(writeG2o(odd))).toEqual(odd);
});

test('a graph of edges alone has no vertices: its poses are for the reader to find', () => {
  const graph = readG2o('EDGE_SE2 0 1 1 0 0 1 0 0 1 0 1\r\nEDGE_SE2 1 2 1 0 0 1 0 0 1 0 1');
  expect([graph.vertices.length, graph.edges.length]).toEqual([0, 2]);
});

test('a text that ends within a line is refused as cut', () => {
  const whole = 'EDGE_SE2 0 1 1 0 0 1 0 0 1 0 1\n';
  const last = 'EDGE_SE2 1 2 1 0 0 1 0 0 1 0';
  for (let length = 'EDGE_SE2'.length; length <= last.length; length++) {
    const error = errorOf(() => readG2o(whole + last.slice(0, length), 'my.g2o'));
    expect(error.code).toBe('cut');
    expect(error.message).toMatch(/^my\.g2o, line 2: the text ends before /);
  }
});

const edge = 'EDGE_SE2 0 1 1 0 0 1 0 0 1 0 1';
test.each([
  ['', 'empty', /holds no edge/],
  ['VERTEX_SE2 0 0 0 0\n', 'empty', /holds no edge/],
  ['VERTEX_SE2 0 0 0 0\nVERTEX_SE2 0 1 0 0\n', 'malformed', /line 2: vertex 0 stands in line 1 already/],
  [`VERTEX_SE2 0 0 0 0\n${edge}\n`, 'missing', /line 2: names vertex 1, which no VERTEX_SE2 line gives/],
  [`VERTEX_SE2 0 0 0 0\nVERTEX_SE2 1 0 0 0\n${edge}\nFIX 3\n`, 'missing', /line 4: names vertex 3/],
  ['EDGE_SE2 0 0 1 0 0 1 0 0 1 0 1\n', 'malformed', /line 1: the edge joins vertex 0 with itself/],
  ['EDGE_SE2 0 1.5 1 0 0 1 0 0 1 0 1\n', 'malformed', /the second vertex should be a whole number from 0 on, got 1.5/],
  ['EDGE_SE2 0 1 nan 0 0 1 0 0 1 0 1\n', 'malformed', /x should be finite, got NaN/],
  ['EDGE_SE2 0 1 1 0 0 1 0 inf 1 0 1\n', 'malformed', /information xt should be finite, got Infinity/],
  ['EDGE_SE2 0 1 1 0\nFIX 0\n', 'malformed', /line 1: the line ends before theta/],
  [`${edge} 5\n`, 'malformed', /line 1: the EDGE_SE2 line goes on after its last value: "5"/],
  ['EDGE_SE2 0 1 1 0 0 a 0 0 1 0 1\n', 'malformed', /information xx should be a number, got "a"/],
  [`VERTEX_SE3:QUAT 0 0 0 0 0 0 0 1\n${edge}\n`, 'unsupported', /line 1: "VERTEX_SE3:QUAT" lines are not read/],
  [`EDGE_SE2_XY 0 1 2 3 1 0 1\n${edge}\n`, 'unsupported', /"EDGE_SE2_XY" lines are not read/],
  ['<?xml version="1.0"?>\n', 'foreign', /line 1: .*is no g2o line/],
])('%j is refused as %s', (bad, code, message) => {
  const error = errorOf(() => readG2o(bad));
  expect(error.code).toBe(code);
  expect(error.message).toMatch(message);
});

const intel = `${process.env.HOMEBOUND_DATA ?? '../shared/data'}/slam/pose-graphs/intel.g2o.gz`;
(existsSync(intel) ? test : test.skip)('intel: 1728 vertices, 2512 edges', () => {
  const graph = readG2o(gunzipSync(readFileSync(intel)).toString());
  expect([graph.vertices.length, graph.edges.length]).toEqual([1728, 2512]);
});
