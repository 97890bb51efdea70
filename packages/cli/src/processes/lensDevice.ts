import { type BodyClock, connectLink, type Link, LinkError, type Message, readRig } from '@homebound/link';
import type { CameraDevice, CameraFrame, CameraRig } from '@homebound/robot';

const GREETING_MS = 5000;
/** Pictures that wait to be polled. */
const MOST_WAITING = 8;

/** The lens of a simulated body that `offerLens` serves, as a device. Rejects with LinkError when there is no such sensor. */
export async function connectLens(
  path: string,
  uid: number,
  graphTime: (monotonic_s: number) => number,
): Promise<LensDevice> {
  let greet: (head: Message['head']) => void = () => {};
  const greeting = new Promise<Message['head']>((done) => {
    greet = done;
  });
  let device: LensDevice | undefined;
  const link = await connectLink({ path, server: { uids: [uid] }, wipes: true }, () => ({
    message: (message) => (device === undefined ? greet(message.head) : device.take(message)),
  }));
  const timer = setTimeout(() => link.close(), GREETING_MS);
  const head = await Promise.race([greeting, link.closed.then(() => undefined)]);
  clearTimeout(timer);
  if (head?.kind !== 'lens') throw new LinkError('failed', `Cannot use lens at ${path}: it does not greet`);
  device = new LensDevice(link, readRig(head.rig), head.clock as BodyClock, graphTime);
  return device;
}

/** A picture's memory, used again and again. */
interface Slot {
  readonly of: CameraFrame['kind'];
  readonly bytes: Uint8Array;
  stamp_s: number;
  exposure_s: number;
}

/** Its pictures come over a link from where the simulated light falls on the sensor. Shut, it has overwritten all that it held of them. */
export class LensDevice implements CameraDevice {
  readonly rig: CameraRig;
  isOpen = false;
  readonly closed: Link['closed'];
  readonly #link: Link;
  readonly #clock: BodyClock;
  readonly #graphTime: (monotonic_s: number) => number;
  /** Oldest first; lent to the last poll; free. */
  #waiting: Slot[] = [];
  #lent: Slot[] = [];
  #free: Slot[] = [];

  constructor(link: Link, rig: CameraRig, clock: BodyClock, graphTime: (monotonic_s: number) => number) {
    this.rig = rig;
    this.closed = link.closed;
    this.#link = link;
    this.#clock = clock;
    this.#graphTime = graphTime;
    void link.closed.then(() => this.#shut());
  }

  open(): void {
    if (!this.#link.isOpen) throw new Error('the simulated body is gone');
    this.#link.send({ kind: 'open' });
    this.isOpen = true;
  }

  close(): void {
    this.#link.send({ kind: 'close' });
    this.#shut();
  }

  poll(now_s: number): readonly CameraFrame[] {
    this.#free.push(...this.#lent);
    this.#lent = this.#waiting.filter(({ stamp_s }) => stamp_s <= now_s);
    this.#waiting = this.#waiting.filter(({ stamp_s }) => stamp_s > now_s);
    return this.#lent.map(frameOf);
  }

  take({ head, bytes }: Message): void {
    if (head.kind === 'shut') return this.#shut();
    const { of } = head;
    if (!this.isOpen || (of !== 'color' && of !== 'depth' && of !== 'laser')) return;
    const clock = this.#clock;
    const slot = this.#slot(of, bytes.length);
    slot.bytes.set(bytes);
    slot.stamp_s = this.#graphTime(clock.monotonic_s + (Number(head.stamp_s) - clock.stamp_s) / clock.rate);
    slot.exposure_s = Number(head.exposure_s);
    this.#waiting.push(slot);
    if (this.#waiting.length > MOST_WAITING) this.#free.push(this.#waiting.shift() as Slot);
  }

  #slot(of: CameraFrame['kind'], length: number): Slot {
    const k = this.#free.findIndex((slot) => slot.of === of && slot.bytes.length === length);
    return this.#free.splice(k, k < 0 ? 0 : 1)[0] ?? { of, bytes: new Uint8Array(length), stamp_s: 0, exposure_s: 0 };
  }

  #shut(): void {
    this.isOpen = false;
    this.#free.push(...this.#waiting.splice(0), ...this.#lent.splice(0));
    for (const { bytes } of this.#free) bytes.fill(0);
  }
}

function frameOf({ of, bytes, stamp_s, exposure_s }: Slot): CameraFrame {
  if (of === 'depth') return { kind: of, stamp_s, data: new Float32Array(bytes.buffer) };
  return { kind: of, stamp_s, exposure_s, data: bytes };
}
