import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalGraph, type NodeFault, qos } from '@homebound/graph';
import { hypot, type SE2 } from '@homebound/math';
import { homebound_interfaces } from '@homebound/messages';
import { bodyNode, driveNode, missionNode, odometryNode } from '@homebound/nodes';
import { defaultGeometry } from '@homebound/robot';
import { createSimulator, initPhysics, Referee, readSdf } from '@homebound/sim';
import { root } from '../helpers/homebound.ts';
import { type KnowingSlamOptions, knowingSlam } from '../helpers/knowingSlam.ts';

beforeAll(() => initPhysics());

/** A home with the whole stack but SLAM, in whose place the truth speaks. */
function homeWith(options: KnowingSlamOptions, seed = 1) {
  const world = readSdf(readFileSync(join(root, 'sim', 'worlds', 'studio.sdf'), 'utf8'));
  const simulator = createSimulator({ world, seed });
  const referee = new Referee({ world, geometry: defaultGeometry });
  const faults: NodeFault[] = [];
  const graph = new LocalGraph({ onFault: (fault) => faults.push(fault) });
  graph.add(bodyNode(simulator.body));
  graph.add(odometryNode(defaultGeometry));
  graph.add(knowingSlam(world, simulator, options));
  graph.add(driveNode(defaultGeometry));
  graph.add(missionNode(defaultGeometry));
  /** One entry for each state that followed another. */
  const phases: string[] = [];
  let last = homebound_interfaces.MissionState.create();
  graph.outside.subscribe(homebound_interfaces.MissionState, 'mission_state', qos.latched, (m) => {
    if (m.state !== last.state) phases.push(m.state);
    last = m;
  });
  /** How fast the wheels turned in the air at most, half a second after they had come off the floor. */
  const inTheAir = { since_s: Number.NaN, wheelSpeed_mps: 0 };
  simulator.onStep((truth) => {
    referee.update(truth);
    if (!truth.lifted) inTheAir.since_s = Number.NaN;
    else if (Number.isNaN(inTheAir.since_s)) inTheAir.since_s = truth.stamp_s;
    else if (truth.stamp_s - inTheAir.since_s > 0.5)
      inTheAir.wheelSpeed_mps = Math.max(inTheAir.wheelSpeed_mps, truth.wheelSpeed_mps);
  });
  const command = (name: string): void =>
    graph.outside
      .client(homebound_interfaces.MissionCommand, 'mission_command')
      .call({ command: name }, (answer) => expect(answer).toMatchObject({ ok: true, value: { accepted: true } }));
  /** Until the mission is in one of the states, at most so long; the state that it is in then. */
  const runUntil = (limit_s: number, ...states: string[]): string => {
    const end_s = graph.now_s() + limit_s;
    while (graph.now_s() < end_s && !states.includes(last.state)) graph.runFor(0.5);
    return last.state;
  };
  return { world, graph, simulator, referee, inTheAir, faults, phases, command, runUntil, state: () => last };
}

/** The farther of the corners of the free floor from a place. */
function farFrom({ x, y }: SE2, places: readonly SE2[]): SE2 {
  return [...places].sort((a, b) => hypot(b.x - x, b.y - y) - hypot(a.x - x, a.y - y))[0];
}

const places: readonly SE2[] = [
  { x: 1, y: 1, theta: 1 },
  { x: 3.4, y: 2.6, theta: -2 },
];

test('in a known map the job begins with cleaning; carried off in the middle, the robot finds out and finishes it', () => {
  const home = homeWith({});
  home.graph.runFor(3);
  home.command('start');
  expect(home.runUntil(20, 'cleaning')).toBe('cleaning');
  expect(home.phases).not.toContain('mapping');
  home.graph.runFor(100);
  const { T_world_base } = home.simulator.truth();
  home.simulator.control.carry(farFrom(T_world_base, places), 2);
  expect(home.runUntil(3, 'locating')).toBe('locating');
  expect(home.state().reason).toMatch(/Lifted up/);
  home.graph.runFor(1.4);
  expect(home.inTheAir.wheelSpeed_mps).toBeLessThan(0.001);
  home.graph.runFor(1);
  const before_m = home.referee.score().path_m;
  home.graph.runFor(8);
  expect(home.state()).toMatchObject({ state: 'locating', reason: 'I lost my place; looking around.' });
  expect(home.runUntil(90, 'cleaning', 'travelling')).not.toBe('locating');
  expect(home.referee.score().path_m - before_m).toBeGreaterThan(2.9);
  expect(home.runUntil(3600, 'finished', 'stuck', 'stopped')).toBe('finished');
  expect(home.referee.score()).toMatchObject({ docked: true, cliffFalls: 0 });
  expect(home.referee.score().cleanedCoverage).toBeGreaterThan(0.9);
  expect(home.faults).toEqual([]);
});

test('never found: after two minutes of looking it stands and asks; carried onto its dock and resumed, it goes on', () => {
  const home = homeWith({ foundAfter_m: Number.POSITIVE_INFINITY });
  home.graph.runFor(3);
  home.command('start');
  home.runUntil(20, 'cleaning');
  home.graph.runFor(20);
  home.simulator.control.carry(places[1], 1);
  expect(home.runUntil(100, 'stuck')).toBe('locating');
  expect(home.runUntil(40, 'stuck')).toBe('stuck');
  expect(home.state()).toMatchObject({ reason_code: 'lost' });
  home.graph.runFor(3);
  expect(home.simulator.truth().wheelSpeed_mps).toBeLessThan(0.001);
  expect(home.simulator.truth().fan).toBeLessThan(0.001);
  home.command('resume');
  expect(home.runUntil(5, 'locating')).toBe('locating');
  home.simulator.control.carry(home.world.T_world_start, 1);
  expect(home.runUntil(20, 'undocking')).toBe('undocking');
  expect(home.runUntil(20, 'cleaning')).toBe('cleaning');
  expect(home.faults).toEqual([]);
});

/** The job's figures with a map that is wrong until two and a half minutes into it. */
function jobWith(correction: KnowingSlamOptions['correction']) {
  const home = homeWith({ correction });
  home.graph.runFor(3);
  home.command('start');
  expect(home.runUntil(3600, 'finished', 'stuck', 'stopped')).toBe('finished');
  expect(home.faults).toEqual([]);
  return home.referee.score();
}

test('a wrong map is corrected in the middle of the job: nothing is cleaned twice, nothing left, and it docks', () => {
  const plain = jobWith(undefined);
  const corrections = {
    'shifted by 0.3 m and 5°': { before: [0, 0, 0], after: [0.24, -0.18, 0.087] },
    // The dock's end stays, the far end swings by 0.2 m and 4°.
    bent: { before: [0, 0, 0, -2, 0, 0, -4, 0, 0], after: [0, 0, 0, -2, 0.05, -0.03, -4, 0.2, -0.07] },
  };
  for (const [name, anchors] of Object.entries(corrections)) {
    const score = jobWith({ at_s: 150, ...anchors });
    expect([name, score]).toMatchObject([name, { docked: true, cliffFalls: 0 }]);
    expect(score.cleanedCoverage).toBeGreaterThan(plain.cleanedCoverage - 0.015);
    // What was swept and did not move along would be swept again. Lanes of a map turned by 5° do not lie on those of the true one.
    expect(score.path_m / plain.path_m).toBeLessThan(1.15);
  }
});
