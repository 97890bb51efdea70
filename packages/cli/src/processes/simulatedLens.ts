import { join } from 'node:path';
import {
  type BodyClock,
  connectLink,
  type Link,
  LinkError,
  type LinkServer,
  listenLink,
  type Message,
  readRig,
} from '@homebound/link';
import type { CameraDevice, CameraFrame, CameraRig } from '@homebound/robot';

/**
 * The cable of a simulated camera. The simulated home is in the motors' process, so that is where its light falls on a sensor; pictures come
 * over this socket to the process with the camera as they would over a ribbon. A real camera has none of this.
 */
const socketOf = (run: string): string => join(run, 'lens.sock');
/** How often the sensor is read out, ms. */
const READ_MS = 20;
const GREETING_MS = 5000;
/** Pictures that wait to be polled. */
const MOST_WAITING = 8;

/** The sensor's end. The camera opens and shuts over it, and is shut when nobody holds the other end. */
export function offerLens(run: string, device: CameraDevice, clock: BodyClock, uid: number): Promise<LinkServer> {
  return listenLink({ path: socketOf(run), peers: { uids: [uid] } }, (link) => {
    link.send({ kind: 'lens', rig: device.rig, clock });
    const read = setInterval(() => {
      if (device.isOpen) for (const frame of device.poll(Number.POSITIVE_INFINITY)) send(link, frame);
    }, READ_MS);
    return {
      message({ head }) {
        if (head.kind === 'close') return device.close();
        if (head.kind !== 'open') throw new LinkError('refused', `A lens opens and closes, and can't ${head.kind}`);
        try {
          device.open();
        } catch (error) {
          link.send({ kind: 'shut', reason: (error as Error).message });
        }
      },
      closed() {
        clearInterval(read);
        device.close();
      },
    };
  });
}

function send(link: Link, { data, ...frame }: CameraFrame): void {
  const head = { exposure_s: 0, ...frame, kind: 'frame', of: frame.kind };
  link.send(head, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

/** The other end, as a device. Rejects with LinkError when there is no such sensor. */
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
