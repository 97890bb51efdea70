import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Gateway, startGateway } from '@homebound/gateway';
import { qos } from '@homebound/graph';
import { type Home, moveIn, openHome, RobotClock } from '@homebound/home';
import { sensor_msgs } from '@homebound/messages';
import { nextDue } from '@homebound/mission';
import { viewFeedNode } from '@homebound/nodes';
import { defaultGeometry } from '@homebound/robot';
import type { World } from '@homebound/sim';
import { commandNames, LiveView, type Schedule } from '@homebound/wire';
import { helloOf } from '../../packages/cli/src/helloOf.ts';
import { SimulatedHome } from '../../packages/cli/src/simulatedHome.ts';
import { box, twoRooms } from '../helpers/twoRooms.ts';
import { askTheTime, type DaysFault, faulty } from './daysFaults.ts';

export interface StayOptions {
  readonly folder: string;
  readonly seed: number;
  readonly faults: readonly DaysFault[];
}

/** A small flat: two rooms that can be told from each other, 10 m² to clean in six minutes. */
const flat: World = {
  ...twoRooms,
  name: 'flat',
  solids: [...twoRooms.solids, box('cupboard', 4.75, 0.9, 0.6, 0.5), box('chest', 3.3, -1, 0.9, 0.35)],
};
/** A machine without a battery for its clock: so late it is when it is switched on, s since 1970. */
const POWER_ON_S = 60;
/** It sleeps on its dock until so long before the next time of a schedule, s. */
const WAKE_BEFORE_S = 60;
/** Simulated in one go before others get their turn, s. */
const SLICE_S = 20;
/** As full as the battery must be to sleep on it, share. */
const FULL = 0.9;
/** From the last thing that happened until it may sleep, s: the map is saved and the run is kept. */
const REST_S = 30;

/**
 * A robot that stays in a home for days: simulated whenever it is awake, and asleep on its full battery in between, which is what
 * thirty days cost no thirty days for. The home's store, the gateway and the clock are those of a robot.
 */
export class DaysStay {
  readonly #options: StayOptions;
  readonly #home: Home;
  readonly #slept: { s: number };
  readonly #charge: { readonly share: number };
  readonly clock: RobotClock;
  readonly #robot: SimulatedHome;
  readonly #gateway: Gateway;
  readonly faults: string[] = [];

  static async begin(options: StayOptions, boot: number): Promise<DaysStay> {
    const folder = join(options.folder, 'home');
    mkdirSync(folder, { recursive: true });
    let now_s = (): number => POWER_ON_S;
    const faults: string[] = [];
    const home = await openHome({
      folder,
      appVersion: 'days',
      warn: (text) => faults.push(text),
      now_s: () => now_s(),
    });
    const slept = { s: 0 };
    const view = new LiveView(helloOf({ mode: 'simulation', place: flat.name, commands: commandNames }));
    const robot = new SimulatedHome({
      world: flat,
      seed: options.seed + boot,
      keeper: await home.wake(flat.name),
      onFault: ({ node, where, error }) => faults.push(`${node}, ${where}: ${error}`),
    });
    const charge = { share: 0 };
    robot.graph.outside.subscribe(sensor_msgs.BatteryState, 'battery_state', qos.reliable, (m) => {
      charge.share = m.percentage;
    });
    if (options.faults.includes('asksTheTime')) askTheTime();
    const awake_s = (): number => robot.graph.now_s() + slept.s;
    const clock = new RobotClock({
      store: home.clockStore,
      monotonic_s: awake_s,
      machine_s: () => POWER_ON_S + awake_s(),
      timeZone: () => home.settings.timeZone,
    });
    now_s = () => clock.wall_s();
    robot.graph.add(viewFeedNode(defaultGeometry, view));
    moveIn(robot.graph, faulty(home, clock, options.faults), clock, (text) => faults.push(text));
    const gateway = await startGateway({
      port: 0,
      page: join('dist', 'viewer'),
      source: view,
      commands: ({ command }, answer) => robot.command(command, 0, 0, answer),
      home: home.desk,
      clock: { mono_s: () => performance.now() / 1000, wall_s: () => clock.wall_s() },
      setClock: (wall_s) => clock.set(wall_s),
    });
    return new DaysStay({ options, home, slept, charge, clock, robot, gateway, faults });
  }

  private constructor(parts: {
    options: StayOptions;
    home: Home;
    slept: { s: number };
    charge: { share: number };
    clock: RobotClock;
    robot: SimulatedHome;
    gateway: Gateway;
    faults: string[];
  }) {
    this.#options = parts.options;
    this.#home = parts.home;
    this.#slept = parts.slept;
    this.#charge = parts.charge;
    this.clock = parts.clock;
    this.#robot = parts.robot;
    this.#gateway = parts.gateway;
    this.faults = parts.faults;
  }

  get url(): string {
    return this.#gateway.url;
  }

  get schedules(): readonly Schedule[] {
    return this.#home.schedules;
  }

  get isDocked(): boolean {
    return this.#robot.simulator.truth().docked;
  }

  /** Lets a job be done that a person asks for. */
  async clean(): Promise<void> {
    this.#robot.startJob();
    await this.#awake(SLICE_S);
    while (!this.#robot.isOver) await this.#awake(SLICE_S);
    await this.#awake(REST_S);
  }

  /** Until the robot's own clock shows this; awake when there is something to do. */
  async until(wall_s: number): Promise<void> {
    while (this.clock.wall_s() < wall_s) {
      await this.#awake(Math.min(SLICE_S, wall_s - this.clock.wall_s()));
      if (!this.#mayRest) continue;
      await this.#awake(REST_S);
      const due = nextDue(this.#home.schedules, (stamp_s) => this.clock.zone_s(stamp_s), this.clock.wall_s());
      const wake_s = Math.min(wall_s, (due?.due_s ?? wall_s) - WAKE_BEFORE_S);
      if (this.#mayRest) this.#slept.s += Math.max(0, wake_s - this.clock.wall_s());
      // Awake until the time has come, and the job begun.
      await this.#awake(2 * WAKE_BEFORE_S);
    }
  }

  /** Switched off as a robot should be; or its power is cut: then nobody is told. */
  async end(isCut: boolean): Promise<void> {
    await this.#gateway.close();
    if (!isCut) this.#robot.close();
    else this.#robot.simulator.free();
    await this.#home.close();
  }

  /** All files of the store. */
  get storeBytes(): number {
    const sizes = (folder: string): number[] =>
      readdirSync(folder, { withFileTypes: true }).map((entry) => statSync(join(folder, entry.name)).size);
    return sizes(join(this.#options.folder, 'home')).reduce((sum, bytes) => sum + bytes, 0);
  }

  get #mayRest(): boolean {
    const { state, reason_code } = this.#robot.state;
    const isAtRest =
      ['idle', 'finished', 'stopped'].includes(state) || (state === 'charging' && reason_code !== 'battery');
    return isAtRest && this.isDocked && this.#charge.share > FULL;
  }

  async #awake(duration_s: number): Promise<void> {
    for (let left_s = duration_s; left_s > 0; left_s -= SLICE_S) {
      this.#robot.graph.runFor(Math.min(SLICE_S, left_s));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
