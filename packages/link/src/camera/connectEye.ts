import type { CameraRig, CropSource, EyeHealth, EyeMotion, FloorEye, FloorRecord } from '@homebound/robot';
import { type ConnectOptions, connectLink } from '../connectLink.ts';
import type { Message } from '../frames.ts';
import type { Link } from '../link.ts';
import { LinkError } from '../linkError.ts';
import { type BodyClock, monotonic_s } from '../motor/bodyClock.ts';
import { type EyeHello, lookMessage, readFloor, readHello, readState } from './eyeMessages.ts';
import { RemoteCrops } from './remoteCrops.ts';

/** A camera's process that is well greets at once. */
const GREETING_S = 2;
/** One that is gone is looked for this often, s. */
const AGAIN_S = 1;
/** Looks that wait for a poll. A mind that is behind by more has forgotten them. */
const MAX_WAITING = 64;
/** The camera's process says how it is with each look; silent for so long, it is told of, s. */
const SILENT_S = 1;

export interface RemoteEyeOptions extends ConnectOptions {
  /** The graph's time now, and how many times faster than the machine's clock it goes. */
  readonly clock: { now_s(): number; readonly rate: number };
  /** Told of a crop that was refused, which ends the link. */
  readonly warn?: (text: string) => void;
}

/** An eye in another process. When that process is gone it is shut, and looked for again. */
export interface RemoteEye extends FloorEye {
  readonly crops: CropSource;
  /** Ends the link for good. */
  end(): void;
}

const noHealth: EyeHealth = { looks: 0, frozen: 0, dropped: 0, fault: '', looks_hz: 0, cost_s: 0 };
const GONE = 'The process of the camera is gone.';

/** The eye behind the camera's socket. Rejects with LinkError when nobody, or somebody else, is there. */
export async function connectEye(options: RemoteEyeOptions): Promise<RemoteEye> {
  const eye = new Remote(options);
  await eye.reach();
  return eye;
}

class Remote implements RemoteEye {
  rig: CameraRig = {};
  isOpen = false;
  health: EyeHealth = noHealth;
  readonly crops = new RemoteCrops();
  readonly #options: RemoteEyeOptions;
  #link: Link | undefined;
  #mayOpen = false;
  #waiting: FloorRecord[] = [];
  #heard_s = Number.NEGATIVE_INFINITY;
  #again: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;

  constructor(options: RemoteEyeOptions) {
    this.#options = options;
  }

  async reach(): Promise<void> {
    let greet: (hello: EyeHello) => void = () => {};
    const greeting = new Promise<EyeHello>((done) => {
      greet = done;
    });
    let take = (message: Message): void => {
      greet(readHello(message));
      take = (later) => this.#take(later);
    };
    const link = await connectLink(this.#options, () => ({ message: (message) => take(message) }));
    const timer = setTimeout(() => link.close(), GREETING_S * 1000);
    const hello = await Promise.race([greeting, link.closed.then(() => undefined)]);
    clearTimeout(timer);
    if (hello === undefined)
      throw new LinkError(
        'failed',
        `Cannot use camera at ${this.#options.path}: no greeting came; restart its process`,
      );
    this.rig = hello.rig;
    this.crops.reached(link, hello.tellsPeople);
    this.health = noHealth;
    this.#link = link;
    this.#heard_s = monotonic_s();
    void link.closed.then(() => this.#lost());
    if (this.#isOver) link.close();
  }

  open(): void {
    this.#mayOpen = true;
    if (this.#link === undefined) throw new Error(GONE);
  }

  close(): void {
    this.#mayOpen = false;
    // At once, and not with the next look.
    this.#ask({ odometry: [], imu: [] });
  }

  poll(now_s: number, motion: EyeMotion): readonly FloorRecord[] {
    this.#ask(motion);
    if (this.#link !== undefined && monotonic_s() - this.#heard_s > SILENT_S)
      this.health = { ...this.health, fault: 'The process of the camera is silent.' };
    const due = this.#waiting.filter(({ stamp_s }) => stamp_s <= now_s);
    this.#waiting = this.#waiting.filter(({ stamp_s }) => stamp_s > now_s);
    return this.isOpen ? due : [];
  }

  end(): void {
    this.#isOver = true;
    clearTimeout(this.#again);
    this.#link?.close();
  }

  #ask(motion: EyeMotion): void {
    const { clock } = this.#options;
    const body: BodyClock = { stamp_s: clock.now_s(), monotonic_s: monotonic_s(), rate: clock.rate };
    const { head, bytes } = lookMessage({ mayOpen: this.#mayOpen, clock: body, motion });
    this.#link?.send(head, bytes);
  }

  #take(message: Message): void {
    if (message.head.kind === 'floor') {
      this.#waiting.push(readFloor(message));
      if (this.#waiting.length > MAX_WAITING) this.#waiting.shift();
    } else if (message.head.kind === 'crop') this.#takeCrop(message);
    else if (message.head.kind === 'state') {
      const { isOpen, health } = readState(message);
      this.#heard_s = monotonic_s();
      this.isOpen = isOpen;
      this.health = health;
    } else throw new LinkError('refused', `Cannot take ${String(message.head.kind).slice(0, 32)} of a camera`);
  }

  #takeCrop(message: Message): void {
    try {
      this.crops.take(message);
    } catch (error) {
      this.#options.warn?.(`the link to the camera ends: ${(error as Error).message}`);
      throw error;
    }
  }

  #lost(): void {
    this.#link = undefined;
    this.isOpen = false;
    this.#waiting = [];
    this.crops.lost();
    this.health = { ...noHealth, fault: GONE };
    if (this.#isOver) return;
    this.#again = setTimeout(() => this.reach().catch(() => this.#lost()), 1000 * AGAIN_S);
  }
}
