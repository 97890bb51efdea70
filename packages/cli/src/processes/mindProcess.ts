import { join } from 'node:path';
import { Callers, deviceCertificates, type HereRule } from '@homebound/gateway';
import { type Home, moveIn, openHome, privacyKeeper, RobotClock } from '@homebound/home';
import {
  connectEye,
  connectMotors,
  type GatewayServer,
  type MindPorts,
  monotonic_s,
  type RemoteBody,
  type RemoteEye,
  serveGateway,
} from '@homebound/link';
import { type CommandSink, type Hello, LiveView, type PublicCamera, publicCamera } from '@homebound/wire';
import { makeFolder } from '../files.ts';
import { helloOf } from '../helloOf.ts';
import { appVersion } from '../homeMap.ts';
import { robotCommands } from '../missionSink.ts';
import { TheRoom } from '../theRoom.ts';
import { homeThread } from './homeThread.ts';
import { offerLog } from './logWindow.ts';
import { OwnAddresses } from './ownAddresses.ts';
import { RobotUpdates } from './robotUpdates.ts';
import { waitForLink } from './waitForLink.ts';
import { Waking } from './waking.ts';

export interface MindOptions {
  /** Folder of the socket that the gateway connects to. */
  readonly run: string;
  /** Folder of all that the household leaves with the robot. */
  readonly home: string;
  /** The motors' socket. */
  readonly motor: string;
  /** Users that the other processes belong to. */
  readonly motorUid: number;
  readonly gatewayUid: number;
  /** The camera's socket, and whom its process belongs to; absent on a robot without a camera. */
  readonly camera?: { readonly path: string; readonly uid: number };
  /** When who asks without being paired is a program of this machine. */
  readonly here: HereRule;
  /** Folder in which a reset asks the system to forget the networks that it knows. */
  readonly forgetNetworkIn?: string;
  /** Says something to whoever stands at the robot: a code, a warning. */
  readonly say: (text: string) => void;
  readonly warn: (text: string) => void;
}

/** A robot that wakes up waits for its camera's process so long, s. */
const EYE_S = 10;
/** A gateway has this long to pass an answer on before it is ended, ms. */
const LAST_WORDS_MS = 1000;

/** The robot's mind: thinks over motors in another process, keeps what the household leaves with it, and answers its gateway. */
export class MindProcess {
  readonly #options: MindOptions;
  readonly #home: Home;
  readonly #clock: RobotClock;
  readonly #hello: Hello;
  readonly #view: LiveView;
  readonly #room: TheRoom;
  readonly #addresses: OwnAddresses;
  readonly #callers: Callers;
  /** Absent when it was not started from a folder of releases. */
  readonly #updates: RobotUpdates | undefined;
  #waking: Waking | undefined;
  #server: GatewayServer | undefined;
  #isOver = false;
  #isUnwell = false;

  private constructor(options: MindOptions, home: Home, clock: RobotClock, updates: RobotUpdates | undefined) {
    this.#options = options;
    this.#home = home;
    this.#clock = clock;
    this.#updates = updates;
    this.#hello = helloOf({
      mode: 'robot',
      place: '',
      commands: robotCommands,
      robot: home.settings.robotName,
      keepsHome: true,
    });
    this.#view = new LiveView(this.#hello);
    this.#addresses = new OwnAddresses(options.warn);
    const { say, warn, here } = options;
    const wall_s = (): number => clock.wall_s();
    this.#callers = new Callers({ store: home.accessStore, mono_s: monotonic_s, wall_s, here, warn });
    this.#room = new TheRoom({ home, wall_s, say, warn });
    // A map that was deleted, or gone back with, is not what the robot has in mind: it wakes anew, and shows nothing of it.
    home.onChange(({ what }) => {
      if (what !== 'maps' && what !== 'reset') return;
      this.#waking?.end();
      this.#view.clear();
      if (what === 'reset') this.#room.wasReset();
      // What the gateway holds died with the reset; whoever asked for it over the gateway is answered first.
      if (what === 'reset') setTimeout(() => this.#server?.dismiss(), LAST_WORDS_MS).unref();
    });
  }

  /** Opens the home. Rejects with HomeRefusal, `busy` when another process has it. */
  static async begin(options: MindOptions): Promise<MindProcess> {
    const { home: folder, forgetNetworkIn, warn } = options;
    makeFolder(folder, 0o700);
    let clock: RobotClock | undefined;
    const now_s = (): number => clock?.wall_s() ?? Date.now() / 1000;
    let fail = (): void => {};
    const updates = RobotUpdates.of(process.env, { monotonic_s, warn, fail: () => fail() });
    const update = updates && ((file: Uint8Array) => updates.take(file, home.updateStore));
    const rest = { now_s, monotonic_s, forgetNetworkIn, update, ...homeThread() };
    const home: Home = await openHome({ folder, appVersion, warn, ...rest });
    updates?.saw('vault');
    clock = new RobotClock({ store: home.clockStore, monotonic_s, timeZone: () => home.settings.timeZone });
    const mind = new MindProcess(options, home, clock, updates);
    fail = () => mind.#fail();
    return mind;
  }

  /** Until `end`, or until the motors are gone: then false, and the process is to be started anew. */
  async run(): Promise<boolean> {
    const { run, gatewayUid, motor, motorUid, warn } = this.#options;
    const log = await offerLog(run, this.#home, () => this.#clock.wall_s());
    try {
      const onRefused = (reason: string): void => warn(`somebody else than the gateway was turned away: ${reason}`);
      const peers = { uids: [gatewayUid] };
      this.#server = await serveGateway({ path: join(run, 'gateway.sock'), peers, onRefused }, this.#ports());
      const server = this.#server;
      this.#room.serve((button) => {
        if (button === 'pair' || button === 'reset') this.#callers.pressed(button);
        void server.press(button);
      });
      while (!this.#isOver) {
        const kept = () => this.#home.privacyStore.kept();
        const reach = () => connectMotors({ path: motor, server: { uids: [motorUid] }, kept });
        const body = await waitForLink(reach, () => this.#isOver).catch((error) => {
          if (!this.#isOver) throw error;
        });
        if (body === undefined) break;
        const wasBrokenOff = await this.#home.wasBrokenOff();
        const keeper = { ...(await this.#home.wake('Home')), wasBrokenOff };
        this.#view.clear();
        const privacy = privacyKeeper(this.#home.privacyStore);
        const household = (graph: Waking['graph']): void => {
          moveIn(graph, this.#home, this.#clock, warn);
          this.#updates?.watch(graph, this.#home.updateStore);
          this.#room.enter(graph.outside);
        };
        const eye = await this.#reachEye(body);
        const { pictures } = this.#home;
        this.#waking = new Waking({ body, eye, keeper, privacy, pictures, view: this.#view, warn, moveIn: household });
        if (this.#isOver) this.#waking.end();
        if (!(await this.#waking.run()) || this.#isUnwell) return false;
      }
      return true;
    } finally {
      await this.#server?.close();
      await log.close();
      await this.#home.close();
    }
  }

  /** Undefined on a robot without a camera, and where its process does not come: the robot works without it. */
  async #reachEye(body: RemoteBody): Promise<RemoteEye | undefined> {
    const { camera, warn } = this.#options;
    if (camera === undefined) return undefined;
    const reach = () => connectEye({ path: camera.path, server: { uids: [camera.uid] }, clock: body, warn });
    const until_s = monotonic_s() + EYE_S;
    return waitForLink(reach, () => this.#isOver || monotonic_s() > until_s).catch((error: Error) => {
      warn(`the robot works without its camera until it starts anew: ${error.message}`);
      return undefined;
    });
  }

  end(): void {
    this.#isOver = true;
    this.#waking?.end();
  }

  /** Nothing is said of it while the robot wakes up: then it is shut, and switched as it was left. */
  #camera(): PublicCamera {
    if (this.#options.camera === undefined) return 'none';
    const { camera } = this.#view.statusAt(this.#clock.wall_s());
    if (camera !== undefined) return publicCamera(camera);
    try {
      return privacyKeeper(this.#home.privacyStore).load()?.cameraIsOn === true ? 'on' : 'off';
    } catch {
      return 'off';
    }
  }

  /** A release that is tried does not do. */
  #fail(): void {
    this.#isUnwell = true;
    this.end();
  }

  /** The gateway is greeted with the pairings. */
  #gatewayCame(): Uint8Array | undefined {
    this.#updates?.saw('gateway');
    return this.#home.accessStore.load();
  }

  /** Ages of pairings stay what they are. */
  #setClock(wall_s: number): void {
    const from_s = this.#clock.wall_s();
    this.#clock.set(wall_s);
    this.#callers.clockMoved(from_s, this.#clock.wall_s());
  }

  readonly #commands: CommandSink = (command, answer) => {
    if (this.#waking === undefined) answer(false, 'The robot is waking up; try once more in a moment.');
    else this.#waking.commands(command, answer);
  };

  #ports(): MindPorts {
    const home = this.#home;
    const callers = this.#callers;
    return {
      hello: this.#hello,
      view: this.#view,
      camera: () => this.#camera(),
      commands: this.#commands,
      home: home.desk,
      access: callers,
      pairings: { load: () => this.#gatewayCame(), save: (bytes, token) => callers.save(bytes, token) },
      certificates: (addresses) => deviceCertificates(home.tlsStore, undefined, this.#addresses.of(addresses)),
      audit: home.audit,
      present: (code) =>
        this.#options.say(
          `Pairing code: ${code.slice(0, 4)} ${code.slice(4)}. Type it on the page within two minutes.`,
        ),
      presence: (presence) => this.#room.presence(presence),
      clock: { mono_s: monotonic_s, wall_s: () => this.#clock.wall_s(), set: (wall_s) => this.#setClock(wall_s) },
      warn: this.#options.warn,
    };
  }
}
