import { slamParameters } from '@homebound/nodes';
import type { Gone, Vault } from '@homebound/vault';
import type { HomeSettings, Schedule } from '@homebound/wire';
import { AwakeMaps } from './awakeMaps.ts';
import { Documents, defaultSettings } from './documents.ts';
import { MapStore } from './mapStore.ts';
import { PictureStore } from './pictureStore.ts';
import { RunStore } from './runStore.ts';

/** What others who hold a part of it in memory have to hear of. */
export type HomeChange =
  | { readonly what: 'maps' }
  | { readonly what: 'schedules'; readonly schedules: readonly Schedule[] }
  | { readonly what: 'settings'; readonly settings: HomeSettings }
  | { readonly what: 'pictures'; readonly keep_days: number }
  | { readonly what: 'reset' };

export interface HomePartsOptions {
  /** Written into maps. */
  readonly appVersion: string;
  /** s since 1970, by the robot's clock. */
  readonly now_s: () => number;
  readonly warn: (text: string) => void;
  readonly changed: (change: HomeChange) => void;
}

/** Maps, history, pictures, schedules and settings of one vault, and how they hang together. */
export class HomeParts {
  readonly vault: Vault;
  readonly options: HomePartsOptions;
  readonly maps: MapStore;
  readonly runs: RunStore;
  readonly pictures: PictureStore;
  readonly documents: Documents;
  /** Absent while no robot is awake. */
  awake: AwakeMaps | undefined;
  /** Cells that the robot draws its maps in: a map of others, taken in, would keep it from waking. */
  resolution_m: number = slamParameters.resolution.default;

  constructor(vault: Vault, options: HomePartsOptions) {
    this.vault = vault;
    this.options = options;
    this.maps = new MapStore(vault, options.warn);
    this.runs = new RunStore(vault, options.warn);
    this.pictures = new PictureStore(vault, options.warn);
    this.documents = new Documents(vault);
  }

  get schedules(): readonly Schedule[] {
    return this.orWarn(() => this.documents.schedules.read(), []);
  }

  get settings(): HomeSettings {
    return this.orWarn(() => this.documents.settings.read(), defaultSettings);
  }

  wake(name: string, resolution_m: number): AwakeMaps {
    this.resolution_m = resolution_m;
    const { appVersion, now_s, warn } = this.options;
    this.awake = new AwakeMaps(this.maps, { name, resolution_m, appVersion, now_s, warn });
    return this.awake;
  }

  /** A map goes, and with it the runs whose paths were drawn in it, and the pictures of what lay there. */
  deleteMap(id: string): readonly Gone[] {
    const runs = this.runs.ofMap(id);
    const gone = this.maps.delete(id, { run: runs, picture: this.pictures.ofMap(id) });
    this.runs.forget(runs);
    this.mapChanged(id);
    return gone;
  }

  /** The robot no longer keeps what it has in mind of this map; whoever runs it should wake it anew. */
  mapChanged(id: string): void {
    if (this.awake?.withdraw(id)) this.options.changed({ what: 'maps' });
  }

  /** Everything came from elsewhere. */
  allChanged(): void {
    this.awake?.withdrawAll();
    this.options.changed({ what: 'maps' });
    this.options.changed({ what: 'schedules', schedules: this.schedules });
    this.options.changed({ what: 'settings', settings: this.settings });
  }

  /** Nothing is left. */
  begunAnew(): void {
    this.awake?.withdrawAll();
    this.runs.forgetAll();
    this.options.changed({ what: 'reset' });
  }

  /** What can't be read is warned of, and as if it had never been said. */
  orWarn<T>(read: () => T, otherwise: T): T {
    try {
      return read();
    } catch (cause) {
      this.options.warn((cause as Error).message);
      return otherwise;
    }
  }
}
