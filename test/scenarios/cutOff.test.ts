import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { homebound, start, temporaryFolder } from '../helpers/homebound.ts';

interface Floor {
  readonly floor_m2: number;
  readonly revisions: readonly unknown[];
}

const simulate = (home: string, out: string): string[] =>
  ['simulate', '--headless', '--world', 'apartment', '--seed', '1', '--no-recording', '--json'].concat([
    '--home',
    home,
    '--out',
    out,
  ]);

/** The largest file of a home but the room that it keeps free. */
function largest(home: string): { readonly bytes: number; readonly name: string } {
  let found = { bytes: 0, name: '' };
  try {
    for (const name of readdirSync(home)) {
      if (name === 'spare') continue;
      const { size } = statSync(join(home, name));
      if (size > found.bytes) found = { bytes: size, name };
    }
  } catch {
    // It is not there yet, or a file has just given way to the next.
  }
  return found;
}

/** Waits until a home has kept a map, and then another in its place. */
async function savedTwice(home: string): Promise<void> {
  const names = new Set<string>();
  for (let k = 0; k < 1200 && names.size < 2; k++) {
    const { bytes, name } = largest(home);
    if (bytes > 100_000) names.add(name);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(names.size).toBe(2);
}

async function floorsOf(home: string): Promise<readonly Floor[]> {
  const { code, out, err } = await homebound('maps', home, '--json');
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out);
}

test('a first clean that is killed leaves its map as far as it was saved; the next run knows its place on it, finishes the home and the map', async () => {
  const home = join(temporaryFolder(), 'home');
  const cut = start(...simulate(home, temporaryFolder()));
  await savedTwice(home);
  cut.child.kill('SIGKILL');
  expect((await cut.ended).signal).toBe('SIGKILL');
  const before = await floorsOf(home);
  expect(before).toHaveLength(1);
  // What was saved twice under way is one revision.
  expect(before[0].revisions).toHaveLength(1);
  expect(before[0].floor_m2).toBeGreaterThan(5);
  const again = await homebound(...simulate(home, temporaryFolder()), '--max-time', '4000');
  const { summary } = JSON.parse(again.out);
  expect(summary).toMatchObject({ finished: true, docked: true, cliffFalls: 0 });
  expect(summary.coverage).toBeGreaterThan(0.9);
  // In the frame of the map that was cut off.
  expect(summary.endPoseError_m).toBeLessThan(0.15);
  const after = await floorsOf(home);
  expect(after).toHaveLength(1);
  expect(after[0].floor_m2).toBeGreaterThan(before[0].floor_m2);
});
