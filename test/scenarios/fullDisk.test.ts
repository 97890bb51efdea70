import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeHomeMap } from '@homebound/formats';
import { homebound, temporaryFolder } from '../helpers/homebound.ts';
import { namedMap } from '../security/homeRig.ts';

/** A file system of 2 MB in memory; a robot's map of the room at its end has more. */
function smallDisk(): { readonly folder: string; end(): void } | undefined {
  const folder = join(temporaryFolder(), 'small');
  mkdirSync(folder);
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder]);
  return status === 0 ? { folder, end: () => spawnSync('umount', [folder]) } : undefined;
}

const disk = smallDisk();
const mounted = disk === undefined ? (test.skip as typeof test) : test;
afterAll(() => disk?.end());

/** Writes until nothing goes any more. */
function fill(folder: string): void {
  const part = new Uint8Array(4096).fill(1);
  for (let n = 0; ; n++)
    try {
      writeFileSync(join(folder, `filler-${n}`), part);
    } catch {
      return;
    }
}

mounted(
  'on a disk that is too small for its map a robot cleans to the end and docks; a warning says why it is not kept',
  async () => {
    const home = join(disk!.folder, 'home');
    const out = join(temporaryFolder(), 'run');
    const options = ['--headless', '--world', 'test_room', '--seed', '1', '--no-recording', '--out', out, '--json'];
    const small = await homebound('simulate', ...options, '--home', home);
    expect([small.code, small.err.match(/warning: .*|fault.*/g)]).toEqual([
      0,
      [expect.stringMatching(/^warning: Cannot save: ENOSPC.*; delete something, then try again$/)],
    ]);
    const { finished, docked } = JSON.parse(small.out).summary;
    expect({ finished, docked }).toEqual({ finished: true, docked: true });
    // What is small was kept: the run, and the map as it was when there was still room for it.
    expect((await homebound('history', home)).out).toMatch(/finished/);
    expect((await homebound('maps', home)).out).toMatch(/^test-room: .*\n {2}revision 1, /m);
  },
);

mounted('on a disk that is full to the last byte a map is deleted for good', async () => {
  const home = join(disk!.folder, 'home');
  const map = join(temporaryFolder(), 'attic.hbmap');
  writeFileSync(map, encodeHomeMap(namedMap('attic', 'Room')));
  expect((await homebound('maps', home, '--import', map)).code).toBe(0);
  fill(disk!.folder);
  const { code, out, err } = await homebound('maps', home, '--delete', 'attic');
  expect([code, out.match(/^[a-z-]+(?=: )/gm)]).toEqual([0, ['test-room']]);
  expect(err).toMatch(/^attic is removed with all its revisions.*; no key opens them any more$/m);
});
