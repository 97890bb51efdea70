import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  bytesSource,
  confirmRelease,
  type ReleaseFiles,
  type ReleasePlace,
  setUpReleases,
  stageUpdate,
  startRelease,
} from '@homebound/update';
import { CrashingDisk, Power } from '@homebound/vault';
import { afterCrash, type CrashRig, crashRig } from './updateCrash.ts';
import { filesOf, trusted, updateOf } from './updateRig.ts';

const first = updateOf({ counter: 5 });
const second = updateOf({ counter: 6 });

/** How a robot comes to run something: the number of the release, and the folder it is run from. */
type Starter = (place: ReleasePlace) => Promise<{ counter: number }>;
type Change = (files: ReleaseFiles) => ReleaseFiles;

async function robot(change?: Change): Promise<CrashRig> {
  const root = join(mkdtempSync(join(tmpdir(), 'homebound-update-')), 'r');
  const rig = crashRig(root, new CrashingDisk(new Power()), change);
  await setUpReleases(bytesSource(first), rig.place, { model: 'homebound-sim-1', keys: trusted });
  rig.unsynced.clear();
  rig.renamed.length = 0;
  return rig;
}

/** An update from the click to the confirmation. */
async function wholeUpdate(place: ReleasePlace): Promise<void> {
  await stageUpdate(bytesSource(second), place);
  await startRelease(place);
  await confirmRelease(place, 6);
}

/** What runs, if it is whole: each file of that release is as it was made. */
async function wholeRelease(place: ReleasePlace, start: Starter): Promise<number | string> {
  try {
    const { counter } = await start(place);
    for (const [path, bytes] of Object.entries(filesOf(counter)))
      if (!readFileSync(join(place.folderOf(counter), path)).equals(bytes)) return `${path} of ${counter} is half`;
    return [5, 6].includes(counter) ? counter : `release ${counter} runs`;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Cuts the power before each step of an update. @returns boundaries, states found, and what was wrong in them */
async function cutEverywhere(
  start: Starter = startRelease,
  change?: Change,
): Promise<{ cuts: number; found: Record<string, number>; wrong: string[] }> {
  const found: Record<string, number> = {};
  const wrong: string[] = [];
  let cuts = 0;
  for (let isOver = false; !isOver; cuts++) {
    const rig = await robot(change);
    rig.power.failsBefore = rig.power.steps + cuts;
    const last = rig.power.failsBefore;
    isOver = await wholeUpdate(rig.place).then(
      () => rig.power.steps < last,
      () => false,
    );
    for (const after of afterCrash(rig)) {
      const runs = await wholeRelease(after.place, start);
      found[runs] = (found[runs] ?? 0) + 1;
      if (typeof runs === 'string') wrong.push(`cut ${cuts}: ${runs}`);
      else if (start === startRelease) wrong.push(...(await goesOn(after.place, `cut ${cuts}`)));
    }
    rmSync(join(rig.place.root, '..'), { recursive: true });
  }
  return { cuts, found, wrong };
}

/** After any crash the same update can be put on, if it isn't on, and runs. */
async function goesOn(place: ReleasePlace, what: string): Promise<string[]> {
  try {
    const { counter, isTrial } = await startRelease(place);
    if (isTrial) await confirmRelease(place, counter);
    if (counter === 5) await wholeUpdate(place);
    const end = await startRelease(place);
    return end.counter === 6 && !end.isTrial ? [] : [`${what}: ends with ${end.counter}`];
  } catch (error) {
    return [`${what}: ${(error as Error).message}`];
  }
}

test('T-UPD: the power goes at any step of an update: the old release runs or the new one, whole, and it can be done again', async () => {
  const { cuts, found, wrong } = await cutEverywhere();
  expect(wrong).toEqual([]);
  expect(cuts).toBeGreaterThan(40);
  expect(Object.keys(found)).toEqual(['5', '6']);
});

/** A start that believes the state, and looks at nothing. */
const blind: Starter = async (place) => {
  const { trial, current } = place.state();
  return { counter: trial?.counter ?? current };
};

test('T-UPD, planted fault: an installer that does not sync, a start that does not look', async () => {
  const unsynced: Change = (files) => ({ ...files, sync: async () => {} });
  expect((await cutEverywhere(blind, unsynced)).wrong).not.toEqual([]);
});

/** Fills the disk from each step on. @returns what went wrong */
async function fillEverywhere(update: (place: ReleasePlace) => Promise<unknown>): Promise<string[]> {
  const wrong: string[] = [];
  for (let step = 0, isOver = false; !isOver; step++) {
    const rig = await robot();
    rig.power.fullFrom = rig.power.steps + step;
    const fault = await update(rig.place).then(
      () => undefined,
      (error) => String(error.code),
    );
    isOver = fault === undefined;
    if (fault !== undefined && fault !== 'diskFull') wrong.push(`step ${step}: ${fault}`);
    const runs = await wholeRelease(rig.place, startRelease);
    if (typeof runs === 'string') wrong.push(`step ${step}: ${runs}`);
    rmSync(join(rig.place.root, '..'), { recursive: true });
  }
  return wrong;
}

test('T-UPD: the disk is full at any step: a clear error, and the old release runs', async () => {
  expect(await fillEverywhere((place) => stageUpdate(bytesSource(second), place))).toEqual([]);
});

test('T-UPD, planted fault: an installer that makes room by deleting what runs', async () => {
  const greedy = async (place: ReleasePlace): Promise<unknown> => {
    await place.clear([]);
    return stageUpdate(bytesSource(second), place);
  };
  expect(await fillEverywhere(greedy)).not.toEqual([]);
});
