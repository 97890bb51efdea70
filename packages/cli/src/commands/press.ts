import { type BodyButtonName, privacyOn_s, reset_s } from '@homebound/robot';
import { CliError } from '../errors.ts';
import { press as pressButton } from '../processes/hands.ts';

interface Press {
  readonly button: BodyButtonName;
  readonly held_s: number;
  /** What comes of it. */
  readonly words: string;
}

/** What a person means, and how long they hold which button for it. */
const presses: Readonly<Record<string, Press>> = {
  pair: {
    button: 'pair',
    held_s: 0,
    words:
      'With --lan the robot says a code, where serve runs; type it on the page. On this machine alone nothing is paired.',
  },
  privacy: {
    button: 'privacy',
    held_s: 0,
    words:
      'Nobody drives the robot by hand, or sends it to a point, zone or spot, until privacy-off; after a day an admin may allow it again. Its camera stays shut until an admin opens it.',
  },
  'privacy-off': {
    button: 'privacy',
    held_s: privacyOn_s,
    words: `Held for ${privacyOn_s} s; then all that is allowed again.`,
  },
  reset: {
    button: 'reset',
    held_s: reset_s,
    words: `Held for ${reset_s} s; then the robot forgets all that it keeps.`,
  },
};

/** `homebound press`: a button of a simulated body. */
export async function press(what: string, { run }: { readonly run: string }): Promise<void> {
  const found = Object.hasOwn(presses, what) ? presses[what] : undefined;
  if (found === undefined) throw new CliError(`No press is called ${what}: say ${Object.keys(presses).join(', ')}`);
  await pressButton(run, found.button, found.held_s).catch((cause: Error) => {
    throw new CliError(
      `No simulated robot can be touched in ${run}: start one with homebound serve (${cause.message})`,
      { cause },
    );
  });
  process.stdout.write(`${found.words}\n`);
}
