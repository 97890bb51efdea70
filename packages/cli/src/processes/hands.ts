import { join } from 'node:path';
import { connectLink, LinkError, type LinkServer, listenLink } from '@homebound/link';
import { type BodyButtonName, bodyButtons } from '@homebound/robot';
import type { SimulatorControl } from '@homebound/sim';

/** A press beyond this is somebody who sat down on the robot. */
const MAX_HELD_S = 60;
const DONE = { kind: 'done' };

/** Where a simulated body can be touched. */
const socketOf = (run: string): string => join(run, 'hands.sock');
const thisUser = (): { uids: number[] } => ({ uids: [process.getuid?.() ?? 0] });

/** Lets the user whose simulation this is press the body's buttons. A real body has none of this: its buttons are on the robot. */
export function offerHands(run: string, control: Pick<SimulatorControl, 'press'>): Promise<LinkServer> {
  return listenLink({ path: socketOf(run), peers: thisUser(), maxLinks: 4 }, (link) => ({
    message({ head: { kind, button, held_s } }) {
      const isKnown = kind === 'press' && bodyButtons.includes(button as BodyButtonName);
      if (!isKnown || typeof held_s !== 'number' || !(held_s >= 0 && held_s <= MAX_HELD_S))
        throw new LinkError(
          'refused',
          `Cannot press: needs one of ${bodyButtons.join(', ')} and 0 to ${MAX_HELD_S} s, got ${button} and ${held_s}`,
        );
      control.press(button as BodyButtonName, held_s);
      link.send(DONE);
    },
  }));
}

/** Whether the motors of a simulated body run in this folder. */
export async function hasHands(run: string): Promise<boolean> {
  const link = await connectLink({ path: socketOf(run), server: thisUser() }, () => ({ message: () => {} })).catch(
    () => undefined,
  );
  link?.close();
  return link !== undefined;
}

/** Presses a button of the simulated body whose motors run in this folder. Rejects when there is none. */
export async function press(run: string, button: BodyButtonName, held_s = 0): Promise<void> {
  let answer = (): void => {};
  const pressed = new Promise<'pressed'>((done) => {
    answer = () => done('pressed');
  });
  const link = await connectLink({ path: socketOf(run), server: thisUser() }, () => ({ message: () => answer() }));
  link.send({ kind: 'press', button, held_s });
  const outcome = await Promise.race([pressed, link.closed]);
  link.close();
  if (outcome !== 'pressed')
    throw new LinkError('refused', `Cannot press ${button} for ${held_s} s: the body refused; at most ${MAX_HELD_S} s`);
}
