import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { RosProcess, ros2, until, untilAnswer } from './rosProcess.ts';

const SERVICES = 'simulation_interfaces/srv';
const running: RosProcess[] = [];
const start = (names: string[], ...ros: string[]): RosProcess => {
  const started = new RosProcess('executables', [...names, '--ros-args', ...ros]);
  running.push(started);
  return started;
};
after(async () => {
  for (const each of running) await each.stop('SIGKILL');
});

/** `ros2 service call` to the simulator; the service is named after its type. */
const call = (type: string, request = '{}', types = SERVICES): Promise<string> => {
  const name = type.replace(/(?<!^)([A-Z])/g, '_$1').toLowerCase();
  return ros2('service', 'call', `/simulation/${name}`, `${types}/${type}`, request);
};
const state = (number: number): Promise<string> => call('SetSimulationState', `{state: {state: ${number}}}`);
const ok = /result=1\b/;

describe('the simulator, asked by the ros2 command', () => {
  let simulator: RosProcess;
  let ears: RosProcess;
  const clocks = (): number => ears.lastJson<{ clocks: number }>()?.clocks ?? 0;
  /** So many messages on /clock, once none comes any more. */
  const clocksAtRest = (): Promise<number> =>
    until('/clock is silent', 10, () => {
      const heard = ears.lastJson<{ clocks: number; silent_s: number }>();
      return heard !== undefined && heard.silent_s > 0.5 ? heard.clocks : undefined;
    });

  before(async () => {
    ears = new RosProcess('clockEars');
    running.push(ears);
    simulator = start(['simulator'], '-p', 'world:=S2', '-p', 'pace:=2.0');
    await until('time runs', 20, () => clocks() > 50);
  });

  test('a second one does not start beside it, and names it', async () => {
    const second = start(['simulator']);
    assert.equal(await second.end(), 1, second.output);
    assert.match(second.output, /Cannot own \/clock: \/simulation publishes it already\. Stop that simulator/);
    assert.doesNotMatch(simulator.output, /ERROR/);
  });

  test('paused, /clock is silent; ten steps are ten messages, as a service and as an action', async () => {
    assert.match(await state(2), ok);
    assert.match(await state(2), /result=101, error_message='it is paused already'/);
    const before = await clocksAtRest();
    assert.match(await call('StepSimulation', '{steps: 10}'), ok);
    assert.equal((await clocksAtRest()) - before, 10);
    const goal = ['/simulation/simulate_steps', 'simulation_interfaces/action/SimulateSteps', '{steps: 10}'];
    const told = await ros2('action', 'send_goal', ...goal, '--feedback');
    assert.equal(told.match(/Feedback:/g)?.length, 10);
    assert.match(told, /completed_steps: 10\s+remaining_steps: 0[\s\S]*SUCCEEDED/);
    assert.equal((await clocksAtRest()) - before, 20);
    assert.match(await state(1), ok);
    assert.match(await call('StepSimulation'), /result=4, error_message='the simulation is playing, not paused/);
  });

  test('the pace is set while it runs', async () => {
    assert.match(await call('SetPace', '{pace: 5.0}', 'homebound_interfaces/srv'), /accepted=True/);
    assert.match(
      await call('SetPace', '{pace: 0.0}', 'homebound_interfaces/srv'),
      /pace must be in \[0\.1, 20\], got 0/,
    );
    await untilAnswer(/pace: 5\.0\nmeasured_pace: [2-5]\./, 'topic', 'echo', '--once', '/simulation/status');
  });

  test('furniture comes, is moved, and goes; what is not possible is refused in words', async () => {
    const at = (x: number, y: number) => `{position: {x: ${x}, y: ${y}}}`;
    const chair = `{name: seat, uri: "homebound://chair", initial_pose: {pose: ${at(2, 2.5)}}}`;
    assert.match(await call('SpawnEntity', chair), /result=1\b.*entity_name='seat'/s);
    assert.match(await call('SpawnEntity', chair), /result=101, error_message='there is an entity seat already/);
    assert.match(await call('SetEntityState', `{entity: seat, state: {pose: ${at(2.5, 2.5)}}}`), ok);
    assert.match(await call('GetEntityState', '{entity: seat}'), /x=2\.5, y=2\.5/);
    assert.match(
      await call('SetEntityState', `{entity: robot, state: {pose: ${at(-0.1, 1)}}}`),
      /result=101.*wall 3 is in the way/s,
    );
    assert.match(await call('GetEntities', '{filters: {tags: {tags: [spawned]}}}'), /entities=\['seat'\]/);
    assert.match(await call('DeleteEntity', '{entity: seat}'), ok);
    assert.match(
      await call('LoadWorld', '{uri: /etc/hostname}'),
      /result=2, error_message="?'?\/etc\/hostname is not in/,
    );
  });

  test('a robot that is set elsewhere finds itself; a reset starts all nodes anew', async () => {
    assert.match(await call('LoadWorld', '{uri: test_room}'), ok);
    assert.match(await call('GetSimulationState'), /state=0\b/);
    const mind = start(['mind'], '-p', 'use_sim_time:=true');
    await until('the mind waits', 20, () => mind.output.includes('waiting for the first /clock'));
    assert.match(await call('SetPace', '{pace: 3.0}', 'homebound_interfaces/srv'), /accepted=True/);
    assert.match(await state(1), ok);
    const job = ['/mission_command', 'homebound_interfaces/srv/MissionCommand', '{command: start}'];
    assert.match(await ros2('service', 'call', ...job), /accepted=True/);
    await until('it explores', 60, () => mind.output.includes('cleaning: Exploring.'));
    const there = '{position: {x: 1.0, y: 1.0}, orientation: {z: 1.0, w: 0.0}}';
    assert.match(await call('SetEntityState', `{entity: robot, state: {pose: ${there}}}`), ok);
    const [carried, ...after] = ['locating: Lifted up', 'locating: Put down', 'Going on with the job'];
    await until('it was lifted', 20, () => mind.output.includes(carried!));
    for (const words of after) await until(words, 120, () => mind.output.includes(words));
    assert.match(await call('ResetSimulation', '{scope: 255}'), ok);
    await until('the nodes start anew', 20, () => /time jumped back from [\d.]+ s to 0\.00 s/.test(mind.output));
    await untilAnswer(/idle/, 'topic', 'echo', '--once', '/mission_state', '--field', 'state');
    assert.equal(await mind.stop('SIGINT'), 0, mind.output);
    assert.doesNotMatch(mind.output, /fault/);
  });

  test('told to quit, it answers and ends', async () => {
    assert.match(await state(3), ok);
    assert.equal(await simulator.end(), 0, simulator.output);
  });
});
