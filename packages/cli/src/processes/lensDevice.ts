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
  const link = await connectLink({ path, server: { uids: [uid] } }, () => ({
    message: (message) => (device === undefined ? greet(message.head) : device.take(message)),
  }));
  const timer = setTimeout(() => link.close(), GREETING_MS);
  const head = await Promise.race([greeting, link.closed.then(() => undefined)]);
  clearTimeout(timer);
  if (head?.kind !== 'lens') throw new LinkError('failed', `Cannot use lens at ${path}: it does not greet`);
  device = new LensDevice(link, readRig(head.rig), head.clock as BodyClock, graphTime);
  return device;
}

/** Its pictures come over a link from where the simulated light falls on the sensor. */
export class LensDevice implements CameraDevice {
  readonly rig: CameraRig;
  isOpen = false;
  readonly closed: Link['closed'];
  readonly #link: Link;
  readonly #clock: BodyClock;
  readonly #graphTime: (monotonic_s: number) => number;
  #waiting: CameraFrame[] = [];

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
    const due = this.#waiting.filter(({ stamp_s }) => stamp_s <= now_s);
    this.#waiting = this.#waiting.filter(({ stamp_s }) => stamp_s > now_s);
    return due;
  }

  take({ head, bytes }: Message): void {
    if (head.kind === 'shut') return this.#shut();
    if (!this.isOpen) return;
    const clock = this.#clock;
    const monotonic_s = clock.monotonic_s + (Number(head.stamp_s) - clock.stamp_s) / clock.rate;
    const stamp_s = this.#graphTime(monotonic_s);
    const exposure_s = Number(head.exposure_s);
    if (head.of === 'depth')
      this.#waiting.push({
        kind: 'depth',
        stamp_s,
        data: new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2),
      });
    else if (head.of === 'color' || head.of === 'laser')
      this.#waiting.push({ kind: head.of, stamp_s, exposure_s, data: bytes });
    if (this.#waiting.length > MOST_WAITING) this.#waiting.shift();
  }

  #shut(): void {
    this.isOpen = false;
    for (const { data } of this.#waiting) data.fill(0);
    this.#waiting = [];
  }
}
