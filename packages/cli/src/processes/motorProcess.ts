import { join } from 'node:path';
import { type Motors, monotonic_s, runMotors } from '@homebound/link';
import type { Simulator } from '@homebound/sim';
import type { Hands } from './hands.ts';
import { MindWatch } from './mindWatch.ts';
import type { TruthLog } from './truthLog.ts';

export interface MotorProcessOptions {
  /** Folder of the socket that the mind connects to. */
  readonly run: string;
  readonly mindUid: number;
  readonly world: string;
  readonly seed: number;
  /** The eye of the simulated body by its name, and whom the process that looks through it belongs to. */
  readonly camera: string;
  readonly cameraUid: number;
  /** How many times faster than real the simulated body's time goes. */
  readonly speed: number;
  /** File for what the simulated body really did. */
  readonly truth?: string;
  readonly say: (text: string) => void;
  readonly warn: (text: string) => void;
}

function after(delay_ms: number, act: () => void): () => void {
  const timer = setTimeout(act, delay_ms);
  return () => clearTimeout(timer);
}

/** The robot's motors: the one process with the serial port. It thinks nothing and keeps nothing. */
export class MotorProcess {
  readonly #motors: Motors;
  readonly #parts: readonly { close(): unknown }[];
  #end: () => void = () => {};

  private constructor(motors: Motors, parts: readonly { close(): unknown }[]) {
    this.#motors = motors;
    this.#parts = parts;
  }

  /** @returns once the mind can connect */
  static async begin(options: MotorProcessOptions): Promise<MotorProcess> {
    const { run, mindUid, world, seed, camera, cameraUid, speed, truth, say, warn } = options;
    const { offerHands, offerLens, simulatedBody, truthLog } = await import('./simulatedBody.ts');
    const simulator: Simulator = await simulatedBody(world, seed, camera);
    const log: TruthLog | undefined = truth === undefined ? undefined : truthLog(simulator, truth);
    const hands: Hands = await offerHands(run, simulator.control);
    const watch = new MindWatch({ say, warn, after });
    const clock = { stamp_s: 0, monotonic_s: monotonic_s(), rate: speed };
    const motors = await runMotors({
      path: join(run, 'motor.sock'),
      peers: { uids: [mindUid] },
      body: log?.body ?? simulator.body,
      clock,
      onMind: ({ peer }) => watch.came(peer),
      onMindGone: (end) => watch.gone(end),
      onRefused: (reason, peer) => watch.refused(reason, peer),
      onHeld: (held, stamp_s) => {
        if (held !== undefined && held !== 'silent') warn(`motors held at ${stamp_s.toFixed(2)} s: ${held}`);
      },
      onHeard: (press) => hands.heard(press),
      onStep: (_, guard) => log?.note(guard.heard_s),
    });
    const lens = await offerLens(run, simulator.body.camera, clock, cameraUid);
    say(`A simulated robot stands in ${world}.`);
    return new MotorProcess(motors, [watch, hands, ...[lens, log].filter((part) => part !== undefined)]);
  }

  /** @returns true once it was told to end; rejects when the body fails */
  async run(): Promise<boolean> {
    const told = new Promise<void>((done) => {
      this.#end = done;
    });
    await Promise.race([told, this.#motors.failed]);
    await this.#motors.close();
    for (const part of this.#parts) await part.close();
    return true;
  }

  end(): void {
    this.#end();
  }
}
