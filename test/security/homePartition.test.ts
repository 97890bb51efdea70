import { canMount } from './partition.ts';
import { partitionLeaks } from './partitionLeaks.ts';
import { wrapped } from './vaultRig.ts';

/** On a real ext4; skipped by name where file systems can't be mounted. */
const mounted = canMount() ? test : (test.skip as typeof test);
const small = { size_MiB: 24, churn: 3 };

mounted(
  'T-DEL, T-RESET: images of the partition from before and after, with every key that is left, open nothing of it',
  async () => {
    const { wrong, opened } = await partitionLeaks(small);
    expect(wrong).toEqual([]);
    expect(opened.before).toBeGreaterThan(opened.afterDelete);
  },
);

mounted('T-DEL, T-RESET, planted fault: on a real partition the old key is not written over', async () => {
  const { wrong } = await partitionLeaks({ ...small, keyDisk: (disk) => wrapped(disk, { overwrite: () => {} }) });
  expect(wrong).toEqual(['what was deleted can be decrypted', 'what was there before the reset can be decrypted']);
});

mounted('T-DEL, planted fault: on a real partition the old key is written anew, not where it lies', async () => {
  // Another file of the same name: ext4 gives it other blocks, and what was in the old ones stays.
  const anew = (disk: Parameters<typeof wrapped>[0]) =>
    wrapped(disk, {
      overwrite: (name, bytes) => {
        disk.write(`${name}.new`, bytes);
        disk.sync(`${name}.new`);
        disk.rename(`${name}.new`, name);
      },
    });
  expect((await partitionLeaks({ ...small, keyDisk: anew })).wrong).toContain('what was deleted can be decrypted');
});
