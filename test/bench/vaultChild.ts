import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { createRng } from '@homebound/math';
import { folderDisk, folderKeyHome, Vault } from '@homebound/vault';
import { carryOut, chooseAct, modelAfter, modelOf } from './vaultModel.ts';

/** The vault of a bench folder. */
export function openVault(folder: string): Vault {
  return Vault.open({
    disk: folderDisk(join(folder, 'data')),
    keys: folderKeyHome(folderDisk(join(folder, 'keys'))),
  });
}

/**
 * Saves, edits, deletes without end, for a parent that kills it. Says each act before it begins and once it has returned, a line
 * each, written at once.
 */
export function runChild(folder: string, seed: number, firstNumber: number): void {
  const rng = createRng(seed);
  const vault = openVault(folder);
  let { model } = modelOf(vault);
  const say = (line: unknown): void => void writeSync(1, `${JSON.stringify(line)}\n`);
  say('ready');
  for (let n = firstNumber; ; n++) {
    const act = chooseAct(model, n, () => rng.uniform());
    say(act);
    carryOut(vault, act);
    say('done');
    model = modelAfter(model, act);
  }
}
