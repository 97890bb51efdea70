import { setTimeout as delay, setImmediate as immediate } from 'node:timers/promises';
import { Pace, type PaceHost } from '@homebound/graph';
import { viewFeedNode } from '@homebound/nodes';
import { defaultGeometry } from '@homebound/robot';
import type { World } from '@homebound/sim';
import { type CommandBody, commandNames, LiveView, protocolVersion, type SpeedFactor } from '@homebound/wire';
import { askClean, askDrive, askEdit } from './jobCommands.ts';
import { openMaps } from './keepMaps.ts';
import { bodyForView, servePage } from './servePage.ts';
import { type Kidnap, SimulatedHome } from './simulatedHome.ts';

export interface LiveOptions {
  readonly world: World;
  readonly seed: number;
  readonly port: number;
  readonly speed: SpeedFactor;
  readonly resolution_m?: number;
  readonly kidnap?: Kidnap;
  /** Folder of maps that the robot knows, and that this run's map goes to. */
  readonly maps?: string;
}

const host: PaceHost = {
  now_s: () => performance.now() / 1000,
  sleep: (duration_s) => delay(duration_s * 1000),
  pause: () => immediate(),
};

/** The simulated home behind the page: it cleans from the start, until Ctrl-C. */
export function runLive(options: LiveOptions): Promise<void> {
  const live = new LiveHome(options);
  const page = {
    port: options.port,
    source: live.view,
    commands: (command: CommandBody, answer: (accepted: boolean, reason: string) => void) =>
      live.command(command, answer),
  };
  return servePage(page, `Homebound cleans ${options.world.name}.`, live);
}

/** One simulated home at a time, replaced on reset; commands from the page go to the one that runs. */
class LiveHome {
  readonly view: LiveView;
  readonly #options: LiveOptions;
  #speed: SpeedFactor;
  #home: SimulatedHome;
  #pace: Pace;
  #stopped = false;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#speed = options.speed;
    this.view = new LiveView({
      type: 'hello',
      protocol: protocolVersion,
      robot: 'Homebound',
      mode: 'simulation',
      place: options.world.name,
      body: bodyForView,
      commands: commandNames,
    });
    [this.#home, this.#pace] = this.#build();
  }

  async run(): Promise<void> {
    this.#home.startJob();
    while (!this.#stopped) await this.#pace.run();
    this.#home.close();
  }

  stop(): void {
    this.#stopped = true;
    this.#pace.stop();
  }

  command(command: CommandBody, answer: (accepted: boolean, reason: string) => void): void {
    switch (command.command) {
      case 'speed':
        this.#speed = command.factor;
        this.#pace.speed = command.factor === 'max' ? 'free' : command.factor;
        this.view.status(this.#home.graph.now_s(), { speed: command.factor });
        return answer(true, command.factor === 'max' ? 'As fast as the machine can.' : `Time runs ${command.factor}×.`);
      case 'reset':
        this.#reset();
        return answer(true, 'A fresh home.');
      case 'goto':
        return this.#home.command('goto', command.x, command.y, answer);
      case 'clean':
        return askClean(this.#home.graph, command, answer);
      case 'editRooms':
        return askEdit(this.#home.graph, command, answer);
      case 'drive':
        // An input holds for a moment of the robot's time: faster than real time it would be over before the next one.
        return this.#speed === 1 || (command.v_mps === 0 && command.w_radps === 0)
          ? askDrive(this.#home.graph, command.v_mps, command.w_radps, answer)
          : answer(false, 'Only where time runs as it is can the robot be driven by hand; choose 1×.');
      default:
        return this.#home.command(command.command, 0, 0, answer);
    }
  }

  #reset(): void {
    this.#pace.stop();
    this.#home.close();
    this.view.clear();
    [this.#home, this.#pace] = this.#build();
    this.#home.graph.start();
  }

  #build(): [SimulatedHome, Pace] {
    const { world, seed, resolution_m, kidnap, maps } = this.#options;
    const home = new SimulatedHome({
      world,
      seed,
      resolution_m,
      kidnap,
      keeper: maps === undefined ? undefined : openMaps(maps, world.name, resolution_m),
      onFault: ({ node, where, error }) => process.stderr.write(`fault in ${node}, ${where}: ${error}\n`),
    });
    home.graph.add(viewFeedNode(defaultGeometry, this.view));
    this.view.status(0, { speed: this.#speed });
    return [home, new Pace(home.graph, host, { speed: this.#speed === 'max' ? 'free' : this.#speed })];
  }
}
