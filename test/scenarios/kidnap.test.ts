import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SimulatedHome } from '@homebound/cli';
import type { NodeFault } from '@homebound/graph';
import { initPhysics, readSdf } from '@homebound/sim';
import { root } from '../helpers/homebound.ts';

beforeAll(() => initPhysics());

/** Seconds of cleaning before the robot is carried off, and after it was put down in which it must know its place again. */
const CLEANED_S = 300;
const FOUND_WITHIN_S = 60;

// Seed 1 sets it down in a room that it knows, seed 2 in one that it has only seen through the door.
test.each([1, 2])(
  'carried off in the middle of cleaning an apartment, it finds its place and cleans on (seed %i)',
  (seed) => {
    const faults: NodeFault[] = [];
    const world = readSdf(readFileSync(join(root, 'sim', 'worlds', 'apartment.sdf'), 'utf8'));
    const home = new SimulatedHome({
      world,
      seed,
      kidnap: { at_s: CLEANED_S },
      onFault: (fault) => faults.push(fault),
    });
    home.startJob();
    while (home.graph.now_s() < CLEANED_S) home.graph.runFor(1);
    const before = { ...home.state };
    const covered = home.referee.score().cleanedCoverage;
    expect(home.poseError_m).toBeLessThan(0.1);

    home.graph.runFor(1);
    expect(home.state).toMatchObject({ state: 'locating', reason_code: 'lost' });
    const end_s = home.graph.now_s() + 1 + FOUND_WITHIN_S;
    while (home.state.state === 'locating' && home.graph.now_s() < end_s) home.graph.runFor(0.5);
    expect(['cleaning', 'travelling', 'returning']).toContain(home.state.state);
    home.graph.runFor(5);
    expect(home.poseError_m).toBeLessThan(0.1);

    // What was clean is still clean to it, and it goes on from there.
    expect(home.state.cleaned_area).toBeGreaterThan(0.97 * before.cleaned_area);
    home.graph.runFor(90);
    expect(home.poseError_m).toBeLessThan(0.1);
    expect(home.referee.score().cleanedCoverage).toBeGreaterThan(covered + 0.01);
    expect(home.referee.score().cliffFalls).toBe(0);
    expect(faults).toEqual([]);
    home.close();
  },
);
