import { join } from 'node:path';
import { connectLink, LinkError, type LinkServer, listenLink } from '@homebound/link';
import { type BodyButtonName, type ButtonRecord, bodyButtons, buttonMarks_s } from '@homebound/robot';
import type { SimulatorControl } from '@homebound/sim';

/** A press beyond this is somebody who sat down on the robot. */
const MAX_HELD_S = 60;
/** A mind that is well answers for a press within 0.3 s of it. */
const HEARD_S = 2;

/** Where a simulated body can be touched. */
const socketOf = (run: string): string => join(run, 'hands.sock');
const thisUser = (): { uids: number[] } => ({ uids: [process.getuid?.() ?? 0] });

export interface Hands extends LinkServer {
  /** A mind has answered for what was pressed. */
  heard(press: ButtonRecord): void;
}

interface Pressed {
  readonly button: BodyButtonName;
  /** The last that the body tells of it, s. */
  readonly mark_s: number;
  answer(isHeard: boolean): void;
}

/**
 * Lets the user whose simulation this is press the body's buttons, and tells whether a mind has heard it. A real body has none of this: its buttons are on
 * the robot.
 */
export async function offerHands(
  run: string,
  control: Pick<SimulatorControl, 'press'>,
  patience_s = HEARD_S,
): Promise<Hands> {
  const waiting = new Set<Pressed>();
  const server = await listenLink({ path: socketOf(run), peers: thisUser(), maxLinks: 4 }, (link) => ({
    message({ head: { kind, button, held_s } }) {
      const isKnown = kind === 'press' && bodyButtons.includes(button as BodyButtonName);
      if (!isKnown || typeof held_s !== 'number' || !(held_s >= 0 && held_s <= MAX_HELD_S))
        throw new LinkError(
          'refused',
          `Cannot press: needs one of ${bodyButtons.join(', ')} and 0 to ${MAX_HELD_S} s, got ${button} and ${held_s}`,
        );
      const late = setTimeout(() => pressed.answer(false), 1000 * (held_s + patience_s));
      const pressed: Pressed = {
        button: button as BodyButtonName,
        mark_s: Math.max(...buttonMarks_s.filter((mark_s) => mark_s <= held_s)),
        answer(isHeard) {
          clearTimeout(late);
          waiting.delete(pressed);
          link.send({ kind: 'done', isHeard });
        },
      };
      waiting.add(pressed);
      control.press(button as BodyButtonName, held_s);
    },
  }));
  return {
    ...server,
    heard({ button, held_s }) {
      for (const pressed of waiting) if (pressed.button === button && pressed.mark_s === held_s) pressed.answer(true);
    },
    async close() {
      for (const { answer } of waiting) answer(false);
      await server.close();
    },
  };
}

/** Whether the motors of a simulated body run in this folder. */
export async function hasHands(run: string): Promise<boolean> {
  const link = await connectLink({ path: socketOf(run), server: thisUser() }, () => ({ message: () => {} })).catch(
    () => undefined,
  );
  link?.close();
  return link !== undefined;
}

/**
 * Presses a button of the simulated body whose motors run in this folder. Rejects when there is none.
 * @returns whether a mind has heard it, once it was held for that long
 */
export async function press(run: string, button: BodyButtonName, held_s = 0): Promise<boolean> {
  let answer = (_: boolean): void => {};
  const pressed = new Promise<boolean>((done) => {
    answer = done;
  });
  const link = await connectLink({ path: socketOf(run), server: thisUser() }, () => ({
    message: ({ head }) => answer(head.isHeard === true),
  }));
  link.send({ kind: 'press', button, held_s });
  const outcome = await Promise.race([pressed, link.closed]);
  link.close();
  if (typeof outcome !== 'boolean')
    throw new LinkError('refused', `Cannot press ${button} for ${held_s} s: the body refused; at most ${MAX_HELD_S} s`);
  return outcome;
}
