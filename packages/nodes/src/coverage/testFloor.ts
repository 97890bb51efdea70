import { LocalGraph, type NodeDefinition, type NodeFault, type Outcome, qos } from '@homebound/graph';
import type { OccupancyGrid } from '@homebound/grid';
import type { SE2 } from '@homebound/math';
import { type ActionType, nav_msgs, type ServiceType, tf2_msgs } from '@homebound/messages';
import { transformToMessage, yawToQuaternion } from '../convert.ts';
import { gridToMessage } from '../mapPublisher.ts';
import { testRoomMap } from '../testMission.ts';

export { testRoomMap };

/** A graph with one node under test, and what a robot on it would say: for tests. */
export class TestFloor {
  readonly faults: NodeFault[] = [];
  readonly graph = new LocalGraph({ onFault: (fault) => this.faults.push(fault) });
  readonly #maps = this.graph.outside.publisher(nav_msgs.OccupancyGrid, 'map', qos.latched);
  readonly #tf = this.graph.outside.publisher(tf2_msgs.TFMessage, 'tf', qos.tf);

  constructor(...nodes: readonly NodeDefinition[]) {
    for (const node of nodes) this.graph.add(node);
  }

  publishMap(map: OccupancyGrid = testRoomMap(), frame_id = 'map', yaw_rad = 0): void {
    const message = nav_msgs.OccupancyGrid.canonical(gridToMessage(0, map, frame_id));
    message.info.origin.orientation = yawToQuaternion(yaw_rad);
    this.#maps.publish(message);
  }

  /** map → odom → base_footprint → base_link, where `odom` was 1 m beside. */
  publishPose(T_map_base: SE2, stamp_s = this.graph.now_s()): void {
    const { x, y, theta } = T_map_base;
    this.#tf.publish({
      transforms: [
        transformToMessage(stamp_s, 'map', 'odom', { x: 1, y: 0, theta: 0 }),
        transformToMessage(stamp_s, 'odom', 'base_footprint', { x: x - 1, y, theta }),
        transformToMessage(stamp_s, 'base_footprint', 'base_link', { x: 0, y: 0, theta: 0 }),
      ],
    });
  }

  /** Sends a goal and runs until it has ended, for `limit_s` at most. */
  act<G, R, F>(type: ActionType<G, R, F>, name: string, goal: Partial<G>, limit_s = 120) {
    let end: Outcome<{ status: string; result: R }> | undefined;
    const feedback: F[] = [];
    const sent = this.graph.outside.actionClient(type, name).send(
      goal,
      (outcome) => {
        end = outcome;
      },
      (told) => feedback.push(told),
    );
    const run = (): { status: string; result: R; feedback: F[] } => {
      const end_s = this.graph.now_s() + limit_s;
      while (end === undefined && this.graph.now_s() < end_s) this.graph.runFor(0.05);
      if (end === undefined) throw new Error(`${name} did not end within ${limit_s} s`);
      if (!end.ok) throw new Error(`${name}: ${end.error.code} ${end.error.message}`);
      return { ...end.value, feedback };
    };
    return { run, cancel: () => sent.cancel() };
  }

  call<Req, Res>(type: ServiceType<Req, Res>, name: string, request: Partial<Req>): Res {
    let answer: Outcome<Res> | undefined;
    this.graph.outside.client(type, name).call(request, (outcome) => {
      answer = outcome;
    });
    for (let k = 0; k < 100 && answer === undefined; k++) this.graph.runFor(0.1);
    if (answer === undefined || !answer.ok) throw new Error(`${name} did not answer: ${JSON.stringify(answer)}`);
    return answer.value;
  }
}
