import type { ByteSource } from './byteSource.ts';
import { type Standing, soundChecks, type UpdateChecks } from './checks.ts';
import type { KeyList } from './keyList.ts';
import { payloadOf } from './manifest.ts';
import { type CheckedUpdate, checkHead } from './readUpdate.ts';
import type { ReleasePlace } from './releasePlace.ts';
import { unpack } from './unpack.ts';
import { UpdateError } from './updateError.ts';
import { kept, stage, type UpdateState } from './updateState.ts';

/** Left free beside an update: for the state, and for the maps of the next run. */
const SPARE_BYTES = 16 * 1024 * 1024;

export interface StageOptions {
  /** Highest counter that somebody else remembers, the vault for one: a folder that was put back from a copy does not lower it. */
  readonly highest?: number;
  readonly checks?: UpdateChecks;
}
export interface Staged {
  readonly version: string;
  readonly counter: number;
}

/**
 * Takes an update: looks at all of it, lays it beside the release that runs and has it tried at the next start. What runs is not touched.
 * Called when a person has asked for it, and never else.
 * @param source is read once, a chunk at a time, and closed
 * Rejects with UpdateError; nothing has changed then.
 */
export async function stageUpdate(
  source: ByteSource,
  place: ReleasePlace,
  { highest = 0, checks = soundChecks }: StageOptions = {},
): Promise<Staged> {
  try {
    return await place.alone(`installing ${source.name}`, async () => {
      const state = place.state();
      if ((state.trial?.starts ?? 0) > 0)
        throw new UpdateError(
          'busy',
          `Number ${state.trial?.counter} is being tried; wait until it has shown how it does`,
        );
      const standing = place.standing();
      const update = await checkHead(source, { ...standing, highest: Math.max(standing.highest, highest) }, checks);
      await unpackWithRoom(source, update, place, checks, kept({ ...state, trial: undefined }));
      if (update.keys.version > standing.trusted.version) place.keepKeys(update.keys);
      const { version, counter } = update.manifest;
      place.keepState(stage(state, counter));
      return { version, counter };
    });
  } finally {
    await source.close();
  }
}

export interface SetUp {
  /** Model designation of the robot, as updates name it. */
  readonly model: string;
  /** Who may sign for it. */
  readonly keys: KeyList;
}

/** Makes a place for releases with a first one, which has nothing to fall back to and so is not tried but taken. */
export async function setUpReleases(source: ByteSource, place: ReleasePlace, { model, keys }: SetUp): Promise<Staged> {
  try {
    await place.files.makeFolder(place.root);
    return await place.alone(`installing ${source.name}`, async () => {
      if (place.hasState())
        throw new UpdateError('busy', `${place.root} has releases; install over them with --install`);
      const standing: Standing = { model, trusted: keys, current: Number.MAX_SAFE_INTEGER, highest: 0 };
      const update = await checkHead(source, standing);
      await unpackWithRoom(source, update, place, soundChecks, []);
      const { version, counter } = update.manifest;
      place.keepModel(model);
      place.keepKeys(update.keys);
      await place.files.link(`releases/${counter}`, place.currentLink);
      const state: UpdateState = { current: counter, highest: counter };
      place.keepState(state);
      return { version, counter };
    });
  } finally {
    await source.close();
  }
}

/** Leaves nothing of it when it fails. */
async function unpackWithRoom(
  source: ByteSource,
  update: CheckedUpdate,
  place: ReleasePlace,
  checks: UpdateChecks,
  counters: readonly number[],
): Promise<void> {
  await place.clear(counters);
  const wanted = payloadOf(update.manifest) + SPARE_BYTES;
  const room = await place.files.room(place.root);
  if (room < wanted)
    throw new UpdateError(
      'diskFull',
      `The update needs ${Math.ceil(wanted / 1e6)} MB, ${Math.floor(room / 1e6)} are free. Delete maps or runs, or leave it`,
    );
  const { releases, staging, files } = place;
  try {
    await unpack(source, update, { files, staging, releases, folder: place.folderOf(update.manifest.counter) }, checks);
  } catch (cause) {
    await files.remove(staging).catch(() => undefined);
    throw cause;
  }
}
