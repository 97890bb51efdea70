import { type BodyButtonName, privacyOn_s, reset_s } from '@homebound/robot';
import { CliError } from '../errors.ts';
import { press as pressButton } from '../processes/hands.ts';

interface Press {
  readonly button: BodyButtonName;
  readonly held_s: number;
  /** What comes of it. */
  readonly words: string;
  /** What comes of it when no mind has heard it. */
  readonly unheard: string;
  /** The motors' process tells the next mind, however late: nothing is left to do. */
  readonly isKept: boolean;
}

const UNHEARD = "Not heard yet: the robot's mind is gone, or too busy to answer.";

/** What a person means, and how long they hold which button for it. */
const presses: Readonly<Record<string, Press>> = {
  pair: {
    button: 'pair',
    held_s: 0,
    unheard: `${UNHEARD} Press again in a moment.`,
    isKept: false,
    words:
      'With --lan the robot says a code, where serve runs; type it on the page. On this machine alone nothing is paired.',
  },
  privacy: {
    button: 'privacy',
    held_s: 0,
    words:
      'Nobody drives the robot by hand, or sends it to a point, zone or spot, and its camera is shut: until privacy-off, or until an admin allows driving again, a day from now at the earliest. Then an admin may switch the camera on.',
    unheard: `${UNHEARD} The next word that it gets is this one, before it can drive or open its camera; a camera whose mind is gone has shut itself.`,
    isKept: true,
  },
  'privacy-off': {
    button: 'privacy',
    held_s: privacyOn_s,
    words: `Held for ${privacyOn_s} s; driving by hand is allowed again. The camera stays shut until an admin switches it on.`,
    unheard: `${UNHEARD} It is told when it answers; until then all stays off.`,
    isKept: true,
  },
  reset: {
    button: 'reset',
    held_s: reset_s,
    words: `Held for ${reset_s} s; the robot forgets all that it keeps, and says so where serve runs.`,
    unheard: `${UNHEARD} If it does not say within half a minute that it was reset, where serve runs, hold the button again.`,
    isKept: false,
  },
};

/** `homebound press`: a button of a simulated body. Fails when it was not heard and is to be pressed again. */
export async function press(what: string, { run }: { readonly run: string }): Promise<void> {
  const found = Object.hasOwn(presses, what) ? presses[what] : undefined;
  if (found === undefined) throw new CliError(`No press is called ${what}: say ${Object.keys(presses).join(', ')}`);
  const isHeard = await pressButton(run, found.button, found.held_s).catch((cause: Error) => {
    throw new CliError(
      `No simulated robot can be touched in ${run}: start one with homebound serve (${cause.message})`,
      { cause },
    );
  });
  if (!isHeard && !found.isKept) throw new CliError(found.unheard);
  process.stdout.write(`${isHeard ? found.words : found.unheard}\n`);
}
