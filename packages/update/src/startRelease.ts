import { join } from 'node:path';
import { readRelease } from './readRelease.ts';
import type { ReleasePlace } from './releasePlace.ts';
import { encodeState } from './stateFile.ts';
import { UpdateError } from './updateError.ts';
import { begin, drop, fallBack, type UpdateState } from './updateState.ts';

/** What is to be started. */
export interface Start {
  readonly counter: number;
  readonly version: string;
  /** The file to run. */
  readonly entry: string;
  /** Whether it must say that it is well before it stays. */
  readonly isTrial: boolean;
}

/**
 * Decides what runs: the release that is tried, as long as it has starts left, else the one before. Each is read and compared
 * with what was signed first; a damaged one is passed over. Counts the start before it happens, and points `current` to it.
 * Rejects with UpdateError `damaged` when no release is whole.
 */
export async function startRelease(place: ReleasePlace, say: (line: string) => void = () => {}): Promise<Start> {
  return place.alone('starting a release', async () => {
    let before = place.state();
    for (let tries = 0; tries < 3; tries++) {
      const { state, run } = keptOrNot(place, before, say);
      const release = await readRelease(place.files, place.folderOf(run));
      if (typeof release !== 'string') {
        await pointTo(place, run, say);
        const { version, entry } = release;
        const isTrial = state.trial?.counter === run;
        return { counter: run, version, entry: join(place.folderOf(run), entry), isTrial };
      }
      say(`release ${run} is passed over: ${release}`);
      const after = state.trial?.counter === run ? drop(state, 'damaged') : fallBack(state);
      if (after === undefined) break;
      before = after;
    }
    throw new UpdateError('damaged', `No release in ${place.releases} is whole; set it up again from a release file`);
  });
}

/** A start that can't be counted is none of a trial: a full disk must not keep the robot from working. */
function keptOrNot(
  place: ReleasePlace,
  before: UpdateState,
  say: (line: string) => void,
): { readonly state: UpdateState; readonly run: number } {
  const begun = begin(before);
  try {
    if (encodeState(begun.state) !== encodeState(place.state())) place.keepState(begun.state);
    return begun;
  } catch (cause) {
    say(`the start can't be written down (${(cause as Error).message}); the release before is started`);
    return { state: { ...before, trial: undefined }, run: before.current };
  }
}

async function pointTo(place: ReleasePlace, counter: number, say: (line: string) => void): Promise<void> {
  try {
    await place.files.link(`releases/${counter}`, place.currentLink);
  } catch (cause) {
    say(`current can't be pointed to release ${counter}: ${(cause as Error).message}`);
  }
}
