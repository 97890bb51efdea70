import { join } from 'node:path';
import { connectLink, LinkError, type LinkServer, listenLink } from '@homebound/link';
import { type BodyButtonName, bodyButtons } from '@homebound/robot';
import { CliError } from '../errors.ts';

/** Longer than any button needs to be held, s. */
const LONGEST_S = 20;

/** The buttons of a simulated body, for whoever would have it in hand: processes of the same user. A real body has buttons of its own. */
export function serveButtons(
  run: string,
  press: (button: BodyButtonName, held_s: number) => void,
): Promise<LinkServer> {
  const peers = { uids: [process.getuid?.() ?? 0] };
  return listenLink({ path: join(run, 'body.sock'), peers, maxLinks: 4 }, (link) => ({
    message: ({ head: { button, held_s } }) => {
      const isName = bodyButtons.includes(button as BodyButtonName);
      if (!isName || !(Number(held_s) >= 0 && Number(held_s) <= LONGEST_S))
        throw new LinkError(
          'refused',
          `A simulated body has the buttons ${bodyButtons.join(', ')}, got ${String(button)}`,
        );
      press(button as BodyButtonName, Number(held_s));
      link.send({ pressed: button });
    },
  }));
}

/** Presses one. Rejects when there is no simulated body. */
export async function pressButton(run: string, button: BodyButtonName, held_s: number): Promise<void> {
  const path = join(run, 'body.sock');
  let heard = (): void => {};
  const pressed = new Promise<void>((done) => {
    heard = done;
  });
  const server = { uids: [process.getuid?.() ?? 0] };
  const link = await connectLink({ path, server }, () => ({ message: () => heard() })).catch((cause: Error) => {
    throw new CliError(`No simulated robot runs in ${run}: start one with homebound serve (${cause.message})`, {
      cause,
    });
  });
  link.send({ button, held_s });
  await Promise.race([pressed, link.closed]);
  link.close();
}
