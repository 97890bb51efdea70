// Pose graphs: chi2 against the known optimum, iterations and time from every start; then made graphs with false loops.
//   npm run bench:graph -- [--data DIR] [--json FILE] [--runs 7] [--quick]
// Reads every *.g2o[.gz] in DIR. Times are CPU of this process, compilation and garbage collection
// included: `first` with cold code, then the best of --runs.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  adoptSolution,
  chordalPoses,
  GraphCovariance,
  GraphOptimiser,
  type PoseGraph,
  spanningTreePoses,
} from '@homebound/slam';
import { farthestApart_m, roundTrip, testWalk } from '../../packages/slam/src/graph/testGraph.ts';
import { optimumChi2, readPoseGraph } from '../helpers/poseGraphFile.ts';
import { benchArgs, endBench } from './benchArgs.ts';

const { values: args } = benchArgs({
  options: {
    data: { type: 'string' },
    json: { type: 'string' },
    runs: { type: 'string', default: '7' },
    /** Without the made graphs. */
    quick: { type: 'boolean', default: false },
  },
});
const data = resolve(args.data ?? join(process.env.HOMEBOUND_DATA ?? '../shared/data', 'slam', 'pose-graphs'));
const runs = Number(args.runs);

interface Row {
  readonly name: string;
  readonly nodes: number;
  readonly edges: number;
  readonly start: string;
  readonly startChi2: number;
  readonly chi2: number;
  /** Above the known optimum, per cent; undefined where none is known. */
  readonly above_pct: number | undefined;
  readonly iterations: number;
  readonly converged: boolean;
  /** Start, analysis and all iterations. */
  readonly first_ms: number;
  readonly best_ms: number;
  /** Of the best run: what one iteration takes. */
  readonly iteration_ms: number;
}

type Starts = Record<string, (graph: PoseGraph) => Float64Array>;
const madeStarts: Starts = { tree: (graph) => spanningTreePoses(graph, graph.nodeIds()[0]), chordal: chordalPoses };
const own = (graph: PoseGraph) => graph.toArrays().T_map_node;
const fileStarts: Starts = { file: own, ...madeStarts, default: own };

function main(): void {
  if (!existsSync(data)) endBench(`there is no folder ${data}; name one with --data`);
  if (!(runs >= 1)) endBench(`--runs should be 1 or more, got ${args.runs}`);
  const files = readdirSync(data).filter((file) => /\.g2o(\.gz)?$/.test(file));
  if (files.length === 0) endBench(`${data} holds no *.g2o or *.g2o.gz`);
  show(['graph', 'nodes', 'edges', 'start', 'chi2 there', 'chi2', 'above', 'iter', 'first ms', 'ms', 'ms/iter']);
  const rows: Row[] = [];
  for (const file of files) {
    const { graph, hasPoses } = readPoseGraph(join(data, file));
    rows.push(...benchGraph(file.replace(/\.g2o(\.gz)?$/, ''), graph, hasPoses ? fileStarts : madeStarts));
  }
  if (!args.quick) rows.push(...[300, 1000, 4000, 10_000].flatMap(benchMade));
  const falseLoops = args.quick ? [] : benchFalseLoops();
  const roundTrips = args.quick ? [] : benchRoundTrips();
  if (args.json !== undefined)
    writeFileSync(args.json, `${JSON.stringify({ data, rows, falseLoops, roundTrips }, null, 2)}\n`);
}

function benchGraph(name: string, graph: PoseGraph, starts: Starts): Row[] {
  return Object.entries(starts).map(([start, poses]) => {
    const results = Array.from({ length: runs + 1 }, () => solve(graph, poses, start === 'default'));
    const [first, ...rest] = results;
    const best = rest.sort((a, b) => a.total_ms - b.total_ms)[0];
    const optimum = optimumChi2[name];
    const row: Row = {
      name,
      nodes: graph.nodeCount,
      edges: graph.edgeCount,
      start,
      startChi2: first.startChi2,
      chi2: first.solution.chi2,
      above_pct: optimum === undefined ? undefined : 100 * (first.solution.chi2 / optimum - 1),
      iterations: first.solution.iterations,
      converged: first.solution.converged,
      first_ms: first.total_ms,
      best_ms: best.total_ms,
      iteration_ms: best.steps_ms / first.solution.iterations,
    };
    showRow(row);
    return row;
  });
}

/** @param isDefault  with the options as they are; else without graduation, so that the start alone decides */
function solve(graph: PoseGraph, start: (graph: PoseGraph) => Float64Array, isDefault: boolean) {
  const t0 = cpu_ms();
  const optimiser = new GraphOptimiser(graph, { start: start(graph), ...(isDefault ? {} : { graduation: 'never' }) });
  optimiser.step(); // analyses
  const t1 = cpu_ms();
  const startChi2 = optimiser.result.chi2;
  const t2 = cpu_ms();
  const solution = optimiser.run();
  const t3 = cpu_ms();
  return { solution, startChi2, total_ms: t1 - t0 + (t3 - t2), steps_ms: t3 - t2 };
}

/** A made walk, as many loops as steps, as in city10000; then what covariances of 100 pairs cost on it. */
function benchMade(nodes: number): Row[] {
  const { graph } = testWalk({ seed: 1, nodes, step: { sigma_m: 0.02, sigma_rad: 0.01 }, loopShare: 0.9 });
  const rows = benchGraph(`made ${nodes}`, graph, fileStarts);
  const others = Array.from({ length: 100 }, (_, k) => k);
  const times: [build_ms: number, pairs_ms: number][] = [];
  for (let k = 0; k <= runs; k++) {
    const t0 = cpu_ms();
    const covariance = new GraphCovariance(graph);
    const t1 = cpu_ms();
    covariance.relative(nodes - 1, others);
    times.push([t1 - t0, cpu_ms() - t1]);
  }
  const [build_ms, pairs_ms] = times.sort((a, b) => a[0] + a[1] - b[0] - b[1])[0];
  console.log(`  covariances: ${build_ms.toFixed(1)} ms to factorise, ${pairs_ms.toFixed(1)} ms for 100 pairs`);
  return rows;
}

interface FalseLoopRow {
  readonly sigma_rad: number;
  readonly falseShare: number;
  readonly plain: number;
  readonly graduated: number;
  readonly of: number;
}

/** How often poses come within 2 cm of what they are without the false loops, from odometry of two qualities. */
function benchFalseLoops(): FalseLoopRow[] {
  const seeds = 20;
  const rows: FalseLoopRow[] = [];
  console.log(
    '\nfalse loops, 1000 nodes: recovered of 20   heading noise a step   false for each true   plain   graduated',
  );
  for (const sigma_rad of [0.01, 0.04])
    for (const falseShare of [0.1, 0.3, 0.5, 1]) {
      const recovered = { plain: 0, graduated: 0 };
      for (let seed = 1; seed <= seeds; seed++) {
        const step = { sigma_m: 0.02, sigma_rad };
        const { graph, T_map_true, falseLoops } = testWalk({ seed, nodes: 1000, step, falseShare, robustScale: 3 });
        const plain = new GraphOptimiser(graph, { graduation: 'never' }).run().T_map_node;
        const graduated = new GraphOptimiser(graph, { graduation: 'always' }).run().T_map_node;
        for (const edge of falseLoops) graph.removeEdge(edge);
        const start = Float64Array.from(T_map_true.flatMap(({ x, y, theta }) => [x, y, theta]));
        const clean = new GraphOptimiser(graph, { start }).run().T_map_node;
        if (farthestApart_m(plain, clean) < 0.02) recovered.plain++;
        if (farthestApart_m(graduated, clean) < 0.02) recovered.graduated++;
      }
      rows.push({ sigma_rad, falseShare, ...recovered, of: seeds });
      const cells = [`${sigma_rad} rad`, falseShare, recovered.plain, recovered.graduated];
      console.log(cells.map((cell, i) => String(cell).padStart([65, 22, 8, 12][i])).join(''));
    }
  return rows;
}

interface RoundTripRow {
  readonly way_m: number;
  readonly plain: number;
  readonly graduated: number;
  readonly of: number;
}

/** How often the one true loop after a round trip is closed: its edge within 3 deviations of the poses. */
function benchRoundTrips(): RoundTripRow[] {
  const seeds = 20;
  console.log('\none true loop after a round trip, 0.01 rad of noise a step: closed of 20   way   plain   graduated');
  return [150, 600, 2000].map((nodes) => {
    const closed = { plain: 0, graduated: 0 };
    for (let seed = 1; seed <= seeds; seed++)
      for (const [key, graduation] of [
        ['plain', 'never'],
        ['graduated', 'whenInDoubt'],
      ] as const) {
        const { graph, loop } = roundTrip(seed, nodes, { sigma_m: 0.02, sigma_rad: 0.01 });
        adoptSolution(graph, new GraphOptimiser(graph, { graduation }).run());
        if (graph.edgeChi2(loop) < 9) closed[key]++;
      }
    const way_m = nodes / 2;
    const cells = [`${way_m} m`, closed.plain, closed.graduated];
    console.log(cells.map((cell, i) => String(cell).padStart([76, 8, 12][i])).join(''));
    return { way_m, ...closed, of: seeds };
  });
}

function showRow(r: Row): void {
  show([
    r.name,
    r.nodes,
    r.edges,
    r.start,
    r.startChi2.toPrecision(6),
    r.chi2.toFixed(6),
    r.above_pct === undefined ? '-' : `${r.above_pct.toFixed(5).replace(/^-(?=0\.0*$)/, '')} %`,
    `${r.iterations}${r.converged ? '' : '!'}`,
    r.first_ms.toFixed(1),
    r.best_ms.toFixed(1),
    r.iteration_ms.toFixed(2),
  ]);
}

function show(cells: readonly (string | number)[]): void {
  const widths = [12, 7, 7, 9, 14, 15, 14, 6, 10, 9, 9];
  console.log(
    cells.map((cell, i) => (i === 0 ? String(cell).padEnd(widths[i]) : String(cell).padStart(widths[i]))).join(''),
  );
}

function cpu_ms(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

main();
