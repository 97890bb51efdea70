import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Checkpoint, Checkpoints, KeptFloor, MapKeeper, PrivacyKeeper } from '@homebound/nodes';

/** What the thinking nodes go on from after their process was killed, the map that it was drawing, and what was switched off. */
export interface Restart {
  readonly checkpoints: Checkpoints;
  readonly keeper: MapKeeper;
  readonly privacy: PrivacyKeeper;
}

/**
 * The folder that a supervisor keeps as long as it starts us again, and no longer: systemd's RuntimeDirectory=, and launch files with
 * respawn. It is in memory, so no map comes to a disk. Undefined where there is none: then whoever is killed begins anew.
 */
export function restartFrom(env: NodeJS.ProcessEnv = process.env): Restart | undefined {
  // systemd separates several by colons; ours is the first.
  const folder = env.RUNTIME_DIRECTORY?.split(':')[0];
  if (folder === undefined || folder === '') return undefined;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = (name: string): Place => new Place(join(folder, `${name}.checkpoint`));
  return {
    checkpoints: {
      odometry: checkpointAt(file('odometry')),
      slam: checkpointAt(file('slam')),
      mission: checkpointAt(file('mission')),
    },
    keeper: mapAt(file('map')),
    privacy: privacyAt(file('privacy')),
  };
}

/** One value in a file, always a whole one. */
class Place {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  get isThere(): boolean {
    return existsSync(this.#path);
  }

  /** Undefined when there is none, or one that cannot be read: then there is nothing to go on from. */
  read(): unknown {
    try {
      return deserialize(readFileSync(this.#path));
    } catch {
      return undefined;
    }
  }

  write(value: unknown): void {
    // The process may be killed between any two bytes.
    writeFileSync(`${this.#path}.new`, serialize(value), { mode: 0o600 });
    renameSync(`${this.#path}.new`, this.#path);
  }
}

/** Files are of this program alone, as it was a moment ago: their shape is not doubted. */
function checkpointAt<T>(place: Place): Checkpoint<T> {
  let isTaken = false;
  return {
    take() {
      const kept = isTaken ? undefined : place.read();
      isTaken = true;
      return kept as T | undefined;
    },
    keep: (value) => place.write(value),
  };
}

/** The map of the run that goes on. Rooms are in the mission's own checkpoint. */
function mapAt(place: Place): MapKeeper {
  let isTaken = false;
  return {
    get floors() {
      const kept = isTaken ? undefined : place.read();
      isTaken = true;
      return kept === undefined ? [] : [kept as KeptFloor];
    },
    save: (_index, floor) => place.write({ ...floor, name: '' } satisfies KeptFloor),
    keepHome: () => {},
    keepDismissals: () => {},
  };
}

/** Of a switch that cannot be read, presence takes the safe end. */
function privacyAt(place: Place): PrivacyKeeper {
  return {
    load() {
      const kept = place.read();
      if (kept === undefined && place.isThere) throw new Error('what was switched off cannot be read');
      return kept as ReturnType<PrivacyKeeper['load']>;
    },
    save: (state) => place.write(state),
  };
}
