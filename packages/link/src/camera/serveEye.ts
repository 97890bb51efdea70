import type { FloorEye } from '@homebound/robot';
import type { Link } from '../link.ts';
import { type LinkServer, type ListenOptions, listenLink } from '../listenLink.ts';
import { type BodyClock, bodyTime, monotonic_s } from '../motor/bodyClock.ts';
import { cropMessage, readWishes } from './cropMessages.ts';
import { floorMessage, helloMessage, readLook, stateMessage } from './eyeMessages.ts';

/** Without a word of the mind for so long the camera is shut, s: counted here, whatever becomes of the mind. */
const FRESH_S = 0.5;
/** A camera that does not open is tried again after this, s. */
const AGAIN_S = 1;
/** What pictures are wanted of is forgotten when it is not said again for so long, s. */
const WISH_S = 2;

export interface EyeOptions extends Omit<ListenOptions, 'maxLinks'> {
  readonly eye: FloorEye;
  /** Told of the graph's clock, which the stamps of looks are to be on. */
  readonly onClock?: (clock: BodyClock) => void;
  /** Told of the mind's coming and going. */
  readonly onMind?: (isThere: boolean) => void;
}

/**
 * Serves what a camera sees of the floor to a mind in another process. The camera is open only while that mind is there and says, again and
 * again, that it may be. Nothing goes out but looks, how it is, and crops of what that mind says, again and again, that it wants.
 */
export async function serveEye(options: EyeOptions): Promise<LinkServer> {
  const { eye, onClock, onMind } = options;
  let fault = '';
  let asked = 0;
  let tried_s = Number.NEGATIVE_INFINITY;
  const shut = (): void => {
    fault = '';
    tried_s = Number.NEGATIVE_INFINITY;
    eye.crops?.want([]);
    if (eye.isOpen) eye.close();
  };
  const open = (): void => {
    if (eye.isOpen || monotonic_s() - tried_s < AGAIN_S) return;
    tried_s = monotonic_s();
    try {
      eye.open();
      fault = '';
    } catch (error) {
      fault = `The camera does not open: ${(error as Error).message}`.replace(/\p{C}/gu, ' ').slice(0, 200);
    }
  };
  const tell = (link: Link): void => {
    const { isOpen, health } = eye;
    link.send(stateMessage({ asked, isOpen, health: { ...health, fault: fault || health.fault } }));
  };
  const server = await listenLink({ ...options, maxLinks: 1 }, (link) => {
    const watchdog = setTimeout(() => {
      shut();
      if (link.isOpen) tell(link);
    }, 1000 * FRESH_S);
    const wishes = setTimeout(() => eye.crops?.want([]), 1000 * WISH_S);
    asked = 0;
    link.send(helloMessage({ rig: eye.rig, tellsPeople: eye.crops?.tellsPeople ?? false }));
    onMind?.(true);
    return {
      message(message) {
        if (message.head.kind === 'wish') {
          wishes.refresh();
          return eye.crops?.want(readWishes(message));
        }
        const look = readLook(message);
        const { mayOpen, clock, motion } = look;
        asked = look.asked;
        watchdog.refresh();
        onClock?.(clock);
        if (mayOpen) open();
        else shut();
        for (const record of eye.poll(bodyTime(clock), motion)) {
          const { head, bytes } = floorMessage(record);
          link.send(head, bytes);
        }
        for (const crop of eye.crops?.taken() ?? []) {
          const { head, bytes } = cropMessage(crop);
          link.send(head, bytes);
        }
        tell(link);
      },
      closed() {
        clearTimeout(watchdog);
        clearTimeout(wishes);
        shut();
        onMind?.(false);
      },
    };
  });
  return {
    ...server,
    close: async () => {
      shut();
      await server.close();
    },
  };
}
