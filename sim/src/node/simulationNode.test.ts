import { LocalGraph, Pace, PacedTime, type PaceHost, qos, type TimeControl } from '@homebound/graph';
import { homebound_interfaces, type ServiceType, simulation_interfaces as sim } from '@homebound/messages';
import { initPhysics } from '../physics/planarWorld.ts';
import { builtInWorlds, SimulationRun, type WorldSource } from '../run/simulationRun.ts';
import { simulationNode } from './simulationNode.ts';

beforeAll(initPhysics);

/** A host whose time is only what is slept. */
class FakeHost implements PaceHost {
  time_s = 0;
  now_s(): number {
    return this.time_s;
  }
  async sleep(duration_s: number): Promise<void> {
    this.time_s += duration_s;
  }
  async pause(): Promise<void> {
    this.time_s += 1e-4;
  }
}

/** The simulator alone on a graph, with a body that is polled. */
class Rig {
  readonly host = new FakeHost();
  readonly graph = new LocalGraph({ onFault: ({ where, error }) => this.faults.push(`${where}: ${error}`) });
  readonly pace = new Pace(this.graph, this.host, { speed: 1 });
  readonly run = new SimulationRun();
  readonly faults: string[] = [];
  polls = 0;
  hasQuit = false;

  constructor(initial_state = 'paused', world = 'S1') {
    const time = new PacedTime(this.graph, this.pace, 0.02);
    const quit = (): void => {
      this.hasQuit = true;
    };
    this.graph.add(simulationNode({ run: this.run, time: () => time, quit }), { world, initial_state });
    this.graph.add({
      name: 'body',
      parameters: {},
      latency_s: 0,
      start: (node) => {
        node.timer(0.02, () => {
          this.polls++;
          this.run.body.poll(node.now_s());
        });
        return undefined;
      },
    });
  }

  async call<Req, Res>(type: ServiceType<Req, Res>, request: Partial<Req> = {}): Promise<Res> {
    let answer: Res | undefined;
    this.graph.start();
    const name = type.name
      .split('/')[2]
      .replace(/(?<!^)([A-Z])/g, '_$1')
      .toLowerCase();
    this.graph.outside.client(type, `simulation/${name}`).call(request, (outcome) => {
      if (!outcome.ok) throw new Error(outcome.error.message);
      answer = outcome.value;
    });
    await this.runUntil(() => answer !== undefined);
    return answer as Res;
  }

  async runUntil(isDone: () => boolean): Promise<void> {
    await this.pace.run(() => isDone() || this.host.time_s > 1e4);
    // A paused graph asks only between its sleeps.
    if (!isDone()) throw new Error('not within its time');
  }

  state(state: number): Promise<sim.SetSimulationState_Response> {
    return this.call(sim.SetSimulationState, { state: { state } });
  }
}

const { OK, NOT_FOUND, INCORRECT_STATE, OPERATION_FAILED, UNSUPPORTED } = {
  OK: 1,
  NOT_FOUND: 2,
  INCORRECT_STATE: 3,
  OPERATION_FAILED: 4,
  UNSUPPORTED: 0,
};
const { STATE_STOPPED, STATE_PLAYING, STATE_PAUSED, STATE_QUITTING, STATE_NO_WORLD } = sim.SimulationState;
const at = (x: number, y: number) =>
  sim.EntityState.canonical({ pose: { position: { x, y, z: 0 }, orientation: { x: 0, y: 0, z: 0, w: 1 } } });

test('paused, time stands still and calls are answered; ten steps are ten steps', async () => {
  const rig = new Rig();
  expect((await rig.call(sim.GetSimulationState)).state.state).toBe(STATE_PAUSED);
  expect(rig.polls).toBe(0);
  expect((await rig.call(sim.StepSimulation, { steps: 10n })).result).toEqual({ result: OK, error_message: '' });
  await rig.call(sim.GetSimulationState);
  expect(rig.polls).toBe(10);
  expect(rig.run.simulator.truth().stamp_s).toBeCloseTo(0.2, 9);
  expect((await rig.call(sim.StepSimulation, {})).result.result).toBe(OK); // one, by default
  await rig.call(sim.GetSimulationState);
  expect(rig.polls).toBe(11);
  expect(rig.faults).toEqual([]);
});

test('steps as an action: told of each, and cancelled where they are', async () => {
  const rig = new Rig();
  rig.graph.start();
  const seen: string[] = [];
  const client = rig.graph.outside.actionClient(sim.SimulateSteps, 'simulation/simulate_steps');
  const send = (steps: bigint) =>
    client.send(
      { steps },
      (outcome) => seen.push(outcome.ok ? `${outcome.value.status} ${outcome.value.result.result.result}` : 'no'),
      (f) => seen.push(`${f.completed_steps}+${f.remaining_steps}`),
    );
  send(3n);
  await rig.runUntil(() => seen.length === 4);
  expect(seen).toEqual(['1+2', '2+1', '3+0', `succeeded ${OK}`]);
  const goal = send(100n);
  await rig.runUntil(() => seen.length === 8);
  expect((await rig.call(sim.StepSimulation, { steps: 1n })).result.result).toBe(INCORRECT_STATE);
  goal.cancel();
  await rig.runUntil(() => seen.at(-1)!.startsWith('canceled'));
  const polls = rig.polls;
  expect(polls).toBeLessThan(20);
  await rig.call(sim.GetSimulationState);
  expect(rig.polls).toBe(polls);
  expect((await rig.state(STATE_PLAYING)).result.result).toBe(OK);
  send(3n);
  await rig.runUntil(() => seen.at(-1)!.startsWith('aborted'));
  expect(seen.at(-1)).toBe(`aborted ${OPERATION_FAILED}`);
});

test.each([
  ['playing', STATE_PAUSED, OK, STATE_PAUSED],
  ['paused', STATE_PLAYING, OK, STATE_PLAYING],
  ['stopped', STATE_PAUSED, OK, STATE_PAUSED],
  ['paused', STATE_PAUSED, 101, STATE_PAUSED],
  ['paused', STATE_NO_WORLD, 103, STATE_PAUSED],
  ['paused', 9, 103, STATE_PAUSED],
  ['playing', STATE_STOPPED, UNSUPPORTED, STATE_PLAYING], // the time of a LocalGraph cannot be set back
])('%s, asked to go to %d, answers %d and is in %d', async (initial, target, result, state) => {
  const rig = new Rig(initial);
  expect((await rig.state(target)).result.result).toBe(result);
  expect((await rig.call(sim.GetSimulationState)).state.state).toBe(state);
});

test('without a world only another world is possible; closing ends it', async () => {
  const rig = new Rig();
  expect((await rig.call(sim.UnloadWorld)).result.result).toBe(OK);
  expect((await rig.call(sim.UnloadWorld)).result.result).toBe(101);
  expect((await rig.call(sim.GetCurrentWorld)).result.result).toBe(101);
  expect((await rig.call(sim.GetSimulationState)).state.state).toBe(STATE_NO_WORLD);
  expect((await rig.state(STATE_PLAYING)).result.result).toBe(103);
  for (const answer of [
    await rig.call(sim.GetEntities),
    await rig.call(sim.StepSimulation),
    await rig.call(sim.ResetSimulation),
  ])
    expect(answer.result).toEqual({
      result: INCORRECT_STATE,
      error_message: 'no world is loaded: call load_world first',
    });
  expect((await rig.state(STATE_QUITTING)).result.result).toBe(OK);
  expect(rig.hasQuit).toBe(true);
});

test('what is supported is said, and what is said answers', async () => {
  const rig = new Rig();
  const { features, spawn_formats } = (await rig.call(sim.GetSimulatorFeatures)).features;
  const { SimulatorFeatures: F } = sim;
  expect([...features]).toEqual(
    expect.arrayContaining([F.SPAWNING, F.STEP_SIMULATION_ACTION, F.SIMULATION_STATE_PAUSE]),
  );
  expect([...features]).not.toContain(F.SIMULATION_RESET_TIME);
  expect(spawn_formats).toEqual(['sdf']);
  expect((await rig.call(sim.ResetSimulation, { scope: 1 })).result.result).toBe(UNSUPPORTED);
  expect((await rig.call(sim.ResetSimulation, { scope: 6 })).result.result).toBe(OK);
  expect((await rig.call(sim.ResetSimulation, { scope: 8 })).result.result).toBe(UNSUPPORTED);
  expect((await rig.call(sim.LoadWorld, { uri: 'S2' })).result.result).toBe(UNSUPPORTED);
  const { worlds } = await rig.call(sim.GetAvailableWorlds);
  expect(worlds.map(({ name }) => name)).toContain('S9');
  expect((await rig.call(sim.GetCurrentWorld)).world).toMatchObject({ name: 'S1', world_resource: { uri: 'S1' } });
});

test('a chair is spawned on another thing, found, moved, told about and deleted', async () => {
  const rig = new Rig();
  const { pose } = at(1, 1);
  const request = {
    name: 'seat',
    uri: 'homebound://chair',
    initial_pose: { header: { frame_id: 'robot', stamp: { sec: 0, nanosec: 0 } }, pose },
  };
  const answer = await rig.call(sim.SpawnEntity_Service, request).catch(() => undefined);
  expect(answer).toMatchObject({ result: { result: OK }, entity_name: 'seat' });
  const robot = (await rig.call(sim.GetEntityState, { entity: 'robot' })).state;
  const seat = (await rig.call(sim.GetEntityState, { entity: 'seat' })).state;
  const away = Math.hypot(seat.pose.position.x - robot.pose.position.x, seat.pose.position.y - robot.pose.position.y);
  expect(away).toBeCloseTo(Math.SQRT2, 6);
  expect(seat.header.frame_id).toBe('world');
  expect((await rig.call(sim.SetEntityState, { entity: 'seat', state: at(3, 3) })).result.result).toBe(OK);
  expect((await rig.call(sim.GetEntityState, { entity: 'seat' })).state.pose.position).toEqual({ x: 3, y: 3, z: 0 });
  const { bounds } = await rig.call(sim.GetEntityBounds, { entity: 'seat' });
  expect(bounds.points).toEqual(
    [
      { x: 0.22, y: 0.22, z: 0.9 },
      { x: -0.22, y: -0.22, z: 0 },
    ].map((p) => expect.objectContaining({ z: p.z })),
  );
  await rig.call(sim.SetEntityInfo, {
    entity: 'seat',
    info: { category: { category: 4 }, description: 'mine', tags: ['wood'] },
  });
  expect((await rig.call(sim.GetEntityInfo, { entity: 'seat' })).info).toMatchObject({
    category: { category: 4 },
    tags: ['wood'],
  });
  expect((await rig.call(sim.DeleteEntity, { entity: 'seat' })).result.result).toBe(OK);
  expect((await rig.call(sim.DeleteEntity, { entity: 'seat' })).result.result).toBe(NOT_FOUND);
});

test('filters: by name, category, tags, and what a sphere or a box meets', async () => {
  const rig = new Rig();
  await rig.call(sim.SpawnEntity_Service, {
    name: 'red ball',
    uri: 'homebound://ball',
    initial_pose: { header: { frame_id: '', stamp: { sec: 0, nanosec: 0 } }, pose: at(1, 2).pose },
  });
  const find = async (filters: Partial<sim.EntityFilters>): Promise<string[]> =>
    (await rig.call(sim.GetEntities, { filters: sim.EntityFilters.canonical(filters) })).entities;
  const sphere = (x: number, r: number) =>
    sim.Bounds.canonical({
      type: 3,
      points: [
        { x, y: 2, z: 0 },
        { x: r, y: 0, z: 0 },
      ],
    });
  expect(await find({ filter: '^wall [12]$' })).toEqual(['wall 1', 'wall 2']);
  expect(await find({ categories: [{ category: 1 }, { category: 0 }] })).toEqual(['robot', 'red ball']);
  expect(await find({ tags: { tags: ['spawned', 'x'], filter_mode: 0 } })).toEqual(['red ball']);
  expect(await find({ tags: { tags: ['spawned', 'x'], filter_mode: 1 } })).toEqual([]);
  expect(await find({ bounds: sphere(1.5, 0.45) })).toEqual(['red ball']); // it is 0.06 m round
  expect(await find({ bounds: sphere(1.5, 0.43) })).toEqual([]);
  const box = sim.Bounds.canonical({
    type: 1,
    points: [
      { x: 1.2, y: 2.2, z: 1 },
      { x: 0.8, y: 1.8, z: 0 },
    ],
  });
  expect(await find({ bounds: box })).toEqual(['red ball']);
  const { result } = await rig.call(sim.GetEntities, { filters: sim.EntityFilters.canonical({ filter: '(' }) });
  expect(result).toEqual({ result: OPERATION_FAILED, error_message: '"(" is no regular expression' });
  const hull = sim.Bounds.canonical({ type: 2 });
  expect(
    (await rig.call(sim.GetEntities, { filters: sim.EntityFilters.canonical({ bounds: hull }) })).result.result,
  ).toBe(UNSUPPORTED);
});

test.each([
  ['floats', { x: 1, y: 1, z: 1 }, { x: 0, y: 0, z: 0, w: 1 }],
  ['leans', { x: 1, y: 1, z: 0 }, { x: 0.3, y: 0, z: 0, w: Math.sqrt(1 - 0.09) }],
  ['has no quaternion', { x: 1, y: 1, z: 0 }, { x: 0, y: 0, z: 0, w: 0 }],
  ['is nowhere', { x: Number.NaN, y: 1, z: 0 }, { x: 0, y: 0, z: 0, w: 1 }],
])('a pose that %s is refused', async (_what, position, orientation) => {
  const rig = new Rig();
  const before = (await rig.call(sim.GetEntityState, { entity: 'robot' })).state.pose;
  const state = sim.EntityState.canonical({ pose: { position, orientation } });
  expect((await rig.call(sim.SetEntityState, { entity: 'robot', state })).result.result).toBe(101);
  expect((await rig.call(sim.GetEntityState, { entity: 'robot' })).state.pose).toEqual(before);
});

test('several at once: each has its own result', async () => {
  const rig = new Rig();
  const one = (name: string, uri: string, x: number) =>
    sim.SpawnEntity.canonical({
      name,
      entity_resource: { uri, resource_string: '' },
      initial_pose: { header: { frame_id: '', stamp: { sec: 0, nanosec: 0 } }, pose: at(x, 2).pose },
    });
  const answer = await rig.call(sim.SpawnEntities, {
    spawn_requests: [one('a', 'homebound://ball', 1), one('a', 'homebound://ball', 2), one('b', 'homebound://no', 3)],
  });
  expect(answer.results.map(({ result, entity_name }) => [result.result, entity_name])).toEqual([
    [OK, 'a'],
    [101, ''],
    [NOT_FOUND, ''],
  ]);
  expect(answer.result).toEqual({ result: 150, error_message: '2 of 3 were not spawned: see their results' });
});

test('the pace is set and told; an impossible one is refused', async () => {
  const rig = new Rig('playing');
  const heard: homebound_interfaces.SimulationStatus[] = [];
  rig.graph.outside.subscribe(homebound_interfaces.SimulationStatus, 'simulation/status', qos.latched, (m) =>
    heard.push(m),
  );
  expect(await rig.call(homebound_interfaces.SetPace, { pace: 5 })).toEqual({ accepted: true, reason: '' });
  await rig.runUntil(() => rig.graph.now_s() > 12);
  expect(heard.at(-1)).toMatchObject({ state: STATE_PLAYING, world: 'S1', pace: 5 });
  expect(heard.at(-1)!.measured_pace).toBeGreaterThan(4.5);
  expect(heard.at(-1)!.measured_pace).toBeLessThan(5.5);
  expect(await rig.call(homebound_interfaces.SetPace, { pace: 0 })).toEqual({
    accepted: false,
    reason: 'pace must be in [0.1, 20], got 0',
  });
});

/** The time of a process on a ROS graph, as far as it can be set back. */
function settableTime(): TimeControl & { readonly deeds: string[] } {
  const deeds: string[] = [];
  return {
    deeds,
    now_s: () => 0,
    step_s: 0.02,
    pace: 1,
    measuredPace: 1,
    isPaused: false,
    pause: () => void deeds.push('pause'),
    play: () => void deeds.push('play'),
    step: () => ({ cancel: () => {} }),
    restart: () => void deeds.push('restart'),
  };
}

test('where time can be set back: stopped, another world, a reset of all; files are not for who is on the graph', () => {
  const graph = new LocalGraph();
  const time = settableTime();
  const loaded: string[] = [];
  const worlds: WorldSource = {
    list: () => [{ uri: 'S1', description: '', tags: [] }],
    load(uri) {
      loaded.push(uri);
      return builtInWorlds.load('S1', 1);
    },
  };
  const run = new SimulationRun({ worlds });
  graph.add(simulationNode({ run, time: () => time }), { world: '/home/me/my.sdf' });
  const results: unknown[] = [];
  const ask = <Req, Res>(type: ServiceType<Req, Res>, name: string, request: Partial<Req>): void => {
    graph.outside
      .client(type, `simulation/${name}`)
      .call(request, (o) => results.push(o.ok && (o.value as { result: sim.Result }).result.result));
    graph.runFor(0.1);
  };
  graph.start();
  ask(sim.LoadWorld, 'load_world', { uri: '/etc/passwd' });
  ask(sim.LoadWorld, 'load_world', { uri: 'S1' });
  ask(sim.LoadWorld, 'load_world', { resource_string: '<sdf version="1.9"><model name="m"/></sdf>' });
  ask(sim.LoadWorld, 'load_world', {});
  ask(sim.SetSimulationState, 'set_simulation_state', { state: { state: STATE_PLAYING } });
  ask(sim.ResetSimulation, 'reset_simulation', {});
  ask(sim.SetSimulationState, 'set_simulation_state', { state: { state: STATE_STOPPED } });
  expect(loaded).toEqual(['/home/me/my.sdf', 'S1']);
  expect(results).toEqual([NOT_FOUND, OK, 103, 102, OK, OK, OK]);
  expect(time.deeds).toEqual(['pause', 'restart', 'play', 'restart', 'pause', 'restart']);
});

test('where somebody else makes the time, nothing steers it', async () => {
  const graph = new LocalGraph();
  const run = new SimulationRun();
  graph.add(simulationNode({ run, time: () => undefined }), { world: 'S1' });
  const answers: unknown[] = [];
  graph.runFor(1);
  const { outside } = graph;
  outside
    .client(sim.SetSimulationState, 'simulation/set_simulation_state')
    .call({ state: { state: 2 } }, (o) => answers.push(o));
  outside.client(sim.StepSimulation, 'simulation/step_simulation').call({}, (o) => answers.push(o));
  outside.client(homebound_interfaces.SetPace, 'simulation/set_pace').call({ pace: 2 }, (o) => answers.push(o));
  graph.runFor(1);
  expect(answers).toMatchObject([
    { value: { result: { result: UNSUPPORTED, error_message: expect.stringContaining('/clock') } } },
    { value: { result: { result: OPERATION_FAILED } } },
    { value: { accepted: false, reason: expect.stringContaining('/clock') } },
  ]);
});

test('a world that is not there is a fault at the start, with those that are', () => {
  const rig = new Rig('playing', 'nowhere');
  rig.graph.start();
  expect(rig.faults).toEqual([expect.stringContaining('there is no world nowhere: there are S1, S2')]);
});
