import type { Disk } from '@homebound/vault';
import { type BoundaryPlant, cutAtEachStep, fillAtEachStep } from '../bench/vaultBoundaries.ts';
import { wrapped } from './vaultRig.ts';

/** As many subsets of unsynced changes as find each fault below; the benchmark tries 256. */
const SUBSETS = 8;

/** A rename that is a copy: not in one step. */
const copies = (disk: Disk): Disk =>
  wrapped(disk, {
    rename: (from, to) => {
      disk.write(to, disk.read(from));
      disk.remove(from);
    },
  });

const faults: [string, BoundaryPlant][] = [
  ['files are not synced', { data: (disk) => wrapped(disk, { sync: () => {} }) }],
  ['names are not synced', { data: (disk) => wrapped(disk, { syncFolder: () => {} }) }],
  ['the index is copied, not renamed', { data: copies }],
  [
    'the old key goes before the index is there under the new one',
    {
      keys: (keys) => ({
        ...keys,
        stage: (key) => {
          keys.stage(key);
          keys.commit();
        },
        commit: () => {},
      }),
    },
  ],
];

test('a power cut at each step of each change: nothing is lost, nothing half', () => {
  expect(cutAtEachStep({}, SUBSETS)).toMatchObject({ lost: 0, half: 0, problems: [] });
});

test.each(faults)('the power cut check fails when %s', (_, plant) => {
  const { lost, half } = cutAtEachStep(plant, SUBSETS);
  expect(lost + half).toBeGreaterThan(0);
});

test('a disk that is full from any step on: nothing is lost, nothing half', () => {
  expect(fillAtEachStep()).toMatchObject({ lost: 0, half: 0, problems: [] });
});

test('the full disk check fails when files go before the index that no longer names them', () => {
  // The fault: room is made on a full disk by removing files that are still needed.
  const makesRoom = (disk: Disk): Disk =>
    wrapped(disk, {
      write: (name, bytes) => {
        try {
          disk.write(name, bytes);
        } catch (cause) {
          for (const old of disk.names().filter((file) => /^[0-9a-f]{32}$/.test(file))) disk.remove(old);
          throw cause;
        }
      },
    });
  const { lost, half } = fillAtEachStep({ data: makesRoom });
  expect(lost + half).toBeGreaterThan(0);
});
