import { join } from 'node:path';
import { type BodyClock, bodyTime, type LinkServer, monotonic_s, serveEye } from '@homebound/link';
import { type FloorSight, floorSight, LocalEye } from '@homebound/nodes';
import type { CameraDevice, CameraRig } from '@homebound/robot';

export interface CameraProcessOptions {
  /** Folder of the socket that the mind connects to. */
  readonly run: string;
  readonly mindUid: number;
  /** Opens the way to the camera, which stays shut. `graphTime`: the stamp that a moment of the machine's monotonic clock has. */
  readonly device: (
    graphTime: (monotonic_s: number) => number,
  ) => Promise<CameraDevice & { readonly closed?: Promise<unknown> }>;
  /** What looks at the floor; by default vision alone. */
  readonly sight?: (rig: CameraRig) => FloorSight;
  readonly say: (text: string) => void;
  readonly warn: (text: string) => void;
}

const experimental = {
  color: 'colour alone is experimental: it finds less than half of the small things at 0.35 m, and some that are none',
  laser:
    "a laser's line is experimental: it takes the feet of walls for things, and what lies along them is not cleaned",
};

/** The process with the camera. Pictures live and die in it; looks at the floor go to the mind over one socket. It keeps nothing. */
export class CameraProcess {
  readonly #server: LinkServer;
  readonly #gone: Promise<unknown>;
  #end: () => void = () => {};

  private constructor(server: LinkServer, gone: Promise<unknown>) {
    this.#server = server;
    this.#gone = gone;
  }

  /** @returns once the mind can connect */
  static async begin({
    run,
    mindUid,
    device: open,
    sight = floorSight,
    say,
    warn,
  }: CameraProcessOptions): Promise<CameraProcess> {
    let clock: BodyClock | undefined;
    const device = await open((at_s) => (clock === undefined ? Number.NaN : bodyTime(clock, at_s)));
    const server = await serveEye({
      path: join(run, 'camera.sock'),
      peers: { uids: [mindUid] },
      eye: new LocalEye(device, sight, { clock_s: monotonic_s }),
      onClock: (heard) => {
        clock = heard;
      },
      onRefused: (reason) => warn(`somebody else than the mind was turned away: ${reason}`),
    });
    say('A camera is there; it stays shut until the household switches it on.');
    const { depth, laser } = device.rig;
    if (depth === undefined) warn(laser === undefined ? experimental.color : experimental.laser);
    return new CameraProcess(server, device.closed ?? new Promise(() => {}));
  }

  /** Until `end`, or until the camera is gone: then false. */
  async run(): Promise<boolean> {
    const told = new Promise<true>((done) => {
      this.#end = () => done(true);
    });
    const isTold = await Promise.race([told, this.#gone.then(() => false)]);
    await this.#server.close();
    return isTold;
  }

  end(): void {
    this.#end();
  }
}
