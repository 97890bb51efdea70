import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { encodeMap, mapPicture, writeTrajectory } from '@homebound/formats';
import { LocalGraph, qos, Recording, replayInto } from '@homebound/graph';
import type { StampedPose } from '@homebound/math';
import { fromStamp, geometry_msgs, map_msgs, nav_msgs } from '@homebound/messages';
import {
  addThinking,
  answerTopics,
  inputTopics,
  MapAssembler,
  type MapKeeper,
  poseFromMessage,
} from '@homebound/nodes';
import { defaultGeometry } from '@homebound/robot';
import { AnswerLog } from '../answerLog.ts';
import { CliError } from '../errors.ts';
import { MAX_RECORDING_BYTES, makeFolder, readInput, writeWhole } from '../files.ts';
import { copiedFloors, MAPS_BEFORE } from '../keptMaps.ts';
import { boundedZstd, zstdReady } from '../zstd.ts';

export interface ReplayCommandOptions {
  readonly out?: string;
  readonly json?: boolean;
}

/** The maps that the recorded robot knew; it saves as it did then, to nowhere. */
function mapsBefore(folder: string, resolution_m: number | undefined): MapKeeper | undefined {
  const maps = join(folder, MAPS_BEFORE);
  if (!existsSync(maps)) return undefined;
  return { floors: copiedFloors(maps, resolution_m), save: () => undefined, keepHome: () => undefined };
}

/** Time after the last message in which nodes may still answer, s. */
const TAIL_S = 1;

/** `homebound replay`: recorded sensors through the same nodes; every answer of SLAM is compared with the recorded one. */
export async function replay(path: string, options: ReplayCommandOptions): Promise<void> {
  await zstdReady;
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, 'recording.mcap') : path;
  const recording = new Recording(readInput(file, 'recording', MAX_RECORDING_BYTES), { decompress: boundedZstd(file) });
  const graph = new LocalGraph({ epoch_s: recording.epoch_s });
  const resolution = resolutionOf(join(dirname(file), 'options.json'));
  const overrides = resolution === undefined ? {} : { slam: { resolution } };
  addThinking(graph, defaultGeometry, overrides, mapsBefore(dirname(file), resolution));
  const poses: StampedPose[] = [];
  const answers = new AnswerLog();
  graph.tap(({ topic, type }, message) => {
    if (answered.has(topic)) answers.add(topic, graph.now_ns(), type.encode(message));
  });
  const map = new MapAssembler();
  graph.outside.subscribe(geometry_msgs.PoseWithCovarianceStamped, 'pose', qos.reliable, (m) => {
    poses.push({ stamp_s: fromStamp(m.header.stamp), T: poseFromMessage(m.pose.pose) });
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
  const recorded = new AnswerLog();
  for (const { channel, time_ns, data } of recording.messages([...answered]))
    recorded.add(channel.topic, time_ns, data);
  const differing = recorded.differing(answers);
  const result = {
    messages: run.messages,
    poses: poses.length,
    answers: recorded.size,
    differing,
    same: recorded.size > 0 && differing.length === 0,
  };
  if (options.out !== undefined) write(options.out, poses, map);
  graph.shutdown();
  if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else process.stdout.write(`${result.messages} messages replayed, ${result.poses} poses; ${words(result)}\n`);
  if (recorded.size > 0 && !result.same) process.exitCode = 1;
}

function words({ answers, differing }: { answers: number; differing: readonly string[] }): string {
  if (answers === 0) return 'the recording holds no answers to compare';
  if (differing.length > 0) return `NOT the same as in the run: ${differing.join(', ')}`;
  return `all ${answers} recorded answers come out again, the same bits as in the run`;
}

const answered = new Set<string>(answerTopics);

/** The map's cell size in the run that a recording belongs to, when it was not the default. */
function resolutionOf(path: string): number | undefined {
  if (!existsSync(path)) return undefined;
  const { resolution_m } = JSON.parse(new TextDecoder().decode(readInput(path, 'options'))) as {
    resolution_m?: unknown;
  };
  return typeof resolution_m === 'number' ? resolution_m : undefined;
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
