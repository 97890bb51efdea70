import { type BodyButtonName, bodyButtons, privacyOn_s, reset_s } from '@homebound/robot';
import { CliError } from '../errors.ts';
import { press as pressButton } from '../processes/hands.ts';

/** What a person means, and how long they hold which button for it. */
const presses: Readonly<Record<string, { readonly button: BodyButtonName; readonly held_s: number }>> = {
  pair: { button: 'pair', held_s: 0 },
  privacy: { button: 'privacy', held_s: 0 },
  'privacy-off': { button: 'privacy', held_s: privacyOn_s },
  reset: { button: 'reset', held_s: reset_s },
};

/** `homebound press`: a button of a simulated body. */
export async function press(what: string, { run }: { readonly run: string }): Promise<void> {
  const found = Object.hasOwn(presses, what) ? presses[what] : undefined;
  if (found === undefined)
    throw new CliError(
      `No press is called ${what}: say ${Object.keys(presses).join(', ')} (buttons: ${bodyButtons.join(', ')})`,
    );
  await pressButton(run, found.button, found.held_s).catch((cause: Error) => {
    throw new CliError(
      `No simulated robot can be touched in ${run}: start one with homebound serve (${cause.message})`,
      { cause },
    );
  });
}
