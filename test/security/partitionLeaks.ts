import { join } from 'node:path';
import { encodeHomeMap } from '@homebound/formats';
import { type Home, openHome } from '@homebound/home';
import { type Disk, folderDisk, folderKeyHome } from '@homebound/vault';
import { namedMap, toldRun } from './homeRig.ts';
import { readImages } from './imageAttack.ts';
import { type Partition, partition } from './partition.ts';

const MARKER = 'MARKER-of-the-bedroom';
const STAYS = 'MARKER-of-the-hall';

export interface PartitionCase {
  /** Of the partition of the data. */
  readonly size_MiB: number;
  /** Maps that are saved before, and whether all but the last are deleted again: so old versions lie in freed blocks. */
  readonly churn: number;
  /** A fault in the folder of the keys. */
  readonly keyDisk?: (disk: Disk) => Disk;
}

export interface PartitionFigures {
  /** What is wrong, a line each. */
  readonly wrong: readonly string[];
  /** Texts that the attack decrypted with the keys of before, of after the deletion, of after the reset. */
  readonly opened: { readonly before: number; readonly afterDelete: number; readonly afterReset: number };
  readonly image_bytes: number;
}

/**
 * A home on real file systems: a map and its run are deleted, then all is reset. The thief has images of the data's partition from before
 * and after, and one of the keys' partition from after.
 */
export async function partitionLeaks({
  size_MiB,
  churn,
  keyDisk = (disk) => disk,
}: PartitionCase): Promise<PartitionFigures> {
  const [data, keys] = [partition(size_MiB), partition(8)];
  try {
    const place = {
      disk: folderDisk(join(data.folder, 'data')),
      keys: folderKeyHome(keyDisk(folderDisk(join(keys.folder, 'keys')))),
    };
    const home = await openHome({ folder: 'partition', appVersion: '0', warn: () => {}, now_s: () => 1.7e9, place });
    try {
      return await attack(home, data, keys, churn);
    } finally {
      await home.close();
    }
  } finally {
    for (const one of [data, keys]) one.end();
  }
}

async function attack(home: Home, data: Partition, keys: Partition, churn: number): Promise<PartitionFigures> {
  const wrong: string[] = [];
  await fill(home, churn);
  const before = data.image();
  const had = readImages([before], [keys.image()]);
  if (!had.some((text) => text.includes(`run ${MARKER}`))) wrong.push('the attack is too weak: it finds no run before');
  if (!had.some((text) => /^\x89HBM/.test(text) && text.includes(MARKER)))
    wrong.push('the attack is too weak: it finds no map before');
  const { gone } = (await home.desk.ask('deleteMap', { id: 'bedroom' }, 'here')).answer;
  if (gone.length !== 2) wrong.push('it was not told what went');
  const deleted = data.image();
  const left = readImages([before, deleted], [keys.image()]);
  if (left.some((text) => text.includes(MARKER))) wrong.push('what was deleted can be decrypted');
  if (!left.some((text) => text.includes(STAYS))) wrong.push('the other map is lost, or the attack too weak');
  home.pressed();
  await home.reset('button');
  const afterReset = readImages([before, deleted, data.image()], [keys.image()]);
  if (afterReset.some((text) => text.includes(STAYS))) wrong.push('what was there before the reset can be decrypted');
  const opened = { before: had.length, afterDelete: left.length, afterReset: afterReset.length };
  return { wrong, opened, image_bytes: before.length };
}

async function fill(home: Home, churn: number): Promise<void> {
  const take = (id: string, room: string) =>
    home.desk.ask('importMap', { name: id }, 'here', encodeHomeMap(namedMap(id, room)));
  for (let n = 0; n < churn; n++) {
    await take(`old-${n}`, `${STAYS} ${n}`);
    if (n > 0) await home.desk.ask('deleteMap', { id: `old-${n - 1}` }, 'here');
  }
  await take('hall', STAYS);
  await take('bedroom', MARKER);
  await home.wake('x');
  home.runs.keep(toldRun('aa', `run ${MARKER}, at first`), false, 'bedroom');
  await new Promise((next) => setImmediate(next));
  home.runs.keep(toldRun('aa', `run ${MARKER}`), true, 'bedroom');
}
