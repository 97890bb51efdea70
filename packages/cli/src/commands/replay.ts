import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { encodeMap, mapPicture, writeTrajectory } from '@homebound/formats';
import { type Bag, LocalGraph, qos, replayInto } from '@homebound/graph';
import type { StampedPose } from '@homebound/math';
import {
  fromStamp,
  geometry_msgs,
  homebound_interfaces,
  map_msgs,
  nav_msgs,
  rcl_interfaces,
  sensor_msgs,
  tf2_msgs,
} from '@homebound/messages';
import {
  addThinking,
  answerTopics,
  inputTopics,
  MapAssembler,
  type MapKeeper,
  type PrivacyKeeper,
  poseFromMessage,
  slamNode,
} from '@homebound/nodes';
import { defaultGeometry } from '@homebound/robot';
import { AnswerLog } from '../answerLog.ts';
import { framesIn } from '../bagFrames.ts';
import { CliError } from '../errors.ts';
import { makeFolder, readInput, writeWhole } from '../files.ts';
import { copiedFloors, MAPS_BEFORE } from '../keptMaps.ts';
import { folderOf, openBag, type Remap, warnOnStderr } from '../openBag.ts';
import { whyNoScans } from '../readBag.ts';
import { depthHint, hasDepth, type SeenInBag, seenInBag, seenWords } from '../replayEye.ts';
import { zstdReady } from '../zstd.ts';

export interface ReplayCommandOptions {
  readonly out?: string;
  readonly remap?: readonly Remap[];
  readonly json?: boolean;
}

/** The maps that the recorded robot knew; it saves as it did then, to nowhere. */
function mapsBefore(folder: string, resolution_m: number | undefined): MapKeeper | undefined {
  const maps = join(folder, MAPS_BEFORE);
  if (!existsSync(maps)) return undefined;
  const nowhere = (): void => undefined;
  return { floors: copiedFloors(maps, resolution_m), save: nowhere, keepHome: nowhere, keepDismissals: nowhere };
}

/** Time after the last message in which nodes may still answer, s. */
const TAIL_S = 1;

/**
 * `homebound replay`: recorded sensors through the same nodes; what they answer is compared with what was recorded of a LocalGraph. Of any
 * other robot, SLAM alone hears scans and odometry, and the eye its depth pictures.
 */
export async function replay(path: string, options: ReplayCommandOptions): Promise<void> {
  await zstdReady;
  const bag = openBag(path, options);
  const isOurs = isOfOurRobot(bag);
  const seen = !isOurs && hasDepth(bag) ? seenInBag(bag, (text) => warnOnStderr(`${path}: ${text}`)) : undefined;
  if (seen !== undefined && !bag.topics.has('scan')) return tellSeen(seen, options);
  const graph = new LocalGraph({ epoch_s: bag.epoch_s });
  if (isOurs) addOurRobot(graph, bag, folderOf(path));
  else addSlam(graph, bag, path);
  const heard = new Heard(graph);
  const topics = isOurs ? inputTopics : ['scan', 'odom', 'tf'];
  const run = replayInto(graph, bag, { topics });
  while (!run.done && graph.next_s() !== undefined) graph.step();
  graph.runFor(TAIL_S);
  if (run.messages === 0) throw new CliError(`${path}: none of its topics is one of ${topics.join(', ')}`);
  if (run.problem !== undefined) warnOnStderr(`${path}: ${run.problem}`);
  // On a real graph messages arrived as chance had it: only a LocalGraph says the same again.
  const result = heard.compare(bag, run.messages, bag.isOfOurGraph);
  if (options.out !== undefined) heard.write(options.out);
  graph.shutdown();
  if (options.json) process.stdout.write(`${JSON.stringify({ ...result, ...(seen && { seen }) })}\n`);
  else process.stdout.write(`${result.messages} messages replayed, ${result.poses} poses; ${words(result)}\n`);
  if (!options.json && seen !== undefined) tellSeen(seen, options);
  if (result.answers > 0 && !result.same) process.exitCode = 1;
}

function tellSeen(seen: SeenInBag, { json }: ReplayCommandOptions): void {
  process.stdout.write(`${json ? JSON.stringify({ seen }) : seenWords(seen)}\n`);
}

/** Whether it holds what our nodes think with from the wheels up. */
function isOfOurRobot({ topics }: Bag): boolean {
  const isSafe = topics.get('safety')?.type === homebound_interfaces.Safety.name;
  return isSafe && topics.has('joint_states') && topics.has('imu');
}

function addOurRobot(graph: LocalGraph, bag: Bag, folder: string): void {
  const resolution = resolutionOf(join(folder, 'options.json'));
  const overrides = resolution === undefined ? {} : { slam: { resolution } };
  addThinking(graph, defaultGeometry, overrides, mapsBefore(folder, resolution), switchedOnBefore(bag));
}

/** Whether the household had switched the camera on before, as the robot said first; undefined where it had not. */
function switchedOnBefore(bag: Bag): PrivacyKeeper | undefined {
  for (const { data } of bag.messages(['camera_permit'])) {
    if (!homebound_interfaces.CameraPermit.decode(data).is_on) return undefined;
    return { load: () => ({ isOff: false, atRobot: false, cameraIsOn: true }), save: () => undefined };
  }
  return undefined;
}

function addSlam(graph: LocalGraph, bag: Bag, path: string): void {
  if (bag.topics.get('scan')?.type !== sensor_msgs.LaserScan.name)
    throw new CliError(`${path}: ${whyNoScans(bag)}${depthHint(bag)}`);
  const { odom, base } = framesIn(bag);
  graph.add(slamNode(), { odom_frame: odom, base_frame: base });
  // Static transforms hold for all time, whenever the recorder came to hear of them.
  const fixed: geometry_msgs.TransformStamped[] = [];
  for (const { data } of bag.messages(['tf_static'])) fixed.push(...tf2_msgs.TFMessage.decode(data).transforms);
  graph.outside.publisher(tf2_msgs.TFMessage, 'tf_static', qos.latched).publish({ transforms: fixed });
  graph.outside.subscribe(rcl_interfaces.Log, 'rosout', qos.reliable, ({ level, name, msg }) => {
    if (level >= rcl_interfaces.Log.WARN) warnOnStderr(`${name}: ${msg}`);
  });
}

const answered = new Set<string>(answerTopics);

/** What the nodes said in a replay. */
class Heard {
  readonly #poses: StampedPose[] = [];
  readonly #map = new MapAssembler();
  readonly #answers = new AnswerLog();

  constructor(graph: LocalGraph) {
    graph.tap(({ topic, type }, message) => {
      if (answered.has(topic)) this.#answers.add(topic, graph.now_ns(), type.encode(message));
    });
    graph.outside.subscribe(geometry_msgs.PoseWithCovarianceStamped, 'pose', qos.reliable, (m) => {
      this.#poses.push({ stamp_s: fromStamp(m.header.stamp), T: poseFromMessage(m.pose.pose) });
    });
    graph.outside.subscribe(nav_msgs.OccupancyGrid, 'map', qos.latched, (m) => this.#map.addWhole(m));
    graph.outside.subscribe(map_msgs.OccupancyGridUpdate, 'map_updates', qos.reliable, (m) => {
      this.#map.addUpdate(m);
    });
  }

  compare(bag: Bag, messages: number, isComparable: boolean) {
    const recorded = new AnswerLog();
    if (isComparable)
      for (const { channel, time_ns, data } of bag.messages([...answered])) recorded.add(channel.topic, time_ns, data);
    const differing = recorded.size > 0 ? recorded.differing(this.#answers) : [];
    return {
      messages,
      poses: this.#poses.length,
      answers: recorded.size,
      differing,
      same: recorded.size > 0 && differing.length === 0,
    };
  }

  write(out: string): void {
    makeFolder(out);
    writeWhole(join(out, 'estimate.csv'), writeTrajectory(this.#poses));
    const { grid } = this.#map;
    if (grid === undefined) return;
    const files = encodeMap(grid, 'map.pgm');
    writeWhole(join(out, 'map.pgm'), files.pgm);
    writeWhole(join(out, 'map.yaml'), files.yaml);
    writeWhole(join(out, 'map.png'), mapPicture(grid, { trajectory: this.#poses }));
  }
}

function words({ answers, differing }: { answers: number; differing: readonly string[] }): string {
  if (answers === 0) return 'the recording holds no answers to compare';
  if (differing.length > 0) return `NOT the same as in the run: ${differing.join(', ')}`;
  return `all ${answers} recorded answers come out again, the same bits as in the run`;
}

/** The map's cell size in the run that a recording belongs to, when it was not the default. */
function resolutionOf(path: string): number | undefined {
  if (!existsSync(path)) return undefined;
  const { resolution_m } = JSON.parse(new TextDecoder().decode(readInput(path, 'options'))) as {
    resolution_m?: unknown;
  };
  return typeof resolution_m === 'number' ? resolution_m : undefined;
}
