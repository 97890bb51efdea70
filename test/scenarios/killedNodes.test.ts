import { LocalGraph, qos } from '@homebound/graph';
import { homebound_interfaces } from '@homebound/messages';
import {
  bodyNode,
  type Checkpoint,
  type Checkpoints,
  driveNode,
  missionNode,
  odometryNode,
  presenceNode,
  slamNode,
} from '@homebound/nodes';
import { defaultGeometry } from '@homebound/robot';
import { createSimulator, initPhysics, Referee } from '@homebound/sim';
import { memoryKeeper } from '../../packages/cli/src/batch/memoryKeeper.ts';
import { smallRoom } from '../ros/smallRoom.ts';

type Thinking = 'odometry' | 'slam' | 'drive' | 'mission';

/** One node's checkpoint across processes; each `born` is a new process. */
class Kept<T> {
  #value: T | undefined;
  born(): Checkpoint<T> {
    let left = this.#value;
    return {
      take: () => {
        const taken = left;
        left = undefined;
        return taken;
      },
      keep: (value) => {
        this.#value = structuredClone(value);
      },
    };
  }
}

/** A robot whose nodes are killed and started again, as separate processes on ROS are. */
class KilledRobot {
  readonly graph = new LocalGraph({
    onFault: ({ node, where, error }) => this.faults.push(`${node} ${where} ${error}`),
  });
  readonly faults: string[] = [];
  readonly phases: string[] = [];
  readonly referee = new Referee({ world: smallRoom, geometry: defaultGeometry });
  state = homebound_interfaces.MissionState.create();
  readonly #kept = { odometry: new Kept<never>(), slam: new Kept<never>(), mission: new Kept<never>() };
  readonly #maps = memoryKeeper('small room');
  readonly #isKept: boolean;

  /** @param isKept  whether what is killed goes on from what it left */
  constructor(isKept: boolean) {
    this.#isKept = isKept;
    const simulator = createSimulator({ world: smallRoom, seed: 1 });
    simulator.onStep((truth) => this.referee.update(truth));
    this.graph.add(bodyNode(simulator.body));
    for (const name of ['odometry', 'slam', 'drive', 'mission'] as const) this.#add(name);
    this.graph.add(presenceNode());
    this.graph.outside.subscribe(homebound_interfaces.MissionState, 'mission_state', qos.latched, (m) => {
      if (m.state !== this.state.state) this.phases.push(m.state);
      this.state = m;
    });
  }

  #add(name: Thinking): void {
    const { graph } = this;
    const { odometry, slam, mission }: Checkpoints = this.#isKept
      ? { odometry: this.#kept.odometry.born(), slam: this.#kept.slam.born(), mission: this.#kept.mission.born() }
      : {};
    if (name === 'odometry') graph.add(odometryNode(defaultGeometry, odometry));
    if (name === 'slam') graph.add(slamNode(defaultGeometry, this.#isKept ? this.#maps : undefined, slam));
    if (name === 'drive') graph.add(driveNode(defaultGeometry));
    if (name === 'mission') graph.add(missionNode(defaultGeometry, undefined, mission));
  }

  start(): void {
    this.graph.runFor(2);
    this.graph.outside
      .client(homebound_interfaces.MissionCommand, 'mission_command')
      .call({ command: 'start' }, () => {});
  }

  /** As a supervisor does: started again two seconds later. */
  kill(...names: Thinking[]): void {
    for (const name of names) this.graph.kill(name);
    this.graph.runFor(2);
    for (const name of names) this.#add(name);
  }

  /** Until the job is over, or the time. */
  toEnd(limit_s: number): void {
    const end_s = this.graph.now_s() + limit_s;
    while (!['finished', 'stopped', 'stuck'].includes(this.state.state) && this.graph.now_s() < end_s)
      this.graph.runFor(1);
  }
}

beforeAll(initPhysics);

test.each<Thinking[]>([['mission'], ['slam'], ['odometry'], ['drive'], ['odometry', 'slam', 'drive', 'mission']])(
  'killed in the middle of a job and started again, the job ends docked: %s',
  (...names) => {
    const robot = new KilledRobot(true);
    robot.start();
    for (let i = 0; i < 3; i++) {
      robot.graph.runFor(50);
      robot.kill(...names);
    }
    robot.toEnd(900);
    expect(robot.state).toMatchObject({ state: 'finished', job: 1 });
    expect(robot.referee.score()).toMatchObject({ docked: true, cliffFalls: 0 });
    expect(robot.referee.score().coverage).toBeGreaterThan(0.9);
    expect(robot.faults).toEqual([]);
  },
  60_000,
);

test('without what it left, a killed mission knows of no job', () => {
  const robot = new KilledRobot(false);
  robot.start();
  robot.graph.runFor(50);
  robot.kill('mission');
  robot.toEnd(120);
  expect(robot.state.state).toBe('idle');
});

test('what was paused is not gone on with by itself', () => {
  const robot = new KilledRobot(true);
  robot.start();
  robot.graph.runFor(60);
  const commands = robot.graph.outside.client(homebound_interfaces.MissionCommand, 'mission_command');
  commands.call({ command: 'pause' }, () => {});
  robot.graph.runFor(3);
  const before = robot.state;
  robot.kill('mission');
  robot.toEnd(60);
  expect(robot.state.state).toBe('paused');
  expect(robot.state.driven_length).toBeCloseTo(before.driven_length, 1);
  commands.call({ command: 'resume' }, () => {});
  robot.toEnd(600);
  expect(robot.state.state).toBe('finished');
});
