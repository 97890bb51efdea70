import { existsSync, statSync } from 'node:fs';
import { HomeStore, holdsHome, homePlace, openHomeVault } from '@homebound/home';
import type { Vault } from '@homebound/vault';
import { CliError } from './errors.ts';
import { appVersion } from './homeMap.ts';

/** Who asks, in the audit log: somebody at this machine's keyboard. */
export const AT_KEYBOARD = 'here';

/**
 * Opens what a robot has kept in a folder, for as long as `act` takes. Throws CliError where there is no such folder, HomeRefusal while
 * a robot runs on it.
 * @param mayMake whether a store is made where there is none: looking makes none, and gives undefined
 */
export function withKeptStore<R>(
  folder: string,
  mayMake: boolean,
  act: (store: HomeStore, vault: Vault) => R,
): R | undefined {
  if (!existsSync(folder)) throw new CliError(`Folder of a home not found: ${folder}`);
  if (!statSync(folder).isDirectory()) throw new CliError(`Not a folder of a home but a file: ${folder}`);
  const place = homePlace(folder);
  if (!holdsHome(place) && !mayMake) return undefined;
  const warn = (text: string): void => void process.stderr.write(`warning: ${text}\n`);
  const vault = openHomeVault(place, warn);
  try {
    const now_s = (): number => Date.now() / 1000;
    return act(new HomeStore(vault, { appVersion, now_s, warn, changed: () => {} }), vault);
  } finally {
    vault.close();
  }
}
