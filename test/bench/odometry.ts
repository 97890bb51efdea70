/**
 * How far odometry is off in the simulated apartment, and whether `motionNoise` says so: the whole stack cleans, its wheel
 * and IMU records go through `Odometry`, and motions of 0.2 s to 20 s are held against the truth.
 *
 *   npm run bench:odometry -- [--minutes 5] [--seeds 2] [--json FILE]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalGraph } from '@homebound/graph';
import { angleDiff, between, cos, hypot, type SE2, sin } from '@homebound/math';
import { homebound_interfaces } from '@homebound/messages';
import { addRobot } from '@homebound/nodes';
import { createSimulator, initPhysics, type NoiseProfile, noiseProfiles, readSdf, STEP_HZ } from '@homebound/sim';
import { motionNoise, Odometry, type OdometryState } from '@homebound/slam';
import { benchArgs } from './benchArgs.ts';

/** Lengths of the motions that are judged, s. */
const SPANS_S = [0.2, 1, 5, 20];
/** The robot settles on the dock before the job, s: time to learn the gyro's bias. */
const SETTLE_S = 2;
/** The body lags behind its wheels by so much, m/s: a slip that odometry should notice. */
const SLIP_MPS = 0.15;

interface Drive {
  readonly states: OdometryState[];
  /** By the number of the 50 Hz step. */
  readonly truth: Map<number, SE2>;
  /** Steps in which the body lagged behind its wheels, those of them that were flagged, and those flagged in vain. */
  readonly slips: { real: number; noticed: number; vain: number };
}

/** What odometry said and what was true while the apartment was cleaned for so long. */
function drive(noise: NoiseProfile, seed: number, minutes: number): Drive {
  const input = join('sim', 'worlds', 'apartment.sdf');
  const simulator = createSimulator({ world: readSdf(readFileSync(input, 'utf8'), { input }), seed, noise });
  const odometry = new Odometry({ wheelBase_m: simulator.body.geometry.wheelBase_m });
  const result: Drive = { states: [], truth: new Map(), slips: { real: 0, noticed: 0, vain: 0 } };
  const poll = (now_s: number) => {
    const records = simulator.body.poll(now_s);
    for (const record of records) {
      if (record.kind === 'imu') odometry.addImu(record);
      const state = record.kind === 'wheels' ? odometry.addWheels(record) : undefined;
      if (state === undefined) continue;
      result.states.push(state);
      const { v_mps, T_world_base } = simulator.truth();
      result.truth.set(Math.round(state.stamp_s * STEP_HZ), T_world_base);
      const isReal = Math.abs(state.v_mps - v_mps) > SLIP_MPS;
      if (isReal) result.slips.real++;
      if (isReal && state.isSlipping) result.slips.noticed++;
      if (!isReal && state.isSlipping) result.slips.vain++;
    }
    return records;
  };
  const graph = new LocalGraph();
  addRobot(graph, { ...simulator.body, poll }, {});
  graph.runFor(SETTLE_S);
  graph.outside
    .client(homebound_interfaces.MissionCommand, 'mission_command')
    .call({ command: 'start', x: 0, y: 0 }, () => {});
  graph.runFor(60 * minutes);
  graph.shutdown();
  simulator.free();
  return result;
}

/** Errors of the motions of one length: along, across, heading. */
interface Judgement {
  readonly span_s: number;
  readonly motions: number;
  /** m, m, rad. */
  readonly rms: number[];
  readonly predictedRms: number[];
  /** Mean of (error / sigma)²: 1 when the noise is honest, above when odometry is too sure of itself. */
  readonly nees: number[];
}

function judge(drives: readonly Drive[], span_s: number): Judgement {
  const steps = Math.round(span_s * STEP_HZ);
  const sums = { error: [0, 0, 0], predicted: [0, 0, 0], nees: [0, 0, 0] };
  let motions = 0;
  for (const { states, truth } of drives)
    for (let i = 0; i + steps < states.length; i += Math.ceil(steps / 2)) {
      const [before, after] = [states[i], states[i + steps]];
      const [from, to] = [before, after].map(({ stamp_s }) => truth.get(Math.round(stamp_s * STEP_HZ)));
      if (from === undefined || to === undefined) continue;
      const found = between(before.T_odom_base, after.T_odom_base);
      const moved = hypot(found.x, found.y) + Math.abs(found.theta);
      if (moved < 1e-3) continue;
      motions++;
      const noise = motionNoise(before, after);
      const sigmas = [noise.along_m, noise.across_m, noise.heading_rad];
      const errors = errorOf(found, between(from, to));
      for (let k = 0; k < 3; k++) {
        sums.error[k] += errors[k] * errors[k];
        sums.predicted[k] += sigmas[k] * sigmas[k];
        sums.nees[k] += (errors[k] * errors[k]) / (sigmas[k] * sigmas[k]);
      }
    }
  const root = (sum: number) => Math.sqrt(sum / motions);
  return {
    span_s,
    motions,
    rms: sums.error.map(root),
    predictedRms: sums.predicted.map(root),
    nees: sums.nees.map((sum) => sum / motions),
  };
}

/** Along and across the mean heading of a motion, and of its turn. */
function errorOf(found: SE2, real: SE2): number[] {
  const [c, s] = [cos(0.5 * found.theta), sin(0.5 * found.theta)];
  const [x, y] = [found.x - real.x, found.y - real.y];
  return [c * x + s * y, c * y - s * x, angleDiff(found.theta, real.theta)];
}

const { values } = benchArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seeds: { type: 'string', default: '2' },
    json: { type: 'string' },
  },
});
await initPhysics();
const report = (['realistic', 'badWheels', 'rugDrift', 'gyroBias'] as const).map((name) => {
  const drives = Array.from({ length: Number(values.seeds) }, (_, i) =>
    drive(noiseProfiles[name], i + 1, Number(values.minutes)),
  );
  const slips = drives.map((each) => each.slips);
  const total = (key: 'real' | 'noticed' | 'vain') => slips.reduce((sum, each) => sum + each[key], 0);
  const rows = SPANS_S.map((span_s) => judge(drives, span_s));
  const unit = (v: number) => (1000 * v).toFixed(1).padStart(6);
  console.log(`\n${name}: slip in ${total('real')} steps, noticed ${total('noticed')}, in vain ${total('vain')}`);
  console.log('  span    motions   rms along, across mm, heading mrad   predicted              (error/sigma)²');
  for (const { span_s, motions, rms, predictedRms, nees } of rows)
    console.log(
      `${span_s.toFixed(1).padStart(5)} s ${String(motions).padStart(9)}   ${rms.map(unit).join(' ')}            ${predictedRms.map(unit).join(' ')}   ${nees.map((v) => v.toFixed(2).padStart(6)).join(' ')}`,
    );
  return { name, slips: { real: total('real'), noticed: total('noticed'), vain: total('vain') }, rows };
});
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
