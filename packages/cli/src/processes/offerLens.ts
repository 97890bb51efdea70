import { join } from 'node:path';
import { type BodyClock, type Link, LinkError, type LinkServer, listenLink } from '@homebound/link';
import type { CameraDevice, CameraFrame } from '@homebound/robot';

/** How often the sensor is read out, ms. */
const READ_MS = 20;

/**
 * The cable of a simulated camera. The simulated home is in the motors' process, so that is where its light falls on a sensor; pictures come
 * over this socket to the process with the camera as they would over a ribbon. A real camera has none of this.
 * This is the sensor's end: it opens and shuts by a word of the other, and is shut when nobody holds that. A body without an eye offers none.
 */
export async function offerLens(
  run: string,
  device: CameraDevice | undefined,
  clock: BodyClock,
  uid: number,
): Promise<LinkServer | undefined> {
  if (device === undefined) return undefined;
  return listenLink({ path: join(run, 'lens.sock'), peers: { uids: [uid] } }, (link) => {
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
