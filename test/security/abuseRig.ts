import { once } from 'node:events';
import { type Gateway, memoryAudit, memoryStore, startGateway } from '@homebound/gateway';
import { LocalGraph, type NodeDefinition, qos } from '@homebound/graph';
import { homebound_interfaces } from '@homebound/messages';
import type { KeptPrivacy } from '@homebound/mission';
import {
  bodyNode,
  cameraNode,
  driveNode,
  floorSight,
  LocalEye,
  odometryNode,
  openRoom,
  type PrivacyKeeper,
  presenceNode,
  type RoomPorts,
} from '@homebound/nodes';
import type { CameraDevice, DriveCommand, RobotBody } from '@homebound/robot';
import { createSimulator, initPhysics, type Simulator } from '@homebound/sim';
import type { AuditEvent } from '@homebound/vault';
import { type CommandSink, LiveView } from '@homebound/wire';
import { WebSocket } from 'ws';
import { demoHello } from '../helpers/demoHome.ts';
import { box, twoRooms } from '../helpers/twoRooms.ts';

/** What outlasts a restart of the robot. */
export interface Kept {
  pairings: ReturnType<typeof memoryStore>;
  privacy?: KeptPrivacy;
}

/** Where a fault is planted; absent parts are the robot's own. */
export interface Faults {
  readonly body?: (body: RobotBody) => RobotBody;
  readonly drive?: (sound: NodeDefinition) => NodeDefinition;
  readonly camera?: (sound: NodeDefinition) => NodeDefinition;
  readonly device?: (device: CameraDevice) => CameraDevice;
  readonly presence?: (sound: NodeDefinition) => NodeDefinition;
  readonly keeper?: (sound: PrivacyKeeper) => PrivacyKeeper;
  readonly ports?: (sound: RoomPorts) => RoomPorts;
  /** The gateway tells nobody who drives or looks, and writes nothing down: it was taken over. */
  readonly lyingGateway?: boolean;
}

/** In the middle of a room, so that it has where to drive to. */
const world = {
  ...twoRooms,
  solids: [...twoRooms.solids, box('dock', -0.15, 0, 0.02, 0.2)],
  T_world_start: { x: 1, y: -0.4, theta: 0 },
};
/** Time between two inputs: 16 a second, as the page says them. */
const INPUT_S = 0.06;

/** One step of the body's truth, with what stood in the log by then. */
export interface Moment {
  readonly stamp_s: number;
  readonly wheelSpeed_mps: number;
  readonly logged: number;
  /** The camera's lamp burned, and its device was open. */
  readonly lamp: boolean;
  readonly isOpen: boolean;
}

/** A robot in one process, its gateway behind a socket, and a paired admin who steers it from there. */
export class AbuseRig {
  readonly moments: Moment[] = [];
  /** All that the body was told, as on the wire. */
  readonly drives: ({ readonly stamp_s: number } & DriveCommand)[] = [];
  readonly log: AuditEvent[] = [];
  readonly answers: { accepted: boolean; reason: string }[] = [];
  readonly graph = new LocalGraph({
    onFault: ({ error }) => {
      throw error;
    },
  });
  readonly simulator: Simulator;
  #gateway!: Gateway;
  readonly #kept: Kept;
  readonly #codes: string[] = [];
  #socket: WebSocket | undefined;
  #arrived = 0;
  token = '';
  session = '';

  private constructor(faults: Faults, kept: Kept) {
    this.#kept = kept;
    this.simulator = createSimulator({ world, seed: 1, camera: 'depth' });
    this.simulator.onStep(({ stamp_s, wheelSpeed_mps }) =>
      this.moments.push({
        stamp_s,
        wheelSpeed_mps,
        logged: this.log.length,
        lamp: this.simulator.signs().at(-1)?.camera === true,
        isOpen: this.simulator.body.camera?.isOpen === true,
      }),
    );
    const { body: own } = this.simulator;
    const noted: RobotBody = {
      ...own,
      drive: (command) => {
        this.drives.push({ stamp_s: this.graph.now_s(), ...command });
        own.drive(command);
      },
    };
    const same = <T>(sound: T): T => sound;
    const { body = same, drive = same, presence = same, keeper = same, camera = same, device = same } = faults;
    const keep: PrivacyKeeper = {
      load: () => kept.privacy,
      save: (state) => {
        kept.privacy = state;
      },
    };
    this.graph.add(bodyNode(body(noted)));
    this.graph.add(odometryNode(own.geometry));
    this.graph.add(drive(driveNode(own.geometry) as NodeDefinition));
    this.graph.add(presence(presenceNode(keeper(keep)) as NodeDefinition));
    const eye = new LocalEye(device(own.camera as CameraDevice), floorSight);
    this.graph.add(camera(cameraNode(eye) as unknown as NodeDefinition));
  }

  static async start(faults: Faults = {}, kept: Kept = { pairings: memoryStore() }): Promise<AbuseRig> {
    await initPhysics();
    const rig = new AbuseRig(faults, kept);
    await rig.#serve(faults);
    rig.graph.start();
    rig.graph.runFor(1);
    return rig;
  }

  async #serve({ lyingGateway = false, ports = (sound) => sound }: Faults): Promise<void> {
    const view = new LiveView(demoHello);
    const audit = { ...memoryAudit(), append: (event: AuditEvent) => void this.log.push(event) };
    const wall_s = (): number => 1000 + this.graph.now_s();
    const room = openRoom(
      this.graph.outside,
      ports({
        pressed: () => {},
        pair: () => this.#gateway.body.pair(),
        reset: () => this.#gateway.body.reset(),
        drivingIsOff: (isOff) => (isOff ? this.#gateway.body.overrideOff() : this.#gateway.body.overrideOn()),
        deed: (deed) => audit.append({ ...deed, stamp_s: wall_s(), outcome: 'done' }),
      }),
    );
    this.#gateway = await startGateway({
      port: 0,
      page: new Map(),
      source: view,
      camera: () => 'on',
      commands: this.#commands,
      access: { store: this.#kept.pairings, present: (code) => this.#codes.push(code) },
      clock: { mono_s: () => this.graph.now_s(), wall_s },
      ...(!lyingGateway && { audit, presenceSign: ({ driving, viewers }) => room.presence(driving, viewers) }),
    });
  }

  readonly #commands: CommandSink = (command, answer) => {
    this.#arrived++;
    const { outside } = this.graph;
    type Answered = { ok: true; value: { accepted: boolean; reason: string } } | { ok: false; error: Error };
    const done = (o: unknown): void => {
      const outcome = o as Answered;
      answer(outcome.ok && outcome.value.accepted, outcome.ok ? outcome.value.reason : outcome.error.message);
    };
    if (command.command === 'drive')
      outside
        .client(homebound_interfaces.ManualDrive, 'manual_drive')
        .call({ v: command.v_mps, w: command.w_radps }, done);
    else if (command.command === 'allowDriving')
      outside.client(homebound_interfaces.AllowDriving, 'allow_driving').call({ is_on: command.isOn }, done);
    else if (command.command === 'cameraOn' || command.command === 'cameraOff')
      outside
        .client(homebound_interfaces.SwitchCamera, 'switch_camera')
        .call({ is_on: command.command === 'cameraOn' }, done);
    else answer(false, 'Not here');
  };

  /** The robot is at work, so that a camera which is switched on opens; or it rests. */
  work(isAtWork = true): void {
    this.graph.outside
      .publisher(homebound_interfaces.MissionState, 'mission_state', qos.latched)
      .publish({ ...homebound_interfaces.MissionState.create(), state: isAtWork ? 'cleaning' : 'idle' });
    this.graph.runFor(0.5);
  }

  /** Presses a button of the body, and lets it be seen. */
  press(button: 'pair' | 'privacy' | 'reset', held_s = 0): void {
    this.simulator.control.press(button, held_s);
    this.graph.runFor(held_s + 0.1);
  }

  /** Somebody at the robot pairs a device: an admin, as the first. */
  async pair(): Promise<void> {
    this.press('pair');
    const answer = await this.ask('POST', 'pairing', { code: this.#codes.at(-1), name: 'Phone', wantsToken: true });
    const { token, session } = answer.body as { token: string; session: { id: string } };
    this.token = token;
    this.session = `session-${session.id}`;
  }

  /** Any request as the paired device; time goes on until it is answered. */
  async ask(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${this.token}` };
    const asked = fetch(`${this.#gateway.url}api/v1/${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    let answer: Response | undefined;
    void asked.then((response) => {
      answer = response;
    });
    while (answer === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      this.graph.runFor(0.02);
    }
    return { status: answer.status, body: await answer.json() };
  }

  /** Opens a page: somebody looks. */
  async look(): Promise<void> {
    const headers = { authorization: `Bearer ${this.token}` };
    const socket = new WebSocket(`ws://127.0.0.1:${this.#gateway.port}/ws`, { headers });
    this.#socket = socket;
    socket.on('message', (data, isBinary) => {
      const message = isBinary ? {} : JSON.parse(String(data));
      if (message.type === 'ack') this.answers.push(message);
    });
    await once(socket, 'open');
    this.graph.runFor(0.1);
  }

  /** Whether the page that looks is still connected. */
  get isLooking(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Holds the joystick for so long; `at` is called once, so long after it began. */
  async hold(duration_s: number, at?: { readonly s: number; act(): void }): Promise<void> {
    const from_s = this.graph.now_s();
    let act = at?.act;
    while (this.graph.now_s() < from_s + duration_s && this.isLooking) {
      if (act !== undefined && this.graph.now_s() >= from_s + (at?.s ?? 0)) {
        act();
        act = undefined;
      }
      const before = this.#arrived + this.answers.length;
      this.#socket?.send('{"id":1,"command":"drive","v_mps":0.15,"w_radps":0.4}');
      // It has reached the robot, or was refused before.
      for (let i = 0; i < 500 && this.#arrived + this.answers.length === before && this.isLooking; i++)
        await new Promise((resolve) => setTimeout(resolve, 1));
      this.graph.runFor(INPUT_S);
    }
  }

  /** The robot is switched off. */
  async end(): Promise<void> {
    this.#socket?.terminate();
    await this.#gateway.close();
    this.graph.shutdown();
    this.simulator.free();
  }
}
