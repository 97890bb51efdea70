import type { KeyHome } from '@homebound/vault';
import { decryptAll } from './vaultAttack.ts';
import { keep, type Plant, securityRig, wrapped } from './vaultRig.ts';

const MARKER = 'MARKER-of-the-bedroom';
const STAYS = 'MARKER-of-the-hall';

/**
 * Deletes a map and attacks: all that was ever written to the data folder, with every key that the key medium still holds.
 * @returns what is wrong, a line each
 */
function deletionLeaks(plant: Plant = {}): string[] {
  const rig = securityRig(plant);
  const vault = rig.open();
  for (const n of [1, 2, 3, 4, 5]) keep(vault, 'map', 'bedroom', `${MARKER} ${n}`);
  keep(vault, 'map', 'hall', STAYS);
  const before = decryptAll({ data: rig.data.journal, keyMedium: rig.keyDisk.medium() });
  const wrong: string[] = [];
  if (!before.some((text) => text.includes(MARKER)))
    wrong.push('the attack is too weak: it finds nothing before either');
  const result = vault.delete('map', 'bedroom');
  if (!result.ok || result.gone.length !== 1 || result.gone[0].versions !== 3) wrong.push('it was not told what went');
  const after = decryptAll({ data: rig.data.journal, keyMedium: rig.keyDisk.medium() });
  if (after.some((text) => text.includes(MARKER))) wrong.push('the deleted map can be decrypted');
  if (after.some((text) => text.includes('bedroom')))
    wrong.push('an index that names the deleted map can be decrypted');
  if (!after.some((text) => text.includes(STAYS))) wrong.push('the other map is lost, or the attack too weak');
  if (vault.get('map', 'bedroom') !== undefined) wrong.push('the map is still there');
  return wrong;
}

/** Resets and attacks in the same way. */
function resetLeaks(plant: Plant = {}): string[] {
  const rig = securityRig(plant);
  const vault = rig.open();
  keep(vault, 'map', 'bedroom', MARKER);
  keep(vault, 'pairing', 'phone', `${MARKER} token`);
  keep(vault, 'settings', 'network', `${MARKER} name and password`);
  const before = rig.data.names();
  const gone = vault.reset();
  const wrong: string[] = [];
  if (gone.length !== 3) wrong.push('it was not told what went');
  const after = decryptAll({ data: rig.data.journal, keyMedium: rig.keyDisk.medium() });
  if (after.some((text) => text.includes(MARKER))) wrong.push('what was there before the reset can be decrypted');
  if (vault.list().length > 0) wrong.push('something is still there');
  const objects = before.filter((name) => /^[0-9a-f]{32}$/.test(name));
  if (objects.some((name) => rig.data.names().includes(name))) wrong.push('files are left');
  return wrong;
}

/** Cuts the power at each step of a deletion. @returns what is wrong, a line each */
function cutDeletionLeaks(plant: Plant = {}): string[] {
  const wrong = new Set<string>();
  for (let step = 0, isOver = false; !isOver; step++) {
    const rig = securityRig(plant);
    const vault = rig.open();
    keep(vault, 'map', 'bedroom', MARKER);
    keep(vault, 'map', 'hall', STAYS);
    rig.power.failsBefore = rig.power.steps + step;
    try {
      isOver = vault.delete('map', 'bedroom').ok && rig.power.steps < rig.power.failsBefore;
    } catch {
      // What is there after the cut is looked at below, whatever was said.
    }
    for (const [lasting, share] of [
      [0, 0],
      [0, 0.5],
      [-1, 0.5],
      [-1, 1],
    ]) {
      const after = rig.afterCrash(lasting, share);
      const found = after.open();
      const stolen = decryptAll({ data: after.data.journal, keyMedium: after.keyDisk.medium() });
      const isThere = found.get('map', 'bedroom') !== undefined;
      if (isThere !== stolen.some((text) => text.includes(MARKER))) wrong.add('neither there nor gone for ever');
      if (found.get('map', 'hall') === undefined) wrong.add('the other map is lost');
    }
  }
  return [...wrong];
}

// The faults: each is one line that somebody could write in good faith.
const skipsOverwrite: Plant = { keyDisk: (disk) => wrapped(disk, { overwrite: () => {} }) };
const keepsOldKeys: Plant = {
  keyDisk: (disk) => {
    let n = 0;
    return wrapped(disk, {
      overwrite: (name, bytes) => {
        disk.write(`${name}.backup-${n++}`, disk.read(name));
        disk.overwrite(name, bytes);
      },
    });
  },
};
const sameKeyAgain: Plant = {
  random: (() => {
    let n = 0;
    // Names and nonces differ; a key of 32 bytes is always the same.
    return (count: number) =>
      count === 32 ? new Uint8Array(32).fill(7) : Uint8Array.from({ length: count }, () => n++ & 0xff);
  })(),
};
const neverErases: Plant = { keys: (keys: KeyHome) => ({ ...keys, erase: () => {} }) };
const removesNothing: Plant = {
  data: (disk) => wrapped(disk, { remove: (name) => (/^[0-9a-f]{32}$/.test(name) ? undefined : disk.remove(name)) }),
};

test('T-DEL: all bytes ever written, with every key that is left, decrypt nothing of a deleted map', () => {
  expect(deletionLeaks()).toEqual([]);
});

test('T-DEL: the power goes at any step of a deletion: after the next start the map is there, or gone for ever', () => {
  expect(cutDeletionLeaks()).toEqual([]);
  expect(cutDeletionLeaks(skipsOverwrite)).toEqual(['neither there nor gone for ever']);
});

test.each<[string, Plant]>([
  ['the old key is not written over', skipsOverwrite],
  ['old keys are kept "to be safe"', keepsOldKeys],
  ['the new key is the old one', sameKeyAgain],
])('T-DEL, planted fault: %s', (_, plant) => {
  expect(deletionLeaks(plant)).toContain('the deleted map can be decrypted');
});

test('T-RESET: after a reset nothing that was there can be decrypted, and no file is left', () => {
  expect(resetLeaks()).toEqual([]);
});

test.each<[string, Plant, string]>([
  ['keys are not erased', neverErases, 'what was there before the reset can be decrypted'],
  ['keys are not written over', skipsOverwrite, 'what was there before the reset can be decrypted'],
  ['files are not removed', removesNothing, 'files are left'],
])('T-RESET, planted fault: %s', (_, plant, problem) => {
  expect(resetLeaks(plant)).toContain(problem);
});
