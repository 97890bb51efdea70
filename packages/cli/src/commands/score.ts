import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { decodeMap, readMapYaml, readTrajectory } from '@homebound/formats';
import { angleDiff, compose, hypot, PoseBuffer, type StampedPose } from '@homebound/math';
import { scoreRun } from '@homebound/sim';
import { CliError } from '../errors.ts';
import { MAX_RECORDING_BYTES, readInput } from '../files.ts';

/** `homebound score`: figures from a run folder's files alone. Belief is moved by the first true pose, with no best fit. */
export async function score(folder: string, options: { readonly json?: boolean }): Promise<void> {
  if (!existsSync(folder)) throw new CliError(`run folder not found: ${folder}`);
  const text = (name: string): string =>
    new TextDecoder().decode(readInput(join(folder, name), 'file of the run folder', MAX_RECORDING_BYTES));
  const given = JSON.parse(text('options.json')) as {
    R_m: number;
    w_m: number;
    geometry: { mainBrush: { x_m: number } };
  };
  const truth = readTrajectory(text('truth.csv'), join(folder, 'truth.csv'));
  const estimate = readTrajectory(text('estimate.csv'), join(folder, 'estimate.csv'));
  if (truth.length === 0 || estimate.length === 0)
    throw new CliError(`${folder}: truth.csv or estimate.csv holds no pose`);
  const errors = poseErrors(truth, estimate);
  const pose = {
    atePosition_m: rms(errors.map(({ distance_m }) => distance_m)),
    ateYaw_rad: rms(errors.map(({ yaw_rad }) => yaw_rad)),
    worst_m: errors.reduce((worst, { distance_m }) => Math.max(worst, distance_m), 0),
    end_m: errors.at(-1)?.distance_m ?? Number.NaN,
  };
  // A run that was killed has no truth map yet: its poses can be scored all the same.
  const yamlPath = join(folder, 'truth_map.yaml');
  const coverage = existsSync(yamlPath)
    ? scoreRun(
        decodeMap(readMapYaml(text('truth_map.yaml'), yamlPath), readInput(join(folder, 'truth_map.pgm'), 'image')),
        truth,
        { bodyRadius_m: given.R_m, mainBrush: { width_m: given.w_m, x_m: given.geometry.mainBrush.x_m } },
      )
    : undefined;
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ ...coverage, ...pose, duration_s: truth[truth.length - 1].stamp_s })}\n`);
    return;
  }
  const lines = [
    coverage &&
      `coverage          ${(100 * coverage.coverage).toFixed(1)} % of ${coverage.reachableArea_m2.toFixed(1)} m², ${(100 * coverage.coverageFreeFloor).toFixed(1)} % of all free floor`,
    coverage && `driven            ${coverage.path_m.toFixed(1)} m, length ratio ${coverage.lambda.toFixed(2)}`,
    `pose error        RMS ${(100 * pose.atePosition_m).toFixed(1)} cm, ${((180 / Math.PI) * pose.ateYaw_rad).toFixed(2)}°; worst ${(100 * pose.worst_m).toFixed(1)} cm; end ${(100 * pose.end_m).toFixed(1)} cm`,
    coverage ? undefined : 'no truth_map: the run did not end; coverage cannot be scored',
  ];
  process.stdout.write(`${lines.filter(Boolean).join('\n')}\n`);
}

function poseErrors(
  truth: readonly StampedPose[],
  estimate: readonly StampedPose[],
): { distance_m: number; yaw_rad: number }[] {
  const T_world_map = truth[0].T;
  const buffer = new PoseBuffer(Number.MAX_VALUE);
  for (const { stamp_s, T } of truth) buffer.add(stamp_s, T);
  return estimate.flatMap(({ stamp_s, T }) => {
    const T_world_base = buffer.at(stamp_s);
    if (T_world_base === undefined) return [];
    const guess = compose(T_world_map, T);
    return [
      {
        distance_m: hypot(guess.x - T_world_base.x, guess.y - T_world_base.y),
        yaw_rad: Math.abs(angleDiff(guess.theta, T_world_base.theta)),
      },
    ];
  });
}

function rms(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}
