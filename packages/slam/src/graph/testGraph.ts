import { between, compose, createRng, hypot, identity, type Rng, type SE2, wrapAngle } from '@homebound/math';
import { PoseGraph } from './poseGraph.ts';

/** Standard deviations of a measured motion. */
export interface Noise {
  readonly sigma_m: number;
  readonly sigma_rad: number;
}

/** For tests: a graph of a walk through a square home, and where its nodes really are. */
export interface TestWalk {
  readonly graph: PoseGraph;
  readonly T_map_true: readonly SE2[];
  /** Edges that join nodes that have nothing to do with each other. */
  readonly falseLoops: readonly number[];
}

export interface TestWalkOptions {
  readonly seed: number;
  readonly nodes: number;
  readonly step: Noise;
  /** Share of the pairs of nodes within half a metre that are joined; 0.15 when absent. */
  readonly loopShare?: number;
  /** False loops for each true one. */
  readonly falseShare?: number;
  readonly robustScale?: number | undefined;
}

const loopNoise: Noise = { sigma_m: 0.03, sigma_rad: 0.015 };

/** Half-metre steps with turns, poses from odometry; loops where the walk comes by within half a metre of an older node. */
export function testWalk(options: TestWalkOptions): TestWalk {
  const { seed, nodes, step, loopShare = 0.15, falseShare = 0, robustScale } = options;
  const rng = createRng(seed);
  const T_map_true = truePath(rng.fork('path'), nodes);
  const graph = new PoseGraph();
  graph.addNode(identity);
  for (let i = 1; i < nodes; i++) {
    const T_from_to = noisy(rng, between(T_map_true[i - 1], T_map_true[i]), step);
    graph.addNode(compose(graph.pose(i - 1), T_from_to));
    graph.addEdge({ from: i - 1, to: i, T_from_to, information: informationOf(step) });
  }
  const pairs = meetings(rng.fork('loops'), T_map_true, loopShare);
  const information = informationOf(loopNoise);
  for (const [from, to] of pairs) {
    const T_from_to = noisy(rng, between(T_map_true[from], T_map_true[to]), loopNoise);
    graph.addEdge({ from, to, T_from_to, information, robustScale });
  }
  const falseLoops = Array.from({ length: Math.round(falseShare * pairs.length) }, () => {
    const from = rng.int(nodes - 50);
    const to = from + 20 + rng.int(nodes - from - 20);
    const T_from_to = noisy(rng, identity, { sigma_m: 0.5, sigma_rad: 2 });
    return graph.addEdge({ from, to, T_from_to, information, robustScale });
  });
  return { graph, T_map_true, falseLoops };
}

/** For tests: once round a square in half-metre steps, and one true, robust loop at the end that odometry makes look false. */
export function roundTrip(seed: number, nodes: number, step: Noise): { graph: PoseGraph; loop: number } {
  const rng = createRng(seed);
  const corner = Math.floor(nodes / 4);
  const graph = new PoseGraph();
  graph.addNode(identity);
  let T_map_true = identity;
  for (let i = 1; i < nodes; i++) {
    const T_step = { x: 0.5, y: 0, theta: i % corner === 0 ? Math.PI / 2 : 0 };
    T_map_true = compose(T_map_true, T_step);
    const T_from_to = noisy(rng, T_step, step);
    graph.addNode(compose(graph.pose(i - 1), T_from_to));
    graph.addEdge({ from: i - 1, to: i, T_from_to, information: informationOf(step) });
  }
  const information = informationOf({ sigma_m: 0.02, sigma_rad: 0.01 });
  const loop = graph.addEdge({ from: 0, to: nodes - 1, T_from_to: T_map_true, information, robustScale: 3 });
  return { graph, loop };
}

/** Upper triangle for independent x, y, theta. */
export function informationOf({ sigma_m, sigma_rad }: Noise): number[] {
  const w = 1 / (sigma_m * sigma_m);
  return [w, 0, 0, w, 0, 1 / (sigma_rad * sigma_rad)];
}

/** A motion with noise of the kind that an edge's information describes: a small motion in the frame it leads to. */
export function noisy(rng: Rng, T_from_to: SE2, { sigma_m, sigma_rad }: Noise): SE2 {
  return compose(T_from_to, {
    x: sigma_m * rng.normal(),
    y: sigma_m * rng.normal(),
    theta: wrapAngle(sigma_rad * rng.normal()),
  });
}

/** Largest distance between nodes of two lists of poses, shape [nodes, 3]. */
export function farthestApart_m(P: Float64Array, Q: Float64Array): number {
  let most = 0;
  for (let k = 0; k < P.length; k += 3) most = Math.max(most, hypot(P[k] - Q[k], P[k + 1] - Q[k + 1]));
  return most;
}

function truePath(rng: Rng, nodes: number): SE2[] {
  const half_m = 0.35 * Math.sqrt(nodes);
  const path: SE2[] = [identity];
  while (path.length < nodes) {
    let turn_rad = rng.uniform() < 0.25 ? (rng.int(3) - 1) * (Math.PI / 2) : 0.05 * rng.normal();
    let next = compose(path[path.length - 1], { x: 0.5, y: 0, theta: turn_rad });
    while (Math.max(Math.abs(next.x), Math.abs(next.y)) > half_m) {
      turn_rad += 1 + rng.uniform();
      next = compose(compose(path[path.length - 1], { x: 0, y: 0, theta: turn_rad }), { x: 0.5, y: 0, theta: 0 });
    }
    path.push(next);
  }
  return path;
}

function meetings(rng: Rng, path: readonly SE2[], share: number): [from: number, to: number][] {
  const pairs: [number, number][] = [];
  for (let to = 20; to < path.length; to++)
    for (let from = 0; from < to - 20; from++) {
      const near = hypot(path[to].x - path[from].x, path[to].y - path[from].y) < 0.5;
      if (near && rng.uniform() < share) pairs.push([from, to]);
    }
  return pairs;
}
