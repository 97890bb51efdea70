import { hypot, type SE2 } from '@homebound/math';
import { initPhysics } from '@homebound/sim';
import type { KnowingSlamOptions } from '../helpers/knowingSlam.ts';
import { wholeHome } from '../helpers/wholeHome.ts';

beforeAll(() => initPhysics());

/** The farther of the corners of the free floor from a place. */
function farFrom({ x, y }: SE2, places: readonly SE2[]): SE2 {
  return [...places].sort((a, b) => hypot(b.x - x, b.y - y) - hypot(a.x - x, a.y - y))[0];
}

const places: readonly SE2[] = [
  { x: 1, y: 1, theta: 1 },
  { x: 4.5, y: 2.4, theta: -2 },
];

test('in a known map the job begins with cleaning; carried off in the middle, the robot finds out and finishes it', () => {
  const home = wholeHome({ knowing: {} });
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

test('never found: after ten minutes of looking it stands and asks; carried onto its dock and resumed, it goes on', () => {
  const home = wholeHome({ knowing: { foundAfter_m: Number.POSITIVE_INFINITY } });
  home.graph.runFor(3);
  home.command('start');
  home.runUntil(20, 'cleaning');
  home.graph.runFor(20);
  home.simulator.control.carry(places[1], 1);
  expect(home.runUntil(590, 'stuck')).toBe('locating');
  expect(home.runUntil(30, 'stuck')).toBe('stuck');
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
  const home = wholeHome({ knowing: { correction } });
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
