import { type GoalHandle, type NodeDefinition, type Publisher, qos, type Timer } from '@homebound/graph';
import { homebound_interfaces, nav_msgs, toStamp, visualization_msgs } from '@homebound/messages';
import { header } from '../convert.ts';
import { inSlices } from '../inSlices.ts';
import { listenToTf } from '../listenToTf.ts';
import type { TfTree } from '../tfTree.ts';
import { whereInstalled } from '../whereInstalled.ts';
import { CoverageFloor } from './coverageFloor.ts';
import { bodyOf, type CoverageNode, coverageParameters } from './coverageParameters.ts';
import { coverageResult } from './coverageResult.ts';
import { serveRooms } from './coverageRooms.ts';
import { HeardMap, type PlannableMap } from './heardMap.ts';
import { type CoverageStage, type PlannedCoverage, planCoverageGoal, type WayFigures } from './planCoverageGoal.ts';
import { Refusal } from './refusal.ts';
import { roomMarkers } from './roomMarkers.ts';
import { givenPlace, robotPlace } from './whereIs.ts';

type Handle = GoalHandle<
  homebound_interfaces.ComputeCoveragePath_Goal,
  homebound_interfaces.ComputeCoveragePath_Result,
  homebound_interfaces.ComputeCoveragePath_Feedback
>;

/** The goal that is being planned. */
interface Work {
  readonly handle: Handle;
  readonly begun_s: number;
  told_s: number;
  stage: CoverageStage | undefined;
  timer: Timer | undefined;
}

const Result = homebound_interfaces.ComputeCoveragePath_Result;
/** Between two words about how planning gets on, s. */
const TELL_S = 0.25;

/**
 * A way that sweeps the floor of whatever map this graph has: the action `compute_coverage_path`, services `get_rooms`, `coverage/edit_rooms`,
 * `coverage/set_restrictions`; map, map_updates, tf, tf_static → coverage_path (latched), coverage_rooms (latched markers).
 * It drives nothing: a controller follows the path. A newer goal takes the place of the one under way.
 */
export const coverageNode: NodeDefinition<typeof coverageParameters> = {
  name: 'coverage',
  parameters: coverageParameters,
  latency_s: 0.05,
  start: (node) => new CoverageServer(node).start(),
};

class CoverageServer {
  readonly #node: CoverageNode;
  readonly #tf: TfTree;
  readonly #map: HeardMap;
  readonly #floor: CoverageFloor;
  readonly #path;
  /** None where ROS has no markers. */
  readonly #markers: Publisher<visualization_msgs.MarkerArray> | undefined;
  #work: Work | undefined;

  constructor(node: CoverageNode) {
    this.#node = node;
    this.#floor = new CoverageFloor(bodyOf(node.parameters));
    this.#path = node.publisher(nav_msgs.Path, 'coverage_path', qos.latched);
    // What is only to be looked at must not keep anybody from a way.
    this.#markers = whereInstalled(node, 'coverage_rooms', () =>
      node.publisher(visualization_msgs.MarkerArray, 'coverage_rooms', qos.latched),
    );
    this.#tf = listenToTf(node);
    let isFirst = true;
    this.#map = new HeardMap(node, node.parameters.map_subscribe_transient_local, () => {
      // Later maps are divided when somebody asks for them: it takes a tenth of a second.
      if (isFirst) this.#showRooms();
      isFirst = false;
    });
  }

  start(): () => void {
    serveRooms({ node: this.#node, map: this.#map, floor: this.#floor, onChange: () => this.#showRooms() });
    this.#node.actionServer(homebound_interfaces.ComputeCoveragePath, 'compute_coverage_path', {
      execute: (handle) => this.#begin(handle),
      cancel: (handle) => {
        if (this.#work?.handle === handle) this.#drop();
        handle.canceled({ error_code: Result.NONE, error_msg: 'Cancelled.' });
      },
    });
    return () => this.#drop();
  }

  #begin(handle: Handle): void {
    const before = this.#drop();
    before?.abort({ error_code: Result.UNKNOWN, error_msg: 'A newer goal took over.' });
    const begun_s = this.#node.now_s();
    const work: Work = { handle, begun_s, told_s: begun_s, stage: undefined, timer: undefined };
    this.#work = work;
    try {
      const map = this.#map.get();
      if (typeof map === 'string') throw new Refusal(Result.NO_MAP, map);
      const planning = this.#planned(work, map);
      const timer = inSlices(this.#node, planning, (planned) => this.#end(work, map, planned));
      if (this.#work === work) work.timer = timer;
    } catch (error) {
      this.#fail(work, error);
    }
  }

  /** What planning throws ends the goal, and is not thrown on from a timer. */
  *#planned(work: Work, map: PlannableMap): Generator<undefined, PlannedCoverage | { readonly error: unknown }> {
    try {
      const { goal } = work.handle;
      const start = this.#startOf(goal, map);
      const isTimeUp = (): boolean =>
        goal.max_planning_time > 0 && this.#node.now_s() - work.begun_s >= goal.max_planning_time;
      const tell = (stage: CoverageStage, way?: () => WayFigures): void => this.#tell(work, stage, way);
      return yield* planCoverageGoal(goal, { floor: this.#floor, map, start, isTimeUp, tell });
    } catch (error) {
      return { error };
    }
  }

  #startOf(goal: Handle['goal'], { frame_id }: PlannableMap) {
    const { base_frame, transform_tolerance } = this.#node.parameters;
    const place = goal.use_start
      ? givenPlace(this.#tf, frame_id, goal.start)
      : robotPlace(this.#tf, frame_id, base_frame, this.#node.now_s(), transform_tolerance);
    if ('T_map_base' in place) return place.T_map_base;
    const what = goal.use_start ? "the goal's start" : 'the robot';
    throw new Refusal(Result.TF_ERROR, `it is not known where ${what} is: ${place.problem}`);
  }

  #tell(work: Work, stage: CoverageStage, way: () => WayFigures = () => ({ length: 0, time: 0 })): void {
    const now_s = this.#node.now_s();
    if (stage === work.stage && now_s - work.told_s < TELL_S) return;
    work.told_s = now_s;
    work.stage = stage;
    work.handle.feedback({ stage, ...way() });
  }

  #end(work: Work, map: PlannableMap, planned: PlannedCoverage | { readonly error: unknown }): void {
    if (this.#work !== work) return;
    if ('error' in planned) return this.#fail(work, planned.error);
    this.#work = undefined;
    const { goal } = work.handle;
    const stamp_s = this.#node.now_s();
    const result = coverageResult(planned.request, planned.plan, planned.report, {
      frame_id: map.frame_id,
      stamp_s,
      spacing_m: goal.spacing > 0 ? goal.spacing : this.#node.parameters.path_spacing,
      splitsAtTurns: goal.split_at_turns,
    });
    const planning_time = toStamp(stamp_s - work.begun_s);
    this.#path.publish(result.path ?? {});
    this.#showRooms();
    work.handle.succeed({ ...result, planning_time });
  }

  #fail(work: Work, error: unknown): void {
    if (this.#work === work) this.#work = undefined;
    const isAsked = error instanceof Refusal || error instanceof RangeError;
    const error_msg = error instanceof Error ? error.message : String(error);
    if (!isAsked) this.#node.log('error', error instanceof Error ? (error.stack ?? error_msg) : error_msg);
    const error_code =
      error instanceof Refusal ? error.code : error instanceof RangeError ? Result.INVALID_REQUEST : Result.UNKNOWN;
    const planning_time = toStamp(this.#node.now_s() - work.begun_s);
    work.handle.abort({ error_code, error_msg, planning_time });
  }

  #drop(): Handle | undefined {
    const work = this.#work;
    this.#work = undefined;
    work?.timer?.cancel();
    return work?.handle;
  }

  #showRooms(): void {
    const map = this.#map.get();
    if (typeof map === 'string' || this.#markers === undefined) return;
    const told = header(this.#node.now_s(), map.frame_id);
    this.#markers.publish({ markers: roomMarkers(this.#floor.homeOn(map), told) });
  }
}
