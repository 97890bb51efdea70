import { LocalGraph, qos } from '@homebound/graph';
import { homebound_interfaces } from '@homebound/messages';
import { addRobot } from '@homebound/nodes';
import type { RobotBody } from '@homebound/robot';
import { createSimulator, initPhysics, type Truth } from '@homebound/sim';
import { smallRoom } from '../ros/smallRoom.ts';

beforeAll(initPhysics);

/** A body at the other end of a link: while it is cut nothing comes from the body, and nothing gets there. */
function farBody(body: RobotBody): { body: RobotBody; cut(isCut: boolean): void } {
  let isCut = false;
  const unless =
    <A extends unknown[]>(act: (...args: A) => void) =>
    (...args: A) => {
      if (!isCut) act(...args);
    };
  return {
    body: {
      ...body,
      poll: (now_s) => {
        const records = body.poll(now_s);
        return isCut ? [] : records;
      },
      drive: unless(body.drive),
      clean: unless(body.clean),
      sign: unless(body.sign),
    },
    cut(whether) {
      isCut = whether;
    },
  };
}

/** A job in a small room, half a minute after it was begun. */
function atWork() {
  const simulator = createSimulator({ world: smallRoom, seed: 1 });
  const far = farBody(simulator.body);
  const graph = new LocalGraph();
  addRobot(graph, far.body);
  let state = homebound_interfaces.MissionState.create();
  graph.outside.subscribe(homebound_interfaces.MissionState, 'mission_state', qos.latched, (m) => {
    state = m;
  });
  graph.runFor(5);
  graph.outside.client(homebound_interfaces.MissionCommand, 'mission_command').call({ command: 'start' }, () => {});
  graph.runFor(30);
  return { simulator, graph, cut: far.cut, state: () => state };
}

const stands = ({ v_mps, w_radps }: Truth): boolean => Math.abs(v_mps) < 0.01 && Math.abs(w_radps) < 0.02;

// Of a minute the mission makes rests, of 10 s a lost place, of 10 min a call for help: the job goes on after each by itself.
test.each([4, 60, 700])(
  'a link to the body that is away for %d s stops the robot, and its job goes on by itself',
  (outage_s) => {
    const { simulator, graph, cut, state } = atWork();
    expect(state().state).toBe('cleaning');
    expect(stands(simulator.truth())).toBe(false);
    const before_m2 = state().cleaned_area;

    cut(true);
    // The body's own time limit, 0.5 s, and 0.25 s to brake from full speed.
    graph.runFor(0.8);
    const stopped = simulator.truth();
    expect(stands(stopped)).toBe(true);
    graph.runFor(outage_s - 0.8);
    const { T_world_base } = simulator.truth();
    expect(Math.hypot(T_world_base.x - stopped.T_world_base.x, T_world_base.y - stopped.T_world_base.y)).toBeLessThan(
      0.001,
    );

    cut(false);
    graph.runFor(60);
    expect(state().state).toBe('cleaning');
    expect(state().cleaned_area).toBeGreaterThan(before_m2 + 0.5);
    expect(simulator.truth().contacts).toEqual([]);
    graph.shutdown();
    simulator.free();
  },
);
