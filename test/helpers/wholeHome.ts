import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalGraph, type NodeFault, qos } from '@homebound/graph';
import { between } from '@homebound/math';
import type { ServiceType } from '@homebound/messages';
import { homebound_interfaces } from '@homebound/messages';
import { bodyNode, driveNode, missionNode, odometryNode, slamNode } from '@homebound/nodes';
import { defaultGeometry } from '@homebound/robot';
import { createSimulator, Referee, readSdf, type World } from '@homebound/sim';
import { root } from './homebound.ts';
import { type KnowingSlamOptions, knowingSlam } from './knowingSlam.ts';

export interface WholeHomeOptions {
  /** The studio when absent. */
  readonly world?: World;
  readonly seed?: number;
  /** The truth speaks in SLAM's place; SLAM itself when absent. */
  readonly knowing?: KnowingSlamOptions;
  /** Areas to keep out of, world frame, for the referee. */
  readonly noGo?: readonly Float64Array[];
}

/** A simulated home with the whole stack in it, and all that a test wants to see and do. */
export function wholeHome({ world = studio(), seed = 1, knowing, noGo }: WholeHomeOptions) {
  const simulator = createSimulator({ world, seed });
  const referee = new Referee({ world, geometry: defaultGeometry, noGo });
  const faults: NodeFault[] = [];
  const graph = new LocalGraph({ onFault: (fault) => faults.push(fault) });
  graph.add(bodyNode(simulator.body));
  graph.add(odometryNode(defaultGeometry));
  if (knowing === undefined) graph.add(slamNode(defaultGeometry, undefined));
  else graph.add(knowingSlam(world, simulator, knowing));
  graph.add(driveNode(defaultGeometry));
  graph.add(missionNode(defaultGeometry));
  /** One entry for each state that followed another, and all that was said. */
  const phases: string[] = [];
  const reasons: string[] = [];
  let last = homebound_interfaces.MissionState.create();
  graph.outside.subscribe(homebound_interfaces.MissionState, 'mission_state', qos.latched, (m) => {
    if (m.state !== last.state) phases.push(m.state);
    if (m.reason !== last.reason) reasons.push(m.reason);
    last = m;
  });
  let rooms: readonly homebound_interfaces.Room[] = [];
  graph.outside.subscribe(homebound_interfaces.Rooms, 'rooms', qos.latched, (m) => {
    rooms = m.rooms;
  });
  /** The room whose middle is nearest to a place of the world. */
  const roomNear = (x: number, y: number): homebound_interfaces.Room => {
    const at = between(world.T_world_start, { x, y, theta: 0 });
    const far = ({ centre_x, centre_y }: homebound_interfaces.Room) => Math.hypot(centre_x - at.x, centre_y - at.y);
    return [...rooms].sort((a, b) => far(a) - far(b))[0];
  };
  /** How fast the wheels turned in the air at most, half a second after they had come off the floor. */
  const inTheAir = { since_s: Number.NaN, wheelSpeed_mps: 0 };
  simulator.onStep((truth) => {
    referee.update(truth);
    if (!truth.lifted) inTheAir.since_s = Number.NaN;
    else if (Number.isNaN(inTheAir.since_s)) inTheAir.since_s = truth.stamp_s;
    else if (truth.stamp_s - inTheAir.since_s > 0.5)
      inTheAir.wheelSpeed_mps = Math.max(inTheAir.wheelSpeed_mps, truth.wheelSpeed_mps);
  });
  /** Calls a service and waits for its answer. */
  const call = <Req, Res>(type: ServiceType<Req, Res>, name: string, request: Partial<Req>): Res => {
    let answer: Res | undefined;
    graph.outside.client(type, name).call(request, (outcome) => {
      if (!outcome.ok) throw new Error(outcome.error.message);
      answer = outcome.value;
    });
    for (let k = 0; k < 100 && answer === undefined; k++) graph.runFor(0.1);
    if (answer === undefined) throw new Error(`${name} did not answer`);
    return answer;
  };
  const command = (name: string): void =>
    expect(call(homebound_interfaces.MissionCommand, 'mission_command', { command: name })).toMatchObject({
      accepted: true,
    });
  /** Until the mission is in one of the states, at most so long; the state that it is in then. */
  const runUntil = (limit_s: number, ...states: string[]): string => {
    const end_s = graph.now_s() + limit_s;
    while (graph.now_s() < end_s && !states.includes(last.state)) graph.runFor(0.5);
    return last.state;
  };
  return {
    world,
    graph,
    simulator,
    referee,
    inTheAir,
    faults,
    phases,
    reasons,
    roomNear,
    call,
    command,
    runUntil,
    state: () => last,
  };
}

function studio(): World {
  return readSdf(readFileSync(join(root, 'sim', 'worlds', 'studio.sdf'), 'utf8'));
}
