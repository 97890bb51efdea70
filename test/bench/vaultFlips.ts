import { createRng } from '@homebound/math';
import { CrashingDisk, folderKeyHome, Vault } from '@homebound/vault';
import { carryOut, isSame, modelOf } from './vaultModel.ts';

export interface FlipFigures {
  flips: number;
  /** Named, with the older version or the other copy of the index in its place. */
  named: number;
  /** In what holds nothing: the spare room. */
  idle: number;
  undetected: number;
}

/** Changes one bit of one file of a vault, and looks whether that is told or something else than was saved comes back. */
export function flipBits(count: number, seed: number): FlipFigures {
  const figures: FlipFigures = { flips: 0, named: 0, idle: 0, undetected: 0 };
  const rng = createRng(seed);
  const data = new CrashingDisk();
  const keys = new CrashingDisk();
  const vault = Vault.open({ disk: data, keys: folderKeyHome(keys) });
  for (const n of [1, 2, 3]) carryOut(vault, { do: 'save', id: 'ground', n });
  const { model } = modelOf(vault);
  vault.close();
  for (; figures.flips < count; figures.flips++) {
    const disk = data.afterCrash(-1, 1);
    const names = disk.names();
    const name = names[Math.floor(rng.uniform() * names.length)];
    const bytes = disk.read(name);
    const bit = Math.floor(rng.uniform() * 8 * bytes.length);
    disk.write(name, bytes.with(bit >> 3, bytes[bit >> 3] ^ (1 << (bit & 7))));
    const opened = Vault.open({ disk, keys: folderKeyHome(keys.afterCrash(-1, 1)) });
    const found = modelOf(opened);
    if (found.wrong.length + opened.warnings.length > 0) figures.named++;
    else if (name === 'spare' && isSame(found.model, model)) figures.idle++;
    else figures.undetected++;
  }
  return figures;
}
