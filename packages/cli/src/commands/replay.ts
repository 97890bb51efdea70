import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { encodeMap, mapPicture, writeTrajectory } from '@homebound/formats';
import { LocalGraph, qos, Recording, replayInto } from '@homebound/graph';
import type { StampedPose } from '@homebound/math';
import { fromStamp, geometry_msgs, map_msgs, nav_msgs } from '@homebound/messages';
import { addThinking, inputTopics, MapAssembler, poseFromMessage } from '@homebound/nodes';
import { defaultGeometry } from '@homebound/robot';
import { CliError } from '../errors.ts';
import { makeFolder, readInput, writeWhole } from '../files.ts';
import { decompress, zstdReady } from '../zstd.ts';

export interface ReplayCommandOptions {
  readonly out?: string;
  readonly json?: boolean;
}

/** Time after the last message in which nodes may still answer, s. */
const TAIL_S = 1;

/** `homebound replay`: recorded sensors through the same nodes; every answer of SLAM is compared with the recorded one. */
export async function replay(path: string, options: ReplayCommandOptions): Promise<void> {
  await zstdReady;
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, 'recording.mcap') : path;
  const recording = new Recording(readInput(file, 'recording'), { decompress });
  const graph = new LocalGraph({ epoch_s: recording.epoch_s });
  const resolution = resolutionOf(join(dirname(file), 'options.json'));
  addThinking(graph, defaultGeometry, resolution === undefined ? {} : { slam: { resolution } });
  const poses: StampedPose[] = [];
  const answers: Uint8Array[] = [];
  const map = new MapAssembler();
  graph.outside.subscribe(geometry_msgs.PoseWithCovarianceStamped, 'pose', qos.reliable, (m) => {
    poses.push({ stamp_s: fromStamp(m.header.stamp), T: poseFromMessage(m.pose.pose) });
    answers.push(geometry_msgs.PoseWithCovarianceStamped.encode(m));
  });
  graph.outside.subscribe(nav_msgs.OccupancyGrid, 'map', qos.latched, (m) => map.addWhole(m));
  graph.outside.subscribe(map_msgs.OccupancyGridUpdate, 'map_updates', qos.reliable, (m) => {
    map.addUpdate(m);
  });
  const run = replayInto(graph, recording, { topics: inputTopics });
  while (!run.done && graph.next_s() !== undefined) graph.step();
  graph.runFor(TAIL_S);
  if (run.messages === 0) throw new CliError(`${file}: none of its topics is one of ${inputTopics.join(', ')}`);
  if (run.problem !== undefined) process.stderr.write(`warning: ${file}: ${run.problem}\n`);
  const recorded = [...recording.messages(['pose'])].map(({ data }) => data);
  const result = {
    messages: run.messages,
    poses: poses.length,
    recordedPoses: recorded.length,
    same: sameAnswers(recorded, answers),
  };
  if (options.out !== undefined) write(options.out, poses, map);
  graph.shutdown();
  if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else
    process.stdout.write(
      `${result.messages} messages replayed, ${result.poses} poses; ` +
        (recorded.length === 0
          ? 'the recording holds no poses to compare\n'
          : result.same
            ? 'the same bits as in the run\n'
            : 'NOT the same as in the run\n'),
    );
  if (recorded.length > 0 && !result.same) process.exitCode = 1;
}

/**
 * Whether the nodes answered as they were recorded to, each answer bit for bit. One answer may be missing in the recording: the
 * run may have been stopped between a scan and its answer. None may be missing in the replay.
 */
export function sameAnswers(recorded: readonly Uint8Array[], answers: readonly Uint8Array[]): boolean {
  const unrecorded = answers.length - recorded.length;
  return (
    recorded.length > 0 &&
    (unrecorded === 0 || unrecorded === 1) &&
    recorded.every((bytes, i) => sameBytes(bytes, answers[i]))
  );
}

/** The map's cell size in the run that a recording belongs to, when it was not the default. */
function resolutionOf(path: string): number | undefined {
  if (!existsSync(path)) return undefined;
  const { resolution_m } = JSON.parse(new TextDecoder().decode(readInput(path, 'options'))) as {
    resolution_m?: unknown;
  };
  return typeof resolution_m === 'number' ? resolution_m : undefined;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function write(out: string, poses: readonly StampedPose[], { grid }: MapAssembler): void {
  makeFolder(out);
  writeWhole(join(out, 'estimate.csv'), writeTrajectory(poses));
  if (grid === undefined) return;
  const files = encodeMap(grid, 'map.pgm');
  writeWhole(join(out, 'map.pgm'), files.pgm);
  writeWhole(join(out, 'map.yaml'), files.yaml);
  writeWhole(join(out, 'map.png'), mapPicture(grid, { trajectory: poses }));
}
