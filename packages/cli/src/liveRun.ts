import { setTimeout as delay, setImmediate as immediate } from 'node:timers/promises';
import type { BodyButtons, PresenceSign } from '@homebound/gateway';
import { Pace, type PaceHost } from '@homebound/graph';
import { privacyKeeper } from '@homebound/home';
import { type MapKeeper, ObstaclePictures, viewFeedNode } from '@homebound/nodes';
import { defaultGeometry } from '@homebound/robot';
import type { CameraName, World } from '@homebound/sim';
import type { Detector } from '@homebound/vision';
import { type CommandBody, type CommandSink, commandNames, LiveView, type SpeedFactor } from '@homebound/wire';
import { helloOf } from './helloOf.ts';
import { keenSight } from './keenSight.ts';
import { KeptHome } from './keptHome.ts';
import { missionSink } from './missionSink.ts';
import { type PageOptions, servePage } from './servePage.ts';
import { type Kidnap, SimulatedHome } from './simulatedHome.ts';
import { TheRoom } from './theRoom.ts';

export interface LiveOptions {
  readonly world: World;
  readonly seed: number;
  readonly port: number;
  readonly speed: SpeedFactor;
  readonly resolution_m?: number;
  readonly kidnap?: Kidnap;
  /** Absent: the robot has no eye. */
  readonly camera?: CameraName;
  /** Looks at the camera's colour pictures. */
  readonly detector?: Detector;
  /** Folder of all that the household leaves with its robot: maps, history, schedules, settings. Absent, nothing is kept. */
  readonly home?: string;
}

const host: PaceHost = {
  now_s: () => performance.now() / 1000,
  sleep: (duration_s) => delay(duration_s * 1000),
  pause: () => immediate(),
};

const warned = (text: string): void => void process.stderr.write(`warning: ${text}\n`);

/** The simulated home behind the page: it cleans from the start, until Ctrl-C. */
export async function runLive(options: LiveOptions): Promise<void> {
  const kept = options.home === undefined ? undefined : await KeptHome.open(options.home, true);
  try {
    await serveLive(options, kept);
  } finally {
    await kept?.close();
  }
}

async function serveLive(options: LiveOptions, kept: KeptHome | undefined): Promise<void> {
  const wake = async () => kept?.wake(options.world.name, options.resolution_m);
  const live = new LiveHome(options, kept, wake, await wake());
  // A map that was deleted, or gone back with, is not what the robot has in mind: it wakes anew.
  kept?.home.onChange(({ what }) => {
    if (what === 'reset') live.room.wasReset();
    if (what === 'maps' || what === 'reset') void live.wakeAnew();
  });
  const page = {
    port: options.port,
    source: live.view,
    commands: (command: CommandBody, answer: (accepted: boolean, reason: string) => void) =>
      live.command(command, answer),
    presenceSign: (sign: PresenceSign) => live.room.presence(sign),
    ...(kept !== undefined && household(kept, live.view)),
  };
  await servePage(page, `Homebound cleans ${options.world.name}.`, live);
}

/** What a page may ask of the store, and whose clock it goes by. */
function household({ home, clock }: KeptHome, view: LiveView): Partial<PageOptions> {
  return {
    home: home.desk,
    audit: home.audit,
    clock: { mono_s: host.now_s, wall_s: () => clock.wall_s() },
    setClock: (wall_s) => clock.set(wall_s),
    onGone: (gone) => {
      if (gone.some(({ kind }) => kind === 'map')) view.clear();
    },
  };
}

/** One simulated home at a time, replaced on reset; commands from the page go to the one that runs. */
class LiveHome {
  readonly view: LiveView;
  readonly room: TheRoom;
  readonly #options: LiveOptions;
  readonly #kept: KeptHome | undefined;
  readonly #wake: () => Promise<MapKeeper | undefined>;
  #speed: SpeedFactor;
  #home: SimulatedHome;
  #steer: CommandSink;
  #pace: Pace;
  #stopped = false;

  /**
   * @param kept    history and schedules; absent, there are none
   * @param wake    the maps that a robot wakes up with, read anew
   * @param keeper  those of the first
   */
  constructor(
    options: LiveOptions,
    kept: KeptHome | undefined,
    wake: () => Promise<MapKeeper | undefined>,
    keeper: MapKeeper | undefined,
  ) {
    this.#options = options;
    this.#kept = kept;
    this.#wake = wake;
    this.#speed = options.speed;
    this.room = new TheRoom({
      home: kept?.home,
      wall_s: () => kept?.clock.wall_s() ?? Date.now() / 1000,
      say: (text) => void process.stdout.write(`${text}\n`),
      warn: warned,
    });
    this.view = new LiveView(
      helloOf({ mode: 'simulation', place: options.world.name, commands: commandNames, keepsHome: kept !== undefined }),
    );
    [this.#home, this.#pace] = this.#build(keeper);
    this.#steer = missionSink(this.#home.graph.outside);
  }

  async run(): Promise<void> {
    this.#home.startJob();
    while (!this.#stopped) await this.#pace.run();
    this.#home.close();
  }

  served(buttons: BodyButtons): void {
    this.room.serve((button) => void buttons[button]());
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
        void this.wakeAnew().then(
          () => answer(true, 'A fresh home.'),
          (error: Error) => answer(false, error.message),
        );
        return;
      case 'drive':
        // An input holds for a moment of the robot's time: faster than real time it would be over before the next one.
        return this.#speed === 1 || (command.v_mps === 0 && command.w_radps === 0)
          ? this.#steer(command, answer)
          : answer(false, 'Only where time runs as it is can the robot be driven by hand; choose 1×.');
      default:
        return this.#steer(command, answer);
    }
  }

  /** The robot is put back on its dock, and knows the maps that are kept now. */
  async wakeAnew(): Promise<void> {
    const keeper = await this.#wake();
    if (this.#stopped) return;
    this.#pace.stop();
    this.#home.close();
    this.view.clear();
    [this.#home, this.#pace] = this.#build(keeper);
    this.#steer = missionSink(this.#home.graph.outside);
    this.#home.graph.start();
  }

  #build(keeper: MapKeeper | undefined): [SimulatedHome, Pace] {
    const { world, seed, resolution_m, kidnap, camera, detector } = this.#options;
    const home = new SimulatedHome({
      world,
      seed,
      resolution_m,
      kidnap,
      camera,
      sight: detector && ((rig) => keenSight(rig, detector, warned)),
      keeper,
      privacy: this.#kept && privacyKeeper(this.#kept.home.privacyStore),
      onFault: ({ node, where, error }) => process.stderr.write(`fault in ${node}, ${where}: ${error}\n`),
    });
    home.graph.add(viewFeedNode(defaultGeometry, this.view, this.#kept?.home.pictures));
    const crops = home.eye?.crops;
    if (crops !== undefined && this.#kept !== undefined)
      home.graph.add(new ObstaclePictures(crops, this.#kept.home.pictures).node);
    this.#kept?.moveIn(home.graph);
    this.room.enter(home.graph.outside);
    this.view.status(0, { speed: this.#speed });
    return [home, new Pace(home.graph, host, { speed: this.#speed === 'max' ? 'free' : this.#speed })];
  }
}
