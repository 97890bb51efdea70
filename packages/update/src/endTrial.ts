import type { ReleasePlace } from './releasePlace.ts';
import { UpdateError } from './updateError.ts';
import { confirm, drop, goBack, kept, type RollBackReason } from './updateState.ts';

/**
 * The release that runs is well and stays; the one before is kept to go back to, older ones go.
 * @returns the highest counter that ever ran well, for the vault to remember
 */
export function confirmRelease(place: ReleasePlace, counter: number): Promise<number> {
  return place.alone(`confirming release ${counter}`, async () => {
    const before = place.state();
    const after = confirm(before, counter);
    if (after !== before) {
      place.keepState(after);
      await place.clear(kept(after));
    }
    return after.highest;
  });
}

/** The release that is tried does not do, or is not wanted: the one before runs from the next start on. */
export function dropRelease(place: ReleasePlace, reason: RollBackReason): Promise<void> {
  return place.alone('dropping a release', async () => place.keepState(drop(place.state(), reason)));
}

/**
 * A person at the robot wants the release from before, from the next start on; asked again, the other one. Both ran well here; what
 * is refused as older stays refused. @returns its counter. Rejects with UpdateError `nothingToDo` when there is none.
 */
export function goBackRelease(place: ReleasePlace): Promise<number> {
  return place.alone('going back a release', async () => {
    const back = goBack(place.state());
    if (back === undefined) throw new UpdateError('nothingToDo', `There is no release before ${place.state().current}`);
    place.keepState(back);
    return back.current;
  });
}
