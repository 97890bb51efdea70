import type { CameraRig, CropSource, EyeHealth, EyeMotion, FloorEye, FloorRecord } from '@homebound/robot';
import { type ConnectOptions, connectLink } from '../connectLink.ts';
import type { Message } from '../frames.ts';
import type { Link, LinkEnd } from '../link.ts';
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

const noHealth: EyeHealth = { looks: 0, refused: 0, frozen: 0, dropped: 0, fault: '', looks_hz: 0, cost_s: 0 };
const GONE = 'The process of the camera is gone.';
const DUMB = 'The process of the camera does not answer: the camera counts as open.';

/**
 * The eye behind the camera's socket. Rejects with LinkError when nobody, or somebody else, is there. Somebody who is there and does not greet
 * is an eye that counts as open, until they do or are gone.
 */
export async function connectEye(options: RemoteEyeOptions): Promise<RemoteEye> {
  const eye = new Remote(options);
  await eye.reach().catch((error: unknown) => {
    if (!isDumb(error)) throw error;
    eye.isDumb();
  });
  return eye;
}

/** A process that takes a link and says nothing on it stands still. What the kernel says of one that is gone is another thing. */
const isDumb = (error: unknown): boolean => error instanceof LinkError && error.code === 'silent';

/**
 * Whether a camera is shut whose link ended so: its process ended the link, which shuts it, or is gone, and the kernel has shut all that it had
 * open. One that stands still, or says what is none of its words, may have it open.
 */
function shuts({ reason }: LinkEnd): boolean {
  return reason === 'closedThere' || reason === 'halfFrame' || reason === 'failed' || reason === 'closedHere';
}

class Remote implements RemoteEye {
  rig: CameraRig = {};
  isOpen = false;
  health: EyeHealth = noHealth;
  readonly crops = new RemoteCrops();
  readonly #options: RemoteEyeOptions;
  #link: Link | undefined;
  #mayOpen = false;
  /** Looks asked for on this link; and the first of them by which the camera was let go. */
  #asked = 0;
  #letGo = 0;
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
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      link.close();
    }, GREETING_S * 1000);
    const hello = await Promise.race([greeting, link.closed.then((end) => ({ end }))]);
    clearTimeout(timer);
    if ('end' in hello) {
      const isSilent = isLate || hello.end.reason === 'silent';
      throw new LinkError(
        isSilent ? 'silent' : 'failed',
        `Cannot use camera at ${this.#options.path}: no greeting came; restart its process`,
      );
    }
    this.rig = hello.rig;
    this.crops.reached(link, hello.tellsPeople);
    this.health = noHealth;
    this.#link = link;
    this.#asked = 0;
    this.#letGo = 0;
    this.#heard_s = monotonic_s();
    void link.closed.then((end) => this.#lost(shuts(end)));
    if (this.#isOver) link.close();
  }

  open(): void {
    this.#mayOpen = true;
    if (this.#link === undefined) throw new Error(GONE);
  }

  close(): void {
    const mayHaveOpened = this.#mayOpen;
    this.#mayOpen = false;
    // At once, and not with the next look.
    this.#ask({ odometry: [], imu: [] });
    if (!mayHaveOpened || this.#link === undefined) return;
    // Until it answers to that: it may open on what it was told before.
    this.#letGo = this.#asked;
    this.isOpen = true;
  }

  poll(now_s: number, motion: EyeMotion): readonly FloorRecord[] {
    this.#ask(motion);
    if (this.#link !== undefined && this.isOpen && monotonic_s() - this.#heard_s > SILENT_S)
      this.health = { ...this.health, fault: DUMB };
    const due = this.#waiting.filter(({ stamp_s }) => stamp_s <= now_s);
    this.#waiting = this.#waiting.filter(({ stamp_s }) => stamp_s > now_s);
    return this.isOpen ? due : [];
  }

  /** It is there and did not greet. */
  isDumb(): void {
    this.isOpen = true;
    this.#lost(false);
  }

  end(): void {
    this.#isOver = true;
    clearTimeout(this.#again);
    this.#link?.close();
  }

  #ask(motion: EyeMotion): void {
    const { clock } = this.#options;
    const body: BodyClock = { stamp_s: clock.now_s(), monotonic_s: monotonic_s(), rate: clock.rate };
    const { head, bytes } = lookMessage({ asked: ++this.#asked, mayOpen: this.#mayOpen, clock: body, motion });
    this.#link?.send(head, bytes);
  }

  #take(message: Message): void {
    if (message.head.kind === 'floor') {
      this.#waiting.push(readFloor(message));
      if (this.#waiting.length > MAX_WAITING) this.#waiting.shift();
    } else if (message.head.kind === 'crop') this.#takeCrop(message);
    else if (message.head.kind === 'state') {
      const { asked, isOpen, health } = readState(message);
      this.#heard_s = monotonic_s();
      this.isOpen = isOpen || asked < this.#letGo;
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

  /** @param isShut  what is not known to be shut counts as open, if it was or was about to be */
  #lost(isShut: boolean): void {
    this.#link = undefined;
    this.isOpen = !isShut && (this.isOpen || this.#mayOpen);
    this.#waiting = [];
    this.crops.lost();
    this.health = { ...noHealth, fault: this.isOpen ? DUMB : GONE };
    if (this.#isOver) return;
    this.#again = setTimeout(
      () => this.reach().catch((error) => this.#lost((error as LinkError).code === 'noServer')),
      1000 * AGAIN_S,
    );
  }
}
